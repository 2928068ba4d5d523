/** Maps that outgrow their first group of entries: what their syntax tells, without types. */
import type { SyntaxNode, SyntaxTree } from '../syntax/cursor.ts';
import { localNames } from '../syntax/names.ts';
import { isInLoop } from '../frequency/loops.ts';

/** Entries of a map's first group, which may be on the stack (abi.SwissMapGroupSlots, Go 1.24). */
const GROUP_SLOTS = 8;

/** Whether a map is made for more entries than one group has: a literal of them, or by its hint. */
export function isLargeMap(node: SyntaxNode): boolean {
  if (node.kind === 'composite_literal') {
    const entries = node.get('body')?.namedChildren.length ?? 0;
    return node.get('type')?.kind === 'map_type' && entries > GROUP_SLOTS;
  }
  const [type, hint] = argumentsOfMake(node);
  return type?.kind === 'map_type' && (sizeOf(hint) ?? 0) > GROUP_SLOTS;
}

/**
 * The first insert in a loop of each local map that was made, outside the loop, without room for
 * what the loop may insert. Names whose type the declaration does not say are taken to be no maps.
 */
export function growingMapsOf(tree: SyntaxTree): SyntaxNode[] {
  if (!/\bmap\b/.test(tree.text) || !/\bfor\b/.test(tree.text)) {
    return [];
  }
  const declarations = new Map(localNames(tree).map((name) => [name.start, name.declaration]));
  const first = new Map<number, SyntaxNode>();
  for (const target of insertTargets(tree.root)) {
    const operand = target.get('operand');
    const declaration = operand && declarations.get(operand.start);
    if (
      declaration !== undefined &&
      !first.has(declaration) &&
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
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === 'assignment_statement') {
      targets.push(...(node.get('left')?.namedChildren ?? []));
    } else if (node.kind === 'inc_statement' || node.kind === 'dec_statement') {
      targets.push(...node.namedChildren);
    }
    pending.push(...node.namedChildren.toReversed());
  }
  return targets.filter(
    (target) => target.kind === 'index_expression' && target.get('operand')?.kind === 'identifier',
  );
}

/** Whether the variable that a name declares is a map, and not one made for many entries. */
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

/** A hint that is no constant is taken to be enough. */
function isSmallMapValue(value: SyntaxNode): boolean {
  if (value.kind === 'composite_literal') {
    return value.get('type')?.kind === 'map_type';
  }
  const [type, hint] = argumentsOfMake(value);
  return type?.kind === 'map_type' && (hint === undefined || sizeOf(hint) !== undefined);
}

function argumentsOfMake(node: SyntaxNode): readonly SyntaxNode[] {
  const isMake = node.kind === 'call_expression' && node.get('function')?.text === 'make';
  return isMake ? (node.get('arguments')?.namedChildren ?? []) : [];
}

/** The value of a number as one writes sizes; `undefined` of every other expression. */
function sizeOf(node: SyntaxNode | undefined): number | undefined {
  const size = node?.kind === 'int_literal' ? Number(node.text.replaceAll('_', '')) : undefined;
  return size !== undefined && Number.isSafeInteger(size) ? size : undefined;
}
