/** What a new order of a struct's fields must leave alone. */
import { type StructType, type Type, unalias, underlying } from '../types/types.ts';
import type { FieldReport, OrderCaution, OrderReason } from './report.ts';
import type { GoSizes } from './sizes.ts';

/** Why the order was chosen for its layout; undefined where nothing says that it was. */
export function orderKeptBecause(
  struct: StructType,
  fields: readonly FieldReport<unknown>[],
): OrderReason | undefined {
  const names = struct.fields.map(({ type }) => qualifiedName(type));
  if (names.includes('structs.HostLayout')) {
    return 'hostLayout';
  }
  // In internal/cpu, golang.org/x/sys/cpu and those made after them.
  if (names.some((name) => name.endsWith('.CacheLinePad'))) {
    return 'cacheLine';
  }
  return fields.some(({ name, sizeBytes }) => name === '_' && sizeBytes > 0) ? 'blank' : undefined;
}

/**
 * The fields that may be words of 64 bits for package sync/atomic on a machine of 32: where the
 * struct starts is aligned to 8 bytes, and so are the words that follow it one upon the other (the
 * bug notes of sync/atomic, Go 1.26). By their indexes.
 */
export function pinnedFields(struct: StructType, sizes: GoSizes): ReadonlySet<number> {
  return sizes.wordBytes === 4 ? leadingWords64(struct, sizes) : new Set();
}

/** On a machine of 64 bits the order may be good, and bad for one of 32. */
export function orderCautions(
  struct: StructType,
  indexes: readonly number[],
  sizes: GoSizes,
): readonly OrderCaution[] {
  const first = struct.fields.find(({ type }) => sizes.sizeOf(type) !== 0);
  const firstInOrder = indexes
    .flatMap((index) => struct.fields[index] ?? [])
    .find(({ type }) => sizes.sizeOf(type) !== 0);
  return first !== undefined && first !== firstInOrder && startsWithWord64(first.type, sizes)
    ? ['atomic64']
    : [];
}

function leadingWords64(struct: StructType, sizes: GoSizes): ReadonlySet<number> {
  const leading = new Set<number>();
  for (const [index, { type }] of struct.fields.entries()) {
    if (sizes.sizeOf(type) === 0) {
      continue;
    }
    if (!startsWithWord64(type, sizes)) {
      break;
    }
    leading.add(index);
    if (!isAllWord64(type)) {
      break;
    }
  }
  return leading;
}

function startsWithWord64(type: Type, sizes: GoSizes): boolean {
  // Its types see to their alignment by themselves.
  if (qualifiedName(type).startsWith('sync/atomic.')) {
    return false;
  }
  const under = underlying(type);
  if (under.kind === 'struct') {
    const first = under.fields.find((field) => sizes.sizeOf(field.type) !== 0);
    return first !== undefined && startsWithWord64(first.type, sizes);
  }
  return under.kind === 'array' ? startsWithWord64(under.element, sizes) : isAllWord64(type);
}

function isAllWord64(type: Type): boolean {
  const under = underlying(type);
  return under.kind === 'array'
    ? isAllWord64(under.element)
    : under.kind === 'basic' && (under.basic === 'int64' || under.basic === 'uint64');
}

function qualifiedName(type: Type): string {
  const actual = unalias(type);
  return actual.kind === 'named'
    ? `${actual.object.package?.path ?? ''}.${actual.object.name}`
    : '';
}
