/** Where fields stand: cmd/compile/internal/types/size.go (CalcStructSize) of Go 1.26. All in bytes. */
import { alignUp } from './sizes.ts';

/** What the place of a field depends on. */
export interface FieldSize {
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** Up to the end of its last word that may hold a pointer; 0 for fields without any. */
  readonly ptrdataBytes: number;
}

export interface FieldsLayout extends FieldSize {
  readonly offsetsBytes: readonly number[];
  /** Behind each field: up to the next one, or to the end. */
  readonly padsAfterBytes: readonly number[];
}

/** The struct that has these fields in this order. */
export function layOutFields(fields: readonly FieldSize[]): FieldsLayout {
  const offsetsBytes: number[] = [];
  let at = 0;
  let alignBytes = 1;
  let ptrdataBytes = 0;
  for (const field of fields) {
    at = alignUp(at, field.alignBytes);
    offsetsBytes.push(at);
    if (field.ptrdataBytes > 0) {
      ptrdataBytes = at + field.ptrdataBytes;
    }
    alignBytes = Math.max(alignBytes, field.alignBytes);
    at += field.sizeBytes;
  }
  // The address of a last field without size must not be that of the next object on the heap.
  const isPadded = at > 0 && fields.at(-1)?.sizeBytes === 0;
  const sizeBytes = alignUp(isPadded ? at + 1 : at, alignBytes);
  const padsAfterBytes = fields.map(
    (field, index) =>
      (offsetsBytes[index + 1] ?? sizeBytes) - (offsetsBytes[index] ?? 0) - field.sizeBytes,
  );
  return { sizeBytes, alignBytes, ptrdataBytes, offsetsBytes, padsAfterBytes };
}
