import type { SyntaxNode } from './cursor.ts';

/**
 * Where the compiler puts the variable of a clause of `switch x := y.(type)`: at what its parser
 * reads last of the clause's last type, or at `default`.
 */
export function clauseVariableAnchor(clause: SyntaxNode): number {
  let node = clause.getAll('type').findLast(({ isNamed }) => isNamed) ?? clause;
  for (let next = lastPart(node); next !== undefined; next = lastPart(node)) {
    node = next;
  }
  return node.start;
}

/** What the place of a type depends on; `undefined` if that is its own start. */
function lastPart(type: SyntaxNode): SyntaxNode | undefined {
  switch (type.kind) {
    case 'parenthesized_type':
    case 'pointer_type':
    case 'array_type':
    case 'slice_type':
    case 'map_type':
    case 'channel_type':
    case 'type_arguments':
    case 'type_elem':
    case 'interface_type':
      return type.namedChildren.at(-1);
    case 'generic_type':
      return type.get('type_arguments');
    case 'function_type':
    case 'method_elem':
      return type.get('result') ?? type.get('parameters');
    case 'parameter_list':
      return type.namedChildren.at(-1) ?? emptyResult(type);
    case 'parameter_declaration':
    case 'variadic_parameter_declaration':
      return type.get('type');
    default:
      return undefined;
  }
}

/** `func(x T) ()` is `func(x T)`. */
function emptyResult({ field, parent }: SyntaxNode): SyntaxNode | undefined {
  return field === 'result' ? parent?.get('parameters') : undefined;
}
