/** What runs only once something has failed, where its declaration does not tell: it makes errors, or speaks of a panic. */
import { codeWith, type ContainedDeclaration } from '../checker/packageChecker.ts';
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import { frequencyAt } from '../frequency/frequency.ts';
import type { Expression, Identifier } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { type AstNode, forEachChild, forEachNode } from '../syntax/walk.ts';
import type { GoObject } from '../types/objects.ts';
import { implementsInterface } from '../types/implements.ts';
import type { Package } from '../types/package.ts';
import { PointerType, unalias, underlying } from '../types/types.ts';
import { errorType } from '../types/universe.ts';
import type { SubjectSource } from './subject.ts';
import { treeOf } from './typedCode.ts';
import { CALLED_ELSEWHERE } from './callSites.ts';

const MAXIMUM_NAMES = 8;

/**
 * Whether a function is a method of errors, or is called for errors, where `recover` has something to tell, or the program
 * ends, and nowhere else: by its name, from other such functions, or as the value of fields and variables that its package
 * does not export.
 */
export function runsOnFailure({ syntax, types, package: ours }: SubjectSource): boolean {
  return isOfError(types.objectOf(syntax.name)) || new Uses(ours).areOnFailure(syntax.name.name);
}

/** `func (e *Error) Show() string`, also where only the pointer, or only the value, is an error. */
function isOfError(method: GoObject | undefined): boolean {
  const receiver =
    method?.kind === 'func' && method.type.kind === 'signature' ? method.type.receiver : undefined;
  const type = receiver && unalias(receiver.type);
  const value = type?.kind === 'pointer' ? type.element : type;
  return (
    value !== undefined &&
    underlying(value).kind !== 'unknown' &&
    implementsInterface(new PointerType(value), errorType)
  );
}

/** What all code of a package does with names of its functions, fields and variables: of two that have one, both count. */
class Uses {
  readonly #package: Package;
  readonly #asked = new Set<string>();

  constructor(ours: Package) {
    this.#package = ours;
  }

  /** Not of what nobody calls: it may be there for others. */
  areOnFailure(name: string): boolean {
    if (this.#asked.has(name)) {
      return true;
    }
    if (CALLED_ELSEWHERE.test(name) || this.#asked.size === MAXIMUM_NAMES) {
      return false;
    }
    this.#asked.add(name);
    let countUses = 0;
    for (const code of codeWith(this.#package, name)) {
      const uses = this.#usesIn(code, name);
      if (!uses.every(Boolean)) {
        return false;
      }
      countUses += uses.length;
    }
    return countUses > 0;
  }

  /** Of each call, and of each time that it is put somewhere, whether something has failed. */
  #usesIn({ text, look }: ContainedDeclaration, name: string): readonly boolean[] {
    const code = look();
    if (!code) {
      return [false];
    }
    const { syntax, types } = code;
    const parents = new Map<AstNode, AstNode>();
    const mentions: Identifier[] = [];
    forEachNode(syntax, (node) => {
      forEachChild(node, (child) => parents.set(child, node));
      if (node.kind === 'identifier' && node.name === name && isOfPackage(types.objectOf(node))) {
        mentions.push(node);
      }
    });
    const tree = treeOf(text, syntax, types);
    return mentions.flatMap((mention) => {
      const use = useOf(mention, parents, types);
      switch (use?.kind) {
        case 'none':
          return [];
        case 'held':
          return [this.areOnFailure(use.by)];
        case 'call':
          return [this.#isOnFailure(tree, mention)];
        default:
          return [false];
      }
    });
  }

  #isOnFailure(tree: DeclarationTree, { start }: Identifier): boolean {
    const { syntax } = tree.parsed;
    const frequency = frequencyAt(tree, start);
    return (
      frequency === 'error' ||
      frequency === 'panic' ||
      (syntax.kind === 'func' && this.areOnFailure(syntax.name.name))
    );
  }
}

/** Not a local variable, and nothing but a function, a field or a variable; what nobody knows may be one. */
function isOfPackage(object: GoObject | undefined): boolean {
  switch (object?.kind) {
    case undefined:
    case 'func':
      return true;
    case 'var':
      return object.role === 'field' || object.role === 'package';
    default:
      return false;
  }
}

type Use = { readonly kind: 'call' | 'none' } | { readonly kind: 'held'; readonly by: string };

const NONE: Use = { kind: 'none' };

/** What is done with a name; undefined of what is neither a call nor setting a field or a variable. */
function useOf(
  mention: Identifier,
  parents: ReadonlyMap<AstNode, AstNode>,
  types: DeclarationTypes,
): Use | undefined {
  let value: Expression = mention;
  for (let whole = wholeOf(value, parents); whole; whole = wholeOf(value, parents)) {
    value = whole;
  }
  const parent = parents.get(value);
  switch (parent?.kind) {
    case 'func':
      return NONE;
    case 'call':
      return parent.callee === value ? { kind: 'call' } : undefined;
    case 'binary':
      return isComparedWithNil(parent.right) ? NONE : undefined;
    case 'composite': {
      const element = parent.elements.find((each) => each.key === value || each.value === value);
      return element?.key === value ? NONE : heldBy(element?.key, types);
    }
    case 'assignment': {
      const at = parent.right.findIndex((each) => each === value);
      return at < 0 ? NONE : heldBy(parent.left[at], types);
    }
    case 'var': {
      const spec = parent.specs.find(({ values }) => values.some((each) => each === value));
      return spec ? heldBy(spec.names[spec.values.indexOf(value)], types) : NONE;
    }
    default:
      return undefined;
  }
}

/** `x.name`, `name[T]` and `(name)` of a name. */
function wholeOf(
  value: Expression,
  parents: ReadonlyMap<AstNode, AstNode>,
): Expression | undefined {
  const parent = parents.get(value);
  const isWhole =
    parent?.kind === 'parenthesized' ||
    (parent?.kind === 'selector' && parent.selector === value) ||
    (parent?.kind === 'index' && parent.operand === value);
  return isWhole ? parent : undefined;
}

function isComparedWithNil(other: Expression): boolean {
  return other.kind === 'identifier' && other.name === 'nil';
}

function heldBy(holder: Expression | undefined, types: DeclarationTypes): Use | undefined {
  const name = holder?.kind === 'selector' ? holder.selector : holder;
  const object = name?.kind === 'identifier' ? types.objectOf(name) : undefined;
  return object?.kind === 'var' && isOfPackage(object)
    ? { kind: 'held', by: object.name }
    : undefined;
}
