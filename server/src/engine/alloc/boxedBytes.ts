/**
 * What a conversion to an interface allocates where the value escapes: dataWord of
 * cmd/compile/internal/walk/convert.go, and addrTemp of walk/order.go (Go 1.22 to 1.26).
 */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import type { InterfaceConversion, Expression } from '../ir/nodes.ts';
import { staticValue } from '../ir/staticValue.ts';
import { interfaceValue, type ValueKind } from '../layout/interfaceValue.ts';
import { sign } from '../types/constant/conversions.ts';
import { isBoolean, isInteger, isInterface } from '../types/predicates.ts';
import { type Type, underlying } from '../types/types.ts';
import {
  type Condition,
  fixedBytes,
  type HeapBytes,
  type HeapSurroundings,
  type NoBytesReason,
  UNKNOWN_TYPE,
} from './heapBytes.ts';

export function bytesOfBoxed(
  { x }: InterfaceConversion,
  { sizes, runtime }: HeapSurroundings,
): HeapBytes {
  if (isInterface(x.type) || x.op === 'nil') {
    return { kind: 'none', because: 'pointer' };
  }
  const layout = sizes.layoutOf(x.type);
  if (!layout) {
    return UNKNOWN_TYPE;
  }
  const kind = valueKind(x.type);
  const { object, isFreeFor } = interfaceValue(runtime, layout, kind, sizes.wordBytes);
  if (!object) {
    return { kind: 'none', because: freeBecause(layout.sizeBytes, kind) };
  }
  if (isReadOnly(x, runtime, layout.sizeBytes)) {
    return { kind: 'none', because: 'constant' };
  }
  const condition = isFreeFor === 'all' ? undefined : CONDITIONS[isFreeFor];
  return fixedBytes(object, layout.sizeBytes, layout.pointerBytes === 0, condition);
}

const CONDITIONS: Readonly<Record<'below256' | 'empty' | 'none', Condition | undefined>> = {
  below256: 'from256',
  empty: 'notEmpty',
  none: undefined,
};

function freeBecause(sizeBytes: number, kind: ValueKind): NoBytesReason {
  return sizeBytes === 0 ? 'empty' : kind === 'pointer' ? 'pointer' : 'byte';
}

/** Through structs of one field and arrays of one element: types.Type.SoleComponent. */
function valueKind(type: Type): ValueKind {
  const actual = underlying(type);
  switch (actual.kind) {
    case 'pointer':
    case 'map':
    case 'channel':
    case 'signature':
      return 'pointer';
    case 'slice':
      return 'slice';
    case 'struct': {
      const [only, ...others] = actual.fields;
      return only && others.length === 0 ? valueKind(only.type) : 'other';
    }
    case 'array':
      return actual.length === 1 ? valueKind(actual.element) : 'other';
    case 'basic':
      return actual.basic === 'unsafe.Pointer'
        ? 'pointer'
        : actual.basic === 'string' || actual.basic === 'untyped string'
          ? 'string'
          : isInteger(actual) || isBoolean(actual)
            ? 'integer'
            : 'other';
    default:
      return 'other';
  }
}

/** Whether the interface can point at data that the linker lays out. */
function isReadOnly(x: Expression, runtime: GoRuntime, sizeBytes: number): boolean {
  const value = followsVariables(runtime) ? staticValue(x) : x;
  if (value.op === 'literal') {
    return true;
  }
  if (value.op !== 'structLit' && value.op !== 'arrayLit') {
    return false;
  }
  return (
    (followsVariables(runtime) && sizeBytes <= MAXIMUM_ZERO_BYTES && isZero(value)) ||
    isStaticLiteral(value)
  );
}

/** From Go 1.25 on a variable that is set once to a constant is as good as the constant. */
function followsVariables({ goVersion }: GoRuntime): boolean {
  return Number(goVersion.split('.')[1]) >= 25;
}

/** The runtime has as many zeros for all: abi.ZeroValSize. */
const MAXIMUM_ZERO_BYTES = 1024;

/** ir.IsZero. */
function isZero(x: Expression): boolean {
  switch (x.op) {
    case 'nil':
      return true;
    case 'literal': {
      const { value } = x;
      return value.kind === 'bool'
        ? !value.value
        : value.kind === 'string'
          ? value.bytes === ''
          : sign(value) === 0;
    }
    case 'structLit':
    case 'arrayLit':
      return x.elements.every(({ value }) => isZero(value));
    default:
      return false;
  }
}

/** isStaticCompositeLiteral of walk/complit.go. */
function isStaticLiteral(x: Expression): boolean {
  switch (x.op) {
    case 'literal':
    case 'nil':
      return true;
    case 'structLit':
    case 'arrayLit':
      return x.elements.every(({ value }) => isStaticLiteral(value));
    case 'convIface':
      return isInterface(x.x.type) ? x.x.op === 'nil' : isStaticLiteral(x.x);
    default:
      return false;
  }
}
