/** What of the text at a place has a layout to be shown. */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type { Call, Identifier, StructType } from '../syntax/ast.ts';
import type { AstNode } from '../syntax/walk.ts';
import type { VarObject } from '../types/objects.ts';
import { type Type, unalias, underlying } from '../types/types.ts';

export interface LayoutSubject {
  readonly type: Type;
  /** Index of the field of the struct `type` that is meant. */
  readonly field?: number;
  /** A type or a field by its name: whoever looks at it wants to see its bytes. */
  readonly isDrawn: boolean;
  /** Offsets relative to the declaration. */
  readonly start: number;
  readonly end: number;
}

/** `path` leads from the declaration to the innermost node at the place: see `pathTo`. */
export function layoutSubject(
  types: DeclarationTypes,
  path: readonly AstNode[],
): LayoutSubject | undefined {
  const node = path.at(-1);
  if (node === undefined || !('id' in node)) {
    return undefined;
  }
  const parent = path.at(-2);
  const { start, end } = node;
  if (node.kind === 'identifier') {
    return identifierSubject(types, node, path);
  }
  const isType = types.modeOf(node) === 'type' && node.kind !== 'functionType';
  if (isType || node.kind === 'composite') {
    const type = types.typeOf(node);
    const named = node.kind === 'structType' ? namedStruct(types, node, parent) : undefined;
    return type && { type: named ?? type, isDrawn: isType, start, end };
  }
  return undefined;
}

function identifierSubject(
  types: DeclarationTypes,
  node: Identifier,
  path: readonly AstNode[],
): LayoutSubject | undefined {
  const { start, end } = node;
  const parent = path.at(-2);
  const object = types.objectOf(node);
  if (object === undefined) {
    return undefined;
  }
  const subject = (type: Type, isDrawn: boolean) => ({ type, isDrawn, start, end });
  switch (object.kind) {
    case 'typeName':
      return isGeneric(object.type) ? undefined : subject(object.type, true);
    case 'var': {
      const field = object.role === 'field' ? fieldSubject(types, object, node, path) : undefined;
      return field ? { ...field, isDrawn: true, start, end } : subject(object.type, false);
    }
    case 'builtin':
      return parent?.kind === 'call' ? allocatedBy(types, parent, object.name, node) : undefined;
    default:
      return undefined;
  }
}

/** What `new(T)` points to, and the elements of `make([]T, n)` with a constant n. */
function allocatedBy(
  types: DeclarationTypes,
  call: Call,
  name: string,
  { start, end }: Identifier,
): LayoutSubject | undefined {
  const type = types.typeOf(call);
  const made = type && underlying(type);
  if (made === undefined) {
    return undefined;
  }
  if (name === 'new' && made.kind === 'pointer') {
    return { type: made.element, isDrawn: false, start, end };
  }
  return name === 'make' && made.kind === 'slice'
    ? { type: made.element, isDrawn: false, start, end }
    : undefined;
}

/** The struct that a field is of, as it is declared or as it is selected from. */
function fieldSubject(
  types: DeclarationTypes,
  field: VarObject,
  node: Identifier,
  path: readonly AstNode[],
): { readonly type: Type; readonly field: number } | undefined {
  const parent = path.at(-2);
  let holder: Type | undefined;
  if (parent?.kind === 'selector' && parent.selector === node) {
    const selection = types.selectionOf(parent);
    const operand = types.typeOf(parent.operand);
    holder = operand && selection && holderAt(operand, selection.path.slice(0, -1));
  } else if (parent?.kind === 'structType') {
    holder = namedStruct(types, parent, path.at(-3)) ?? types.typeOf(parent);
  } else if (parent?.kind === 'composite') {
    holder = structOf(types.typeOf(parent));
  }
  const struct = holder && underlying(holder);
  if (holder === undefined || struct?.kind !== 'struct') {
    return undefined;
  }
  const index = struct.fields.findIndex(
    (each) => each === field || (each.name === field.name && each.package === field.package),
  );
  return index < 0 ? undefined : { type: holder, field: index };
}

/** The struct that is reached through embedded fields. */
function holderAt(type: Type, path: readonly number[]): Type | undefined {
  let holder = structOf(type);
  for (const index of path) {
    const struct = holder && underlying(holder);
    holder = struct?.kind === 'struct' ? structOf(struct.fields[index]?.type) : undefined;
  }
  return holder;
}

/** A struct, or the one that a pointer points to. */
function structOf(type: Type | undefined): Type | undefined {
  const under = type && underlying(type);
  return under?.kind === 'pointer' ? under.element : type;
}

/** The type that a struct is declared as. */
function namedStruct(
  types: DeclarationTypes,
  struct: StructType,
  parent: AstNode | undefined,
): Type | undefined {
  const spec =
    parent?.kind === 'type' ? parent.specs.find(({ type }) => type === struct) : undefined;
  const object = spec && types.objectOf(spec.name);
  return object?.kind === 'typeName' && !isGeneric(object.type) ? object.type : undefined;
}

function isGeneric(type: Type): boolean {
  const actual = unalias(type);
  return actual.kind === 'named' && actual.origin === actual && actual.typeParameters.length > 0;
}
