import type { CaseClause, Expression } from './ast.ts';

/**
 * Where the compiler puts the variable of a clause of `switch x := y.(type)`: at what its parser
 * reads last of the clause's last type, or at `default` (typeExprEndPos of
 * cmd/compile/internal/noder/quirks.go, Go 1.26).
 */
export function clauseVariableAnchor({ expressions, start }: CaseClause): number {
  const last = expressions.at(-1);
  return last ? endOfType(last) : start;
}

function endOfType(type: Expression): number {
  let node = type;
  for (let next = lastPart(node); next !== undefined; next = lastPart(node)) {
    node = next;
  }
  // What is behind `func`.
  return node.kind === 'functionType' ? node.openParen : node.start;
}

/** What the place of a type depends on; `undefined` if that is its own start. */
function lastPart(type: Expression): Expression | undefined {
  switch (type.kind) {
    case 'parenthesized':
    case 'star':
      return type.operand;
    case 'arrayType':
    case 'channelType':
    case 'ellipsis':
      return type.element;
    case 'mapType':
      return type.value;
    case 'index':
      return type.indices.at(-1);
    case 'interfaceType':
      return [...type.methods.map((method) => method.type), ...type.embedded].at(-1);
    case 'functionType':
      return (type.results.at(-1) ?? type.parameters.at(-1))?.type;
    default:
      return undefined;
  }
}
