/** Whether what a field points to has no other owner. */
import type { DeclarationTypes } from '../../checker/declarationTypes.ts';
import { codeWith, type TypedDeclaration } from '../../checker/packageChecker.ts';
import type { CompositeLiteral, Expression } from '../../syntax/ast.ts';
import { type AstNode, forEachChild, forEachNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import type { Package } from '../../types/package.ts';
import { asNamed } from '../../types/predicates.ts';
import { type Named, type Type, underlying } from '../../types/types.ts';
import { isKeptByCallee } from './keptArguments.ts';

/** `&T{…}`, `new(T)`: what is made here, and is nobody else's. */
export function isFresh(value: Expression, types: DeclarationTypes): boolean {
  if (value.kind === 'unary') {
    return value.operator === '&' && value.operand.kind === 'composite';
  }
  const [type] = value.kind === 'call' && isNew(value.callee, types) ? value.arguments : [];
  return type !== undefined && types.modeOf(type) === 'type';
}

function isNew(callee: Expression, types: DeclarationTypes): boolean {
  const object = callee.kind === 'identifier' ? types.objectOf(callee) : undefined;
  return object?.kind === 'builtin' && object.name === 'new';
}

/**
 * Whether all that the package does with a field is to make its object together with an owner, and to go through it:
 * nobody sets it, compares it, stores it elsewhere, or has owners that are copied or made without it. To be
 * given to a function that keeps it is as much as to be stored; where that is not known, it is no harm.
 */
export function isOwnedBy(owner: Named, field: VarObject, inPackage: Package): boolean {
  if (isPartOfTypes(owner, inPackage)) {
    return false;
  }
  for (const { look } of codeWith(inPackage, owner.object.name, field.name)) {
    const code = look();
    if (code && !leavesAlone(code, owner, field)) {
      return false;
    }
  }
  return true;
}

/** Whether values of a type, not pointers to them, are in fields of other types. */
function isPartOfTypes(owner: Named, { scope }: Package): boolean {
  return scope.names().some((name) => {
    const object = scope.get(name);
    return object?.kind === 'typeName' && object !== owner.object && holds(object.type, owner);
  });
}

function holds(type: Type, owner: Named): boolean {
  const actual = underlying(type);
  switch (actual.kind) {
    case 'struct':
      return actual.fields.some((field) => isOrHolds(field.type, owner));
    case 'array':
    case 'slice':
    case 'map':
    case 'channel':
      return isOrHolds(actual.element, owner);
    default:
      return false;
  }
}

function isOrHolds(type: Type, owner: Named): boolean {
  const named = asNamed(type);
  return named ? named === owner : holds(type, owner);
}

function leavesAlone({ syntax, types }: TypedDeclaration, owner: Named, field: VarObject): boolean {
  let isLeft = true;
  const visit = (parent: AstNode, node: AstNode): void => {
    if (node.kind === 'composite') {
      isLeft &&= isWholeOwner(node, parent, types, owner, field);
    } else if (node.kind === 'identifier' && types.objectOf(node) === owner.object) {
      isLeft &&= parent.kind === 'star' || (parent.kind === 'composite' && parent.type === node);
    } else if (node.kind === 'selector' && types.objectOf(node.selector) === field) {
      isLeft &&= isPassedThrough(node, parent, types);
    } else if (node.kind === 'star' && types.modeOf(node) !== 'type') {
      const type = types.typeOf(node);
      isLeft &&= !type || asNamed(type) !== owner;
    }
  };
  forEachNode(syntax, (parent) => {
    forEachChild(parent, (node) => {
      visit(parent, node);
    });
  });
  return isLeft;
}

/** Of another type, or `&T{field: &U{}}`. */
function isWholeOwner(
  node: CompositeLiteral,
  parent: AstNode,
  types: DeclarationTypes,
  owner: Named,
  field: VarObject,
): boolean {
  const type = types.typeOf(node);
  const made = type && underlying(type);
  const isOwner = type !== undefined && asNamed(type) === owner;
  const isElided = made?.kind === 'pointer' && asNamed(made.element) === owner;
  if (!isOwner && !isElided) {
    return true;
  }
  const element = node.elements.find(
    ({ key }) => key?.kind === 'identifier' && key.name === field.name,
  );
  return (
    isOwner && parent.kind === 'unary' && element !== undefined && isFresh(element.value, types)
  );
}

/** `x.field.f`, `f(x.field)`. */
function isPassedThrough(node: Expression, parent: AstNode, types: DeclarationTypes): boolean {
  switch (parent.kind) {
    case 'selector':
      return parent.operand === node;
    case 'call':
      return parent.arguments.includes(node) && !isKeptByCallee(types, parent, node);
    case 'star':
      return true;
    default:
      return false;
  }
}
