/** Calls of predeclared functions: typecheck/builtin.go, func.go and expr.go (Go 1.26). */
import { intConstant } from '../types/constant/constant.ts';
import type { Builtin, Expression } from '../ir/nodes.ts';
import type { Call, Expression as Syntax } from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { defaultType, isUntyped } from '../types/predicates.ts';
import { offsetAt } from '../types/sizes.ts';
import { coreType } from '../types/typeSet.ts';
import { type Type, underlying } from '../types/types.ts';
import { anyType, basicTypes } from '../types/universe.ts';
import {
  at,
  type Builder,
  declaration,
  isDerived,
  nameOf,
  typeOf,
  unknownExpression,
} from './builder.ts';
import { expression } from './expressions.ts';
import { valuesOf, type WantedType } from './values.ts';

const OPERATIONS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['append', 'append'],
  ['cap', 'cap'],
  ['clear', 'clear'],
  ['close', 'close'],
  ['complex', 'complex'],
  ['copy', 'copy'],
  ['delete', 'delete'],
  ['imag', 'imag'],
  ['len', 'len'],
  ['max', 'max'],
  ['min', 'min'],
  ['panic', 'panic'],
  ['print', 'print'],
  ['println', 'print'],
  ['real', 'real'],
  ['recover', 'recover'],
  ['Add', 'unsafeAdd'],
  ['Slice', 'unsafeSlice'],
  ['SliceData', 'unsafeSliceData'],
  ['String', 'unsafeString'],
  ['StringData', 'unsafeStringData'],
]);

export function builtinCall(builder: Builder, syntax: Call, name: string, type: Type): Expression {
  const position = at(builder, syntax.openParen);
  const { arguments: syntaxes, hasEllipsis } = syntax;
  if (name === 'make') {
    return make(builder, syntax, type);
  }
  if (name === 'new') {
    return newCall(builder, syntax, type);
  }
  const bytes = sizeOf(builder, syntax, name);
  if (bytes !== undefined) {
    return { op: 'literal', value: intConstant(BigInt(bytes)), type, ...position };
  }
  const builtin = OPERATIONS.get(name);
  if (builtin === undefined) {
    return unknownExpression(position, `${name} is not known`);
  }
  const args = valuesOf(builder, position, syntaxes, -1, wantedBy(builder, builtin, syntax, type));
  return { op: 'builtin', builtin, args, hasEllipsis, type, ...position };
}

/** What depends on type parameters is known of an instance; the argument is not evaluated. */
function sizeOf(
  builder: Builder,
  { arguments: [argument] }: Call,
  name: string,
): number | undefined {
  const { sizes, types } = builder.context;
  if (argument === undefined) {
    return undefined;
  }
  switch (name) {
    case 'Sizeof':
      return sizes.sizeOf(typeOf(builder, argument));
    case 'Alignof':
      return sizes.alignOf(typeOf(builder, argument));
    case 'Offsetof': {
      const selector = unparenthesized(argument);
      const selection = selector.kind === 'selector' ? types.selectionOf(selector) : undefined;
      if (selector.kind !== 'selector' || !selection) {
        return undefined;
      }
      const base = typeOf(builder, selector.operand);
      const pointer = underlying(base);
      const struct = pointer.kind === 'pointer' ? pointer.element : base;
      return offsetAt(sizes, struct, selection.path);
    }
    default:
      return undefined;
  }
}

/** The types that a builtin's arguments are converted to. */
function wantedBy(
  builder: Builder,
  builtin: Builtin,
  { arguments: syntaxes, hasEllipsis }: Call,
  type: Type,
): WantedType {
  switch (builtin) {
    case 'append': {
      const core = coreType(type) ?? underlying(type);
      const element = core.kind === 'slice' ? core.element : undefined;
      return (index) => (index === 0 ? type : hasEllipsis ? undefined : element);
    }
    case 'panic':
      return () => anyType;
    case 'delete': {
      const [first] = syntaxes;
      const map = first && (coreType(typeOf(builder, first)) ?? undefined);
      return (index) => (index === 1 && map?.kind === 'map' ? map.key : undefined);
    }
    case 'min':
    case 'max':
      return () => type;
    case 'unsafeAdd':
      return (index) => (index === 0 ? basicTypes['unsafe.Pointer'] : undefined);
    default:
      return () => undefined;
  }
}

function make(builder: Builder, syntax: Call, type: Type): Expression {
  const [, ...sizes] = syntax.arguments;
  const [length, capacity] = sizes.map((each: Syntax) => expression(builder, each));
  const core = coreType(type) ?? underlying(type);
  const position = at(builder, syntax.openParen);
  switch (core.kind) {
    case 'slice':
      return { op: 'makeSlice', length, capacity, type, ...position };
    case 'map':
      return { op: 'makeMap', length, capacity: undefined, type, ...position };
    case 'channel':
      return { op: 'makeChan', length, capacity: undefined, type, ...position };
    default:
      return unknownExpression(position, 'what is made is not known');
  }
}

/** `new(T)`, and from Go 1.26 on `new(x)`: the address of a temporary. */
function newCall(builder: Builder, syntax: Call, type: Type): Expression {
  const [argument] = syntax.arguments;
  const position = at(builder, syntax.openParen);
  if (argument === undefined || builder.context.types.modeOf(argument) === 'type') {
    return { op: 'new', isDerived: isDerived(builder, argument), type, ...position };
  }
  const y = expression(builder, argument);
  const valueType = isUntyped(y.type) ? defaultType(y.type) : y.type;
  const temporary = builder.func.temporary(valueType, position);
  const { frame, offset } = position;
  return {
    op: 'addr',
    x: nameOf(temporary, position),
    isImplicit: false,
    type,
    init: [
      declaration(temporary),
      // Not the statement that defines it: the compiler makes two.
      { op: 'as', x: nameOf(temporary), y, isDefinition: false, frame, offset },
    ],
    frame,
    offset,
  };
}
