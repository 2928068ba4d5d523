/**
 * What a trace says of memory where GODEBUG=traceallocfree=1 was set: runtime/traceallocfree.go and tracetype.go (Go
 * 1.23 to 1.26). Spans, objects and stacks that exist are told at the beginning, and each that comes and goes
 * afterwards. An object's event has its address and the type that it was allocated with, of arrays that of an
 * element; how large it is follows from its span. There are no stacks.
 */
import type { Batch } from './batches.ts';
import { ByteReader } from './bytes.ts';
import { needed, utf8 } from './tableParts.ts';
import { TraceProblem } from './problem.ts';

/** tracev2/events.go: the number of the experiment. */
export const ALLOC_FREE = 1;

const TYPES_BATCH = 0;
const INFO_BATCH = 1;

export interface TracedType {
  readonly name: string;
  readonly sizeBytes: number;
  /** Up to the end of its last pointer; 0 without any. */
  readonly pointerBytes: number;
}

/** How the numbers of events are to be taken; the same for a whole trace, and said at its beginning. */
export interface AddressUnits {
  readonly pageBytes: number;
  readonly objectAlignBytes: number;
}

/** What the batches of a generation say. */
export interface AllocFreeTables {
  readonly types: ReadonlyMap<number, TracedType>;
  readonly units: AddressUnits | undefined;
}

export function allocFreeTables(batches: readonly Batch[]): AllocFreeTables {
  const types = new Map<number, TracedType>();
  let units: AddressUnits | undefined;
  for (const { data } of batches) {
    const reader = new ByteReader(data);
    switch (reader.byte()) {
      case TYPES_BATCH:
        readTypes(reader, types);
        break;
      case INFO_BATCH:
        units = unitsOf(reader);
        break;
      default:
        throw new TraceProblem('a batch of traceallocfree has neither types nor units');
    }
  }
  return { types, units };
}

function readTypes(reader: ByteReader, types: Map<number, TracedType>): void {
  while (!reader.isAtEnd) {
    const id = needed(reader.number());
    // Where it is in the program's memory.
    needed(reader.number());
    const sizeBytes = needed(reader.number());
    const pointerBytes = needed(reader.number());
    const length = needed(reader.number());
    const end = reader.offset + length;
    if (end > reader.bytes.length) {
      throw new TraceProblem(`the name of a type of ${length} bytes is announced`);
    }
    const name = utf8(reader.bytes.subarray(reader.offset, end));
    reader.offset = end;
    types.set(id, { name, sizeBytes, pointerBytes });
  }
}

function unitsOf(reader: ByteReader): AddressUnits {
  // The lowest address of the heap: all others are told from there on.
  needed(reader.number());
  const pageBytes = needed(reader.number());
  const objectAlignBytes = needed(reader.number());
  if (pageBytes === 0 || objectAlignBytes === 0) {
    throw new TraceProblem('pages or objects of no bytes are announced');
  }
  return { pageBytes, objectAlignBytes };
}
