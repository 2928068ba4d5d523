/** Whether what a function asks for is there unless somebody takes it away: `Logger: newLogger(Info)`. */
import type { DeclarationTypes } from '../../checker/declarationTypes.ts';
import { codeWith, type TypedDeclaration } from '../../checker/packageChecker.ts';
import type { Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { type AstNode, forEachNode } from '../../syntax/walk.ts';
import type { GoObject } from '../../types/objects.ts';
import type { Package } from '../../types/package.ts';

/** The field that a condition compares with nil. */
export function fieldAskedFor(
  types: DeclarationTypes,
  condition: Expression,
): GoObject | undefined {
  const asked = unparenthesized(condition);
  if (asked.kind !== 'binary' || asked.left.kind !== 'selector') {
    return undefined;
  }
  const { left, right } = asked;
  const isAboutNil = right.kind === 'identifier' && types.objectOf(right)?.kind === 'nil';
  const field = isAboutNil ? types.objectOf(left.selector) : undefined;
  return field?.kind === 'var' && field.role === 'field' ? field : undefined;
}

/** Whether the package itself gives a field something that it makes. */
export function isSetByDefault(ours: Package, field: GoObject): boolean {
  for (const { look } of codeWith(ours, field.name)) {
    const code = look();
    if (code && setsIn(code, field)) {
      return true;
    }
  }
  return false;
}

function setsIn({ syntax, types }: TypedDeclaration, field: GoObject): boolean {
  let isSet = false;
  forEachNode(syntax, (node) => {
    isSet ||= sets(types, node, field);
  });
  return isSet;
}

function sets(types: DeclarationTypes, node: AstNode, field: GoObject): boolean {
  switch (node.kind) {
    case 'composite':
      return node.elements.some(
        ({ key, value }) =>
          key?.kind === 'identifier' && types.objectOf(key) === field && isMade(types, value),
      );
    case 'assignment':
      return node.left.some((target, at) => {
        const value = node.right[at];
        return (
          target.kind === 'selector' &&
          value !== undefined &&
          types.objectOf(target.selector) === field &&
          isMade(types, value)
        );
      });
    default:
      return false;
  }
}

/** By a call, or as a literal: what is handed on from others is theirs to leave out. */
function isMade(types: DeclarationTypes, value: Expression): boolean {
  const made = unparenthesized(value);
  switch (made.kind) {
    case 'call':
      return types.modeOf(made.callee) !== 'type';
    case 'unary':
      return made.operator === '&';
    default:
      return made.kind === 'composite';
  }
}
