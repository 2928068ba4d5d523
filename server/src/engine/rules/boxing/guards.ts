/** What functions ask before they do anything: whether they are to log, to trace, to debug. */
import { bodyOf, type CheckedBody } from '../../checker/packageChecker.ts';
import type { BinaryOperator, Call, Expression, Identifier } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { type AstNode, forEachChild } from '../../syntax/walk.ts';
import type { FuncObject } from '../../types/objects.ts';
import { isInterface } from '../../types/predicates.ts';
import { unalias, underlying } from '../../types/types.ts';
import { errorType, universe } from '../../types/universe.ts';
import { calledFunction } from '../../checker/callee.ts';
import { namedType, type Subject } from '../subject.ts';
import { fieldAskedFor, isSetByDefault } from './setByDefault.ts';

/** The function of the package that a call calls, if it takes any arguments (`...any`): such functions print. */
export function printerOf(subject: Subject, call: Call): FuncObject | undefined {
  const { types, package: ours } = subject.source;
  const called = calledFunction(types, call);
  return called?.package === ours && takesAny(called) ? called : undefined;
}

/**
 * What has to hold for a call of it to do anything, as the caller can write it. A flag that keeps it from doing so
 * (`if closed`) is not one that is seldom set, nor is an error that there is none of yet. A logger that the package
 * itself makes is there as a rule, and asking for it saves nothing.
 */
export function guardOf(subject: Subject, call: Call, callee: FuncObject): string | undefined {
  const body = bodyOf(callee);
  const asked = body && askedFirst(body);
  const field = asked && fieldAskedFor(body.types, asked.condition);
  if (field && isSetByDefault(subject.source.package, field)) {
    return undefined;
  }
  return asked && new Guard(subject, call, body).wanted(asked.condition, asked.isWanted);
}

/** Whether the last of its parameters is `...any`. */
function takesAny({ type }: FuncObject): boolean {
  const isVariadic = type.kind === 'signature' && type.isVariadic;
  const last = isVariadic ? type.parameters.variables.at(-1) : undefined;
  const list = last && underlying(last.type);
  return list?.kind === 'slice' && isInterface(list.element);
}

/** `if condition { … }` as all that there is, or `if condition { return }` before all else. */
function askedFirst({
  syntax: { body },
}: CheckedBody): { readonly condition: Expression; readonly isWanted: boolean } | undefined {
  const [first, ...others] = body?.statements ?? [];
  if (first?.kind !== 'if' || first.initial || first.otherwise) {
    return undefined;
  }
  const { condition, then } = first;
  const [only, ...more] = then.statements;
  const isLeft = only?.kind === 'return' && only.results.length === 0 && more.length === 0;
  return isLeft === others.length > 0 ? { condition, isWanted: !isLeft } : undefined;
}

const OPPOSITES: ReadonlyMap<BinaryOperator, BinaryOperator> = new Map<
  BinaryOperator,
  BinaryOperator
>([
  ['==', '!='],
  ['!=', '=='],
  ['<', '>='],
  ['>=', '<'],
  ['>', '<='],
  ['<=', '>'],
]);

/** A condition of the function that is called, in the words of the function that calls it. */
class Guard {
  readonly #subject: Subject;
  readonly #call: Call;
  readonly #body: CheckedBody;

  constructor(subject: Subject, call: Call, body: CheckedBody) {
    this.#subject = subject;
    this.#call = call;
    this.#body = body;
  }

  /** That the condition is true, or that it is not. */
  wanted(condition: Expression, isTrue: boolean): string | undefined {
    const asked = unparenthesized(condition);
    if (asked.kind === 'unary' && asked.operator === '!') {
      return isTrue ? undefined : this.wanted(asked.operand, true);
    }
    if (asked.kind !== 'binary') {
      return isTrue ? this.#written(asked) : undefined;
    }
    const { left, operator, right } = asked;
    if (operator === (isTrue ? '&&' : '||')) {
      const both = [this.wanted(left, isTrue), this.wanted(right, isTrue)];
      return both.includes(undefined) ? undefined : both.join(' && ');
    }
    const sign = isTrue ? operator : OPPOSITES.get(operator);
    const isSetting = OPPOSITES.has(operator) && !this.#isError(left) && sign !== '==';
    const sides = isSetting ? [this.#written(left), this.#written(right)] : [undefined];
    return sides.includes(undefined) ? undefined : sides.join(` ${sign} `);
  }

  #isError(expression: Expression): boolean {
    const type = this.#body.types.typeOf(expression);
    return type !== undefined && unalias(type) === errorType;
  }

  /** Undefined where it mentions what the caller cannot name. */
  #written(expression: Expression): string | undefined {
    const { text } = this.#body;
    let written = '';
    let end = expression.start;
    for (const name of namesIn(expression)) {
      const word = this.#wordFor(name);
      if (word === undefined) {
        return undefined;
      }
      written += text.slice(end, name.start) + word;
      end = name.end;
    }
    return written + text.slice(end, expression.end);
  }

  #wordFor(identifier: Identifier): string | undefined {
    const { name } = identifier;
    const object = this.#body.types.objectOf(identifier);
    const { imports, package: ours } = this.#subject.source;
    switch (object?.kind) {
      case 'var':
        return object.role === 'package' ? this.#asItIs(name) : this.#argumentFor(name);
      case 'packageName':
        return imports.some((each) => each.name === name && each.path === object.imported.path)
          ? this.#asItIs(name)
          : undefined;
      case undefined:
        return undefined;
      default:
        return ours.scope.get(name) === object || universe.get(name) === object
          ? this.#asItIs(name)
          : undefined;
    }
  }

  /** Unless the caller has something of its own by that name. */
  #asItIs(name: string): string | undefined {
    const isOther = this.#subject.all('identifier').some((identifier) => {
      const object = identifier.name === name ? this.#subject.objectOf(identifier) : undefined;
      return object?.kind === 'var' && object.role !== 'package' && object.role !== 'field';
    });
    return isOther ? undefined : name;
  }

  /** Of the receiver, too; undefined for what is more than a name or a literal. */
  #argumentFor(name: string): string | undefined {
    const { receiver, type } = this.#body.syntax;
    const callee = unparenthesized(this.#call.callee);
    const names = type.parameters.flatMap((each) => each.names);
    const index = names.findIndex((each) => each.name === name);
    const isReceiver = receiver?.names.some((each) => each.name === name);
    const given = isReceiver
      ? callee.kind === 'selector' && this.#isOwn(callee.operand)
        ? callee.operand
        : undefined
      : index < names.length - 1
        ? this.#call.arguments[index]
        : undefined;
    return given && (given.kind === 'literal' || isName(given))
      ? this.#subject.textOf(given)
      : undefined;
  }

  /** Not by way of a type that embeds the receiver's. */
  #isOwn(operand: Expression): boolean {
    const receiver = this.#body.syntax.receiver?.names[0];
    const object = receiver && this.#body.types.objectOf(receiver);
    return (
      object?.kind === 'var' && namedType(object.type) === namedType(this.#subject.typeOf(operand))
    );
  }
}

function isName(expression: Expression): boolean {
  return (
    expression.kind === 'identifier' ||
    (expression.kind === 'selector' && isName(expression.operand))
  );
}

/** Identifiers that stand for themselves, not those behind a dot, in the order of the text. */
function namesIn(node: AstNode): readonly Identifier[] {
  if (node.kind === 'identifier') {
    return [node];
  }
  const names: Identifier[] = [];
  forEachChild(node, (child) => {
    if (node.kind !== 'selector' || child !== node.selector) {
      names.push(...namesIn(child));
    }
  });
  return names;
}
