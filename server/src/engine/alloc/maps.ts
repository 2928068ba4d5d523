/** Maps that outgrow their first group of entries: what their syntax tells, without types. */
import type { SyntaxNode, SyntaxTree } from '../syntax/cursor.ts';
import { localNames } from '../syntax/names.ts';
import { isInLoop } from '../frequency/loops.ts';

/** Entries of a map's first group, which may be on the stack (abi.SwissMapGroupSlots, Go 1.24). */
const GROUP_SLOTS = 8;

/**
 * Whether a map is made for more entries than one group has, a literal of them or by its hint:
 * `unknown` where the hint is no number.
 */
export function isLargeMap(node: SyntaxNode): boolean | 'unknown' {
  if (node.kind === 'composite_literal') {
    const entries = node.get('body')?.namedChildren.length ?? 0;
    return node.get('type')?.kind === 'map_type' && entries > GROUP_SLOTS;
  }
  const [type, hint] = argumentsOfMake(node);
  if (type?.kind !== 'map_type' || hint === undefined) {
    return false;
  }
  const size = sizeOf(hint);
  return size === undefined ? 'unknown' : size > GROUP_SLOTS;
}

/**
 * The first insert in a loop of each local map that was made outside the loop, and not with a hint
 * that is computed. Names whose type the declaration does not say are taken to be no maps.
 */
export function growingMapsOf(tree: SyntaxTree): SyntaxNode[] {
  if (!/\bmap\b/.test(tree.text) || !/\bfor\b/.test(tree.text)) {
    return [];
  }
  const declarations = new Map(localNames(tree).map((name) => [name.start, name.declaration]));
  const roomy = new Set(roomyNames(tree.root).map(({ start }) => declarations.get(start)));
  const first = new Map<number, SyntaxNode>();
  for (const target of insertTargets(tree.root)) {
    const operand = target.get('operand');
    const declaration = operand && declarations.get(operand.start);
    if (
      declaration !== undefined &&
      !first.has(declaration) &&
      !roomy.has(declaration) &&
      isInLoop(target, declaration) &&
      isSmallMap(tree.nodeAt(declaration))
    ) {
      first.set(declaration, target);
    }
  }
  return [...first.values()];
}

/** What is set by an index: `m[k]` of `m[k] = v`, `m[k]++` and `m[k] += v`, in the order of the text. */
function insertTargets(root: SyntaxNode): SyntaxNode[] {
  const targets: SyntaxNode[] = [];
  for (const node of nodesOf(root)) {
    if (node.kind === 'assignment_statement') {
      targets.push(...(node.get('left')?.namedChildren ?? []));
    } else if (node.kind === 'inc_statement' || node.kind === 'dec_statement') {
      targets.push(...node.namedChildren);
    }
  }
  return targets.filter(
    (target) => target.kind === 'index_expression' && target.get('operand')?.kind === 'identifier',
  );
}

/** `m` of `m = make(map[K]V, n)`, after a declaration that says nothing of the sort. */
function roomyNames(root: SyntaxNode): SyntaxNode[] {
  const names: SyntaxNode[] = [];
  for (const node of nodesOf(root)) {
    if (node.kind === 'assignment_statement') {
      const targets = node.get('left')?.namedChildren ?? [];
      const values = node.get('right')?.namedChildren ?? [];
      names.push(
        ...targets.filter((target, at) => {
          const value = values[at];
          return (
            target.kind === 'identifier' && value !== undefined && isLargeMap(value) === 'unknown'
          );
        }),
      );
    }
  }
  return names;
}

/** A node and all below it, in the order of the text. */
function* nodesOf(root: SyntaxNode): Generator<SyntaxNode> {
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    pending.push(...node.namedChildren.toReversed());
  }
}

/** Whether the variable that a name declares is a map that may have too little room. */
function isSmallMap(name: SyntaxNode): boolean {
  const { parent } = name;
  switch (parent?.kind) {
    case 'parameter_declaration':
      return parent.get('type')?.kind === 'map_type';
    case 'var_spec': {
      const value = valueOf(parent, parent.getAll('name'), name);
      return value ? isSmallMapValue(value) : parent.get('type')?.kind === 'map_type';
    }
    case 'expression_list': {
      const statement = parent.parent;
      const value =
        statement?.kind === 'short_var_declaration'
          ? statement.get('right')?.namedChildren[parent.namedChildren.indexOf(name)]
          : undefined;
      return value !== undefined && isSmallMapValue(value);
    }
    default:
      return false;
  }
}

function valueOf(
  spec: SyntaxNode,
  names: readonly SyntaxNode[],
  name: SyntaxNode,
): SyntaxNode | undefined {
  return spec.get('value')?.namedChildren[names.indexOf(name)];
}

/** A hint that is computed is taken to be enough; one that is a number may well be a guess. */
function isSmallMapValue(value: SyntaxNode): boolean {
  if (value.kind === 'composite_literal') {
    return value.get('type')?.kind === 'map_type';
  }
  const [type] = argumentsOfMake(value);
  return type?.kind === 'map_type' && isLargeMap(value) !== 'unknown';
}

function argumentsOfMake(node: SyntaxNode): readonly SyntaxNode[] {
  const isMake = node.kind === 'call_expression' && node.get('function')?.text === 'make';
  return isMake ? (node.get('arguments')?.namedChildren ?? []) : [];
}

/** The value of a number as one writes sizes; `undefined` of every other expression. */
function sizeOf(node: SyntaxNode): number | undefined {
  const digits = node.kind === 'int_literal' ? node.text.replaceAll('_', '') : '';
  const size = Number(digits.replace(OLD_OCTAL, '0o'));
  return digits !== '' && Number.isSafeInteger(size) ? size : undefined;
}

/** `017`, which is 15. */
const OLD_OCTAL = /^0(?=\d)/;
