/**
 * The layout of a type as plain data: what hovers, the view and `gomem layout` show. `Place` is
 * whatever the caller calls a place in the source.
 */

/** What stands in a stretch of memory. */
export interface Contents<Place = never> {
  /** Of an array, an array of arrays counted through: what follows is of one element. */
  readonly array?: { readonly length: number; readonly elementBytes: number };
  /** Of a struct that is opened. */
  readonly fields?: readonly FieldReport<Place>[];
  /** Of anything else: where in it the words are that may hold a pointer. */
  readonly pointerOffsetsBytes?: readonly number[];
}

export interface FieldReport<Place = never> extends Contents<Place> {
  /** The type's, of an embedded field. */
  readonly name: string;
  /** As it is written in the struct's own package. */
  readonly type: string;
  /** From the start of the struct that it is a field of. */
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** Up to the next field, or to the end of the struct. */
  readonly padAfterBytes: number;
  /** Up to the end of its last word that may hold a pointer; 0 if there is none. */
  readonly ptrdataBytes: number;
  readonly isEmbedded: boolean;
  readonly place?: Place;
}

/** Why an order may not be changed: somebody has chosen it for its layout. */
export type OrderReason =
  /** Bytes that are called `_`. */
  | 'blank'
  /** `structs.HostLayout` */
  | 'hostLayout'
  /** `cpu.CacheLinePad` */
  | 'cacheLine';

/** What to look at before a new order is taken. */
export type OrderCaution =
  /** The first word of 64 bits moves: on 32-bit machines only the first can be used atomically. */
  'atomic64';

/** The order of fields that costs least. */
export interface BestOrder {
  readonly sizeBytes: number;
  readonly allocatedBytes: number;
  readonly classBytes: number;
  readonly headerBytes: number;
  readonly isTiny: boolean;
  readonly ptrdataBytes: number;
  readonly paddingBytes: number;
  /** Names of the fields, as in `indexes`. */
  readonly order: readonly string[];
  /** Where each of the fields stood before. */
  readonly indexes: readonly number[];
  readonly cautions: readonly OrderCaution[];
}

export interface LayoutReport<Place = never> extends Contents<Place> {
  readonly type: string;
  readonly goarch: string;
  readonly wordBytes: number;
  readonly cacheLineBytes: number;
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** Up to the end of the last word that may hold a pointer: what the collector looks at. */
  readonly ptrdataBytes: number;
  /** Whether the collector looks at objects of the type at all. */
  readonly scan: boolean;
  /**
   * What one object takes of the heap, with the allocator's header and to the end of its class; of a
   * tiny object its share of a block, which need not be a whole number.
   */
  readonly allocatedBytes: number;
  /** The size class, header included; 0 for objects so large that they have whole pages. */
  readonly classBytes: number;
  /** What the allocator puts in front of an object. */
  readonly headerBytes: number;
  /** It shares a block, as large as its class, with other objects without pointers. */
  readonly isTiny: boolean;
  /** Between the fields of the struct itself and behind the last one. */
  readonly paddingBytes: number;
  /** Inside its fields. */
  readonly innerPaddingBytes: number;
  /** Empty for what is no struct, nor an array of structs. */
  readonly fields: readonly FieldReport<Place>[];
  /** Only where another order is better. */
  readonly best?: BestOrder;
  /** Why no order is looked for. */
  readonly orderKeptBecause?: OrderReason;
  readonly place?: Place;
}

/** A type whose layout cannot be known. */
export interface UnknownLayout {
  readonly type: string;
  readonly goarch: string;
  readonly reason: string;
}

export function isUnknown<Place>(
  layout: LayoutReport<Place> | UnknownLayout,
): layout is UnknownLayout {
  return 'reason' in layout;
}

/** Between the end of an object and the end of what the allocator has given for it. */
export function tailBytes(report: LayoutReport<unknown>): number {
  const { sizeBytes, allocatedBytes, headerBytes, isTiny } = report;
  return isTiny ? 0 : Math.max(0, allocatedBytes - headerBytes - sizeBytes);
}

/** Bytes of one object that hold nothing: padding, and what the allocator adds. */
export function wasteBytes(report: LayoutReport<unknown>): number {
  return (
    report.paddingBytes +
    report.innerPaddingBytes +
    Math.max(0, report.allocatedBytes - report.sizeBytes)
  );
}

/** How many bytes an object takes less in the best order. */
export function savedBytes({ allocatedBytes, best }: LayoutReport<unknown>): number {
  return best === undefined ? 0 : allocatedBytes - best.allocatedBytes;
}

/** Bytes as a number; shares of a block to one place. */
export function bytesText(bytes: number): string {
  return Number.isInteger(bytes) ? String(bytes) : bytes.toFixed(1);
}

/** Names of fields that are read at a glance. */
const MAXIMUM_NAMES = 12;

/** The fields in the best order, as many as one reads. */
export function orderText({ order }: BestOrder, write = (name: string) => name): string {
  const names = order.slice(0, MAXIMUM_NAMES).map(write);
  return [...names, ...(order.length > MAXIMUM_NAMES ? ['…'] : [])].join(', ');
}
