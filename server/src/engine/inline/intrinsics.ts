/**
 * Functions that the compiler makes instructions of, and neither calls nor inlines:
 * cmd/compile/internal/ssagen/intrinsics.go of Go 1.26.
 */
import type { CompilerFlags } from '../ir/compilerFlags.ts';
import type { FuncObject } from '../types/objects.ts';
import { unalias } from '../types/types.ts';
import { INTRINSIC_TABLE } from './intrinsicTable.ts';

function each(names: readonly string[], suffixes: readonly string[]): string[] {
  return names.flatMap((name) => suffixes.map((suffix) => `${name}${suffix}`));
}

/** Whether a call of it becomes instructions on the architecture. The race detector sees to atomic operations. */
export function isIntrinsic(
  object: FuncObject,
  goarch: string,
  { sanitizer }: CompilerFlags,
): boolean {
  if (sanitizer === 'race' && object.package?.path === 'sync/atomic') {
    return false;
  }
  const isMethod = object.type.kind === 'signature' && object.type.receiver !== undefined;
  const names = isMethod
    ? undefined
    : INTRINSIC_TABLE[`${object.package?.path ?? ''}.${object.name}`];
  return names === 'all' || (names?.split(' ').includes(goarch) ?? false);
}

/** Methods of encoding/binary that are a load or a store, though they do not look cheap. */
const BYTE_ORDER_METHODS = new Set(
  each(['Uint', 'PutUint', 'AppendUint'], ['16', '32', '64']).flatMap((name) => [
    `littleEndian.${name}`,
    `bigEndian.${name}`,
  ]),
);

const BYTE_ORDER_FUNCTIONS = new Set(
  each(['LE', 'BE'], ['']).flatMap((order) =>
    each([`${order}Uint`, `${order}PutUint`, `${order}AppendUint`], ['16', '32', '64']),
  ),
);

/** Calls that cost no more than any other operation: doNode of inl.go. */
export function isCheap(object: FuncObject): boolean {
  const name = qualifiedName(object);
  switch (object.package?.path) {
    case 'internal/abi':
      return name === 'NoEscape' || name === 'EscapeNonString';
    case 'encoding/binary':
      return BYTE_ORDER_METHODS.has(name);
    case 'internal/byteorder':
      return BYTE_ORDER_FUNCTIONS.has(name);
    case 'runtime':
      return name === 'heapBits.nextArena';
    default:
      return false;
  }
}

/** `F`, `T.M`; of methods of pointers the name alone. */
export function qualifiedName(object: FuncObject): string {
  const receiver = object.type.kind === 'signature' ? object.type.receiver?.type : undefined;
  const actual = receiver && unalias(receiver);
  return actual?.kind === 'named' ? `${actual.object.name}.${object.name}` : object.name;
}
