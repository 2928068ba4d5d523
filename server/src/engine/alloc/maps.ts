/** Maps that outgrow their first group of entries: what their syntax tells, without types. */
import type { Expression, Index } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { enclosedAt } from '../syntax/enclosed.ts';
import { type LocalDeclaration, localNames } from '../syntax/names.ts';
import { type AstNode, forEachNodeIn } from '../syntax/walk.ts';
import { argumentOf } from '../frequency/names.ts';
import { isInLoop } from '../frequency/loops.ts';

/** Entries of a map's first group, which may be on the stack (abi.SwissMapGroupSlots, Go 1.24). */
const GROUP_SLOTS = 8;

/**
 * Whether a map is made for more entries than one group has, a literal of them or by its hint:
 * `unknown` where the hint is no number.
 */
export function isLargeMap(node: AstNode): boolean | 'unknown' {
  if (node.kind === 'composite') {
    return node.type?.kind === 'mapType' && node.elements.length > GROUP_SLOTS;
  }
  const [type, hint] = argumentsOfMake(node);
  if (type?.kind !== 'mapType' || hint === undefined) {
    return false;
  }
  const size = sizeOf(hint);
  return size === undefined ? 'unknown' : size > GROUP_SLOTS;
}

/**
 * The first insert in a loop of each local map that was made outside the loop, and not with a hint
 * that is computed. Names whose type the declaration does not say are taken to be no maps.
 */
export function growingMapsOf(tree: DeclarationTree): Index[] {
  if (!/\bmap\b/.test(tree.text) || !/\bfor\b/.test(tree.text)) {
    return [];
  }
  const declarations = new Map(
    localNames(tree.parsed).map((name) => [name.start, name.declaration]),
  );
  const { targets, roomy } = assignedIn(tree);
  const tooLarge = new Set(roomy.map(({ start }) => declarations.get(start)));
  const first = new Map<LocalDeclaration, Index>();
  for (const target of targets) {
    const declaration = declarations.get(target.operand.start);
    if (
      declaration !== undefined &&
      !first.has(declaration) &&
      !tooLarge.has(declaration) &&
      isSmallMap(declaration) &&
      isInLoop(enclosedAt(tree, target.openBracket), declaration.at)
    ) {
      first.set(declaration, target);
    }
  }
  return [...first.values()];
}

interface Assigned {
  /** What is set by an index: `m[k]` of `m[k] = v`, `m[k]++` and `m[k] += v`. */
  readonly targets: readonly Index[];
  /** `m` of `m = make(map[K]V, n)`, after a declaration that says nothing of the sort. */
  readonly roomy: readonly Expression[];
}

/** In the order of the text. */
function assignedIn({ parsed }: DeclarationTree): Assigned {
  const targets: Index[] = [];
  const roomy: Expression[] = [];
  const add = (target: Expression): void => {
    if (target.kind === 'index' && target.operand.kind === 'identifier') {
      targets.push(target);
    }
  };
  forEachNodeIn(parsed, (node) => {
    if (node.kind === 'increment') {
      add(node.operand);
    } else if (node.kind === 'assignment' && !node.isDefinition) {
      for (const [at, target] of node.left.entries()) {
        add(target);
        const value = node.right[at];
        if (target.kind === 'identifier' && value && isLargeMap(value) === 'unknown') {
          roomy.push(target);
        }
      }
    }
  });
  return { targets, roomy };
}

/** Whether a variable is a map that may have too little room where it is declared. */
function isSmallMap({ kind, type, value }: LocalDeclaration): boolean {
  return kind === 'variable' && (value ? isSmallMapValue(value) : type?.kind === 'mapType');
}

/** A hint that is computed is taken to be enough; one that is a number may well be a guess. */
function isSmallMapValue(value: Expression): boolean {
  if (value.kind === 'composite') {
    return value.type?.kind === 'mapType';
  }
  const [type] = argumentsOfMake(value);
  return type?.kind === 'mapType' && isLargeMap(value) !== 'unknown';
}

function argumentsOfMake(node: AstNode): readonly Expression[] {
  return node.kind === 'call' && argumentOf(node, 'make') !== undefined ? node.arguments : [];
}

/** The value of a number as one writes sizes; `undefined` of every other expression. */
function sizeOf(node: Expression): number | undefined {
  const isNumber = node.kind === 'literal' && node.literal === 'int';
  const digits = isNumber ? node.text.replaceAll('_', '') : '';
  const size = Number(digits.replace(OLD_OCTAL, '0o'));
  return digits !== '' && Number.isSafeInteger(size) ? size : undefined;
}

/** `017`, which is 15. */
const OLD_OCTAL = /^0(?=\d)/;
