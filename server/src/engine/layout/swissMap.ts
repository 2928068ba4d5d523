/** Maps of Go 1.24 to 1.26: internal/runtime/maps/map.go and table.go. */
import type { GoRuntime } from '../goruntime/goRuntime.ts';
import { heapObject } from './allocation.ts';
import { layOutFields } from './fieldLayout.ts';
import {
  chanceOfMore,
  type MapFilling,
  type MapMemory,
  type MapShape,
  outOfSlotBytes,
  SLOTS,
  slotPart,
} from './mapShape.ts';

/** A table that outgrows this many slots is split: table.go (maxTableCapacity). */
const MAXIMUM_TABLE_SLOTS = 1024;

/** Filled slots of a group, on average, at most: group.go (maxAvgGroupLoad). */
const MAXIMUM_GROUP_LOAD = 7;

export function swissMapMemory(
  runtime: GoRuntime,
  shape: MapShape,
  { hint, entries }: MapFilling,
): MapMemory {
  const parts = new MapParts(runtime, shape);
  const ofEntries = entries * outOfSlotBytes(runtime, shape) + parts.headerBytes;
  if (hint <= SLOTS && entries <= SLOTS) {
    // One group without a table, made with the first entry.
    const bytes = ofEntries + (entries > 0 ? parts.groupsBytes(1) : 0);
    return { heldBytes: bytes, allocatedBytes: bytes, isExact: true };
  }
  const first = firstTables(hint);
  const { heldBytes, allocatedBytes, isExact } = tablesMemory(parts, first, entries);
  const outgrownBytes = hint <= SLOTS ? parts.groupsBytes(1) : 0;
  return {
    heldBytes: Math.round(ofEntries + heldBytes),
    allocatedBytes: Math.round(ofEntries + outgrownBytes + allocatedBytes),
    isExact,
  };
}

/** Bytes that the heap gives for the parts of a map. */
class MapParts {
  readonly headerBytes: number;
  readonly #runtime: GoRuntime;
  readonly #wordBytes: 4 | 8;
  readonly #groupBytes: number;
  readonly #noscan: boolean;

  constructor(runtime: GoRuntime, { key, element, wordBytes }: MapShape) {
    this.#runtime = runtime;
    this.#wordBytes = wordBytes;
    const slot = layOutFields([slotPart(key, wordBytes), slotPart(element, wordBytes)]);
    this.#noscan = slot.ptrdataBytes === 0;
    const control = { sizeBytes: 8, alignBytes: wordBytes, ptrdataBytes: 0 };
    this.#groupBytes = layOutFields([
      control,
      { ...slot, sizeBytes: SLOTS * slot.sizeBytes },
    ]).sizeBytes;
    this.headerBytes = this.#bytesOf(runtime.mapBytes[wordBytes], false);
  }

  groupsBytes(count: number): number {
    return this.#bytesOf(count * this.#groupBytes, this.#noscan);
  }

  tableBytes(slots: number): number {
    const partBytes = this.#runtime.mapPartBytes[this.#wordBytes];
    return this.#bytesOf(partBytes, false) + this.groupsBytes(slots / SLOTS);
  }

  directoryBytes(tables: number): number {
    return this.#bytesOf(tables * this.#wordBytes, false);
  }

  #bytesOf(sizeBytes: number, noscan: boolean): number {
    const kind = { noscan, wordBytes: this.#wordBytes };
    return heapObject(this.#runtime, sizeBytes, kind).allocatedBytes;
  }
}

interface Tables {
  readonly count: number;
  readonly slots: number;
}

/** The tables that a map begins with, when one group is too small: NewMap and growToTable. */
function firstTables(hint: number): Tables {
  if (hint <= SLOTS) {
    return { count: 1, slots: 2 * SLOTS };
  }
  const wantedSlots = Math.floor((hint * SLOTS) / MAXIMUM_GROUP_LOAD);
  const count = powerOfTwo(Math.ceil(wantedSlots / MAXIMUM_TABLE_SLOTS));
  return { count, slots: Math.max(SLOTS, powerOfTwo(Math.floor(wantedSlots / count))) };
}

/** Tables double up to the greatest size, and are split from then on. */
function tablesMemory(parts: MapParts, first: Tables, entries: number): MapMemory {
  let heldBytes = first.count * parts.tableBytes(first.slots);
  let allocatedBytes = heldBytes + parts.directoryBytes(first.count);
  const isExact =
    first.count === 1 ? entries <= roomOf(MAXIMUM_TABLE_SLOTS) : entries <= roomOf(first.slots);
  for (let { slots } = first; slots < MAXIMUM_TABLE_SLOTS; slots *= 2) {
    const grown = first.count * chanceOfMore(roomOf(slots), entries, first.count);
    heldBytes += grown * (parts.tableBytes(2 * slots) - parts.tableBytes(slots));
    allocatedBytes += grown * parts.tableBytes(2 * slots);
  }
  const fullTableBytes = parts.tableBytes(MAXIMUM_TABLE_SLOTS);
  let directory = first.count;
  for (let tables = first.count; ; tables *= 2) {
    const split = tables * chanceOfMore(roomOf(MAXIMUM_TABLE_SLOTS), entries, tables);
    if (split < NEGLIGIBLE) {
      break;
    }
    heldBytes += split * fullTableBytes;
    allocatedBytes += 2 * split * fullTableBytes;
    if (split >= 0.5) {
      directory = 2 * tables;
      allocatedBytes += parts.directoryBytes(directory);
    }
  }
  return { heldBytes: heldBytes + parts.directoryBytes(directory), allocatedBytes, isExact };
}

/** Of a number of tables. */
const NEGLIGIBLE = 0.001;

/** Entries that a table takes before it grows: table.go (maxGrowthLeft). */
function roomOf(slots: number): number {
  return slots <= SLOTS ? slots - 1 : (slots * MAXIMUM_GROUP_LOAD) / SLOTS;
}

function powerOfTwo(atLeast: number): number {
  let power = 1;
  while (power < atLeast) {
    power *= 2;
  }
  return power;
}
