/** Whether a function keeps a pointer that it is given, as far as its body, and those of what it calls, tell. */
import { bodyOf } from '../../checker/packageChecker.ts';
import type { DeclarationTypes } from '../../checker/declarationTypes.ts';
import type { Call, Expression } from '../../syntax/ast.ts';
import { type AstNode, forEachChild, forEachNode } from '../../syntax/walk.ts';
import { calledFunction } from '../../checker/callee.ts';

const MAXIMUM_CALLS = 4;
const MAXIMUM_EXPRESSIONS = 3000;

/**
 * Whether what is called puts an argument into something, or gives it another name. What only gives it back leaves it to its
 * caller. Of what has no body here, as methods of interfaces, nobody knows.
 */
export function isKeptByCallee(
  types: DeclarationTypes,
  call: Call,
  argument: Expression,
  depth = 0,
): boolean {
  const called = depth < MAXIMUM_CALLS ? calledFunction(types, call) : undefined;
  const code = called && bodyOf(called.origin, MAXIMUM_EXPRESSIONS);
  const names = code?.syntax.type.parameters.flatMap((parameter) => parameter.names) ?? [];
  const name = names[call.arguments.indexOf(argument)];
  const parameter = name && code?.types.objectOf(name);
  if (!code || !parameter) {
    return false;
  }
  let isKept = false;
  forEachNode(code.syntax, (parent) => {
    forEachChild(parent, (node) => {
      const isParameter =
        node.kind === 'identifier' && node !== name && code.types.objectOf(node) === parameter;
      isKept ||= isParameter && keeps(code.types, parent, node, depth);
    });
  });
  return isKept;
}

function keeps(
  types: DeclarationTypes,
  parent: AstNode,
  value: Expression,
  depth: number,
): boolean {
  switch (parent.kind) {
    case 'composite':
      return parent.elements.some((each) => each.value === value);
    case 'assignment':
      return parent.right.includes(value);
    case 'send':
      return parent.value === value;
    case 'call':
      return parent.arguments.includes(value) && isKeptByCallee(types, parent, value, depth + 1);
    default:
      return false;
  }
}
