/** Makes the report of a type's layout. */
import type { TypeName, VarObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import { shortTypeString } from '../types/typeString.ts';
import { type StructType, type Type, unalias, underlying } from '../types/types.ts';
import type { HeapObject } from './allocation.ts';
import { layOutFields } from './fieldLayout.ts';
import { bestOrder } from './fieldOrder.ts';
import { orderCautions, orderKeptBecause, pinnedFields } from './orderLimits.ts';
import type { BestOrder, Contents, FieldReport, LayoutReport, UnknownLayout } from './report.ts';
import type { GoSizes, TypeLayout } from './sizes.ts';
import { unknownBecause } from './unknownLayout.ts';

/** What the allocator takes for one object, as {@link HeapObject} has it. */
export type ObjectBytes = Pick<
  HeapObject,
  'allocatedBytes' | 'classBytes' | 'headerBytes' | 'isTiny'
>;

export interface ReportContext<Place = never> {
  readonly sizes: GoSizes;
  /** Of the Go version in question. */
  readonly allocate: (sizeBytes: number, options: { readonly noscan: boolean }) => ObjectBytes;
  /** The package whose names are shown without its own; by default that of the type. */
  readonly current?: Package | undefined;
  readonly placeOf?: (object: VarObject | TypeName) => Place | undefined;
}

/** So many fields of fields are opened at most: types can hold each other over and over. */
const MAXIMUM_OPENED_FIELDS = 2_000;
const MAXIMUM_OPENED_DEPTH = 32;

export function layoutReport<Place = never>(
  type: Type,
  context: ReportContext<Place>,
): LayoutReport<Place> | UnknownLayout {
  return new Reporter(type, context).report();
}

class Reporter<Place> {
  readonly #type: Type;
  readonly #context: ReportContext<Place>;
  readonly #current: Package | undefined;
  readonly #padding = new Map<Type, number>();
  #countOpened = 0;

  constructor(type: Type, context: ReportContext<Place>) {
    this.#type = type;
    this.#context = context;
    const actual = unalias(type);
    this.#current =
      context.current ?? (actual.kind === 'named' ? actual.object.package : undefined);
  }

  report(): LayoutReport<Place> | UnknownLayout {
    const { sizes, placeOf } = this.#context;
    const { goarch, wordBytes, cacheLineBytes } = sizes.architecture;
    const type = shortTypeString(this.#type, this.#current);
    const layout = sizes.layoutOf(this.#type);
    if (layout === undefined) {
      return { type, goarch, reason: unknownBecause(this.#type, sizes) };
    }
    const { sizeBytes, alignBytes, pointerBytes: ptrdataBytes } = layout;
    const noscan = ptrdataBytes === 0;
    const struct = underlying(this.#type);
    const fields = struct.kind === 'struct' ? this.#fieldsOf(struct, 0) : undefined;
    const contents = fields ? { fields } : this.#contentsOf(this.#type, 0);
    const paddingBytes = (fields ?? []).reduce((sum, field) => sum + field.padAfterBytes, 0);
    const named = unalias(this.#type);
    const place = named.kind === 'named' ? placeOf?.(named.object) : undefined;
    return {
      type,
      goarch,
      wordBytes,
      cacheLineBytes,
      sizeBytes,
      alignBytes,
      ptrdataBytes,
      scan: !noscan,
      ...this.#objectOf(sizeBytes, noscan),
      paddingBytes,
      innerPaddingBytes: this.#paddingIn(this.#type) - paddingBytes,
      ...contents,
      fields: contents.fields ?? [],
      ...(struct.kind === 'struct' && fields ? this.#orderOf(struct, fields, noscan) : {}),
      ...(place === undefined ? {} : { place }),
    };
  }

  #objectOf(sizeBytes: number, noscan: boolean): ObjectBytes {
    const { allocatedBytes, classBytes, headerBytes, isTiny } = this.#context.allocate(sizeBytes, {
      noscan,
    });
    return { allocatedBytes, classBytes, headerBytes, isTiny };
  }

  #fieldsOf(struct: StructType, depth: number): readonly FieldReport<Place>[] | undefined {
    const layouts: TypeLayout[] = [];
    for (const { type } of struct.fields) {
      const layout = this.#context.sizes.layoutOf(type);
      if (layout === undefined) {
        return undefined;
      }
      layouts.push(layout);
    }
    const { offsetsBytes, padsAfterBytes } = layOutFields(
      layouts.map(({ pointerBytes, ...size }) => ({ ...size, ptrdataBytes: pointerBytes })),
    );
    return struct.fields.flatMap((field, index) => {
      const layout = layouts[index];
      const place = this.#context.placeOf?.(field);
      return layout === undefined
        ? []
        : [
            {
              name: field.name,
              type: shortTypeString(field.type, this.#current),
              offsetBytes: offsetsBytes[index] ?? 0,
              sizeBytes: layout.sizeBytes,
              alignBytes: layout.alignBytes,
              padAfterBytes: padsAfterBytes[index] ?? 0,
              ptrdataBytes: layout.pointerBytes,
              isEmbedded: field.isEmbedded,
              ...this.#contentsOf(field.type, depth + 1),
              ...(place === undefined ? {} : { place }),
            },
          ];
    });
  }

  #contentsOf(type: Type, depth: number): Contents<Place> {
    const { element, length, isArray } = flattened(type);
    const elementBytes = this.#context.sizes.sizeOf(element) ?? 0;
    const array = isArray ? { array: { length, elementBytes } } : {};
    const under = underlying(element);
    if (under.kind === 'struct') {
      const fields = this.#openedFields(under, depth);
      return fields ? { ...array, fields } : array;
    }
    const pointerOffsetsBytes = pointerOffsets(under, this.#context.sizes.wordBytes);
    return pointerOffsetsBytes ? { ...array, pointerOffsetsBytes } : array;
  }

  #openedFields(struct: StructType, depth: number): readonly FieldReport<Place>[] | undefined {
    const countOpened = this.#countOpened + struct.fields.length;
    if (countOpened > MAXIMUM_OPENED_FIELDS || depth > MAXIMUM_OPENED_DEPTH) {
      return undefined;
    }
    this.#countOpened = countOpened;
    return this.#fieldsOf(struct, depth);
  }

  /** Everywhere in a value of the type. */
  #paddingIn(type: Type): number {
    const { element, length } = flattened(type);
    const known = this.#padding.get(element);
    if (known !== undefined) {
      return length * known;
    }
    const under = underlying(element);
    let paddingBytes = 0;
    if (under.kind === 'struct') {
      paddingBytes = this.#context.sizes.sizeOf(element) ?? 0;
      for (const field of under.fields) {
        paddingBytes += this.#paddingIn(field.type) - (this.#context.sizes.sizeOf(field.type) ?? 0);
      }
    }
    this.#padding.set(element, paddingBytes);
    return length * paddingBytes;
  }

  #orderOf(
    struct: StructType,
    fields: readonly FieldReport<Place>[],
    noscan: boolean,
  ): Pick<LayoutReport, 'best' | 'orderKeptBecause'> {
    const because = orderKeptBecause(struct, fields);
    if (because !== undefined) {
      return { orderKeptBecause: because };
    }
    const pinned = pinnedFields(struct, this.#context.sizes);
    const indexes = bestOrder(
      fields.map((field, index) => ({ ...field, isPinned: pinned.has(index) })),
    );
    if (indexes === undefined) {
      return {};
    }
    const inOrder = indexes.flatMap((index) => fields[index] ?? []);
    const { sizeBytes, ptrdataBytes, padsAfterBytes } = layOutFields(inOrder);
    const best: BestOrder = {
      sizeBytes,
      ...this.#objectOf(sizeBytes, noscan),
      ptrdataBytes,
      paddingBytes: padsAfterBytes.reduce((sum, pad) => sum + pad, 0),
      order: inOrder.map(({ name }) => name),
      indexes,
      cautions: orderCautions(struct, indexes, this.#context.sizes),
    };
    return { best };
  }
}

/** An array of arrays as one of their elements; anything else as an array of one. */
function flattened(type: Type): {
  readonly element: Type;
  readonly length: number;
  readonly isArray: boolean;
} {
  let element = type;
  let length = 1;
  let isArray = false;
  for (let under = underlying(element); under.kind === 'array'; under = underlying(element)) {
    length *= under.length;
    element = under.element;
    isArray = true;
  }
  return { element, length, isArray };
}

/** Which words of a value may hold pointers; undefined where none may. */
function pointerOffsets(under: Type, wordBytes: number): readonly number[] | undefined {
  switch (under.kind) {
    case 'basic':
      return under.basic === 'string' || under.basic === 'unsafe.Pointer' ? [0] : undefined;
    case 'pointer':
    case 'signature':
    case 'channel':
    case 'map':
    case 'slice':
      return [0];
    case 'interface':
      return [0, wordBytes];
    default:
      return undefined;
  }
}
