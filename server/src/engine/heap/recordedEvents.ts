/**
 * The events of a recording, a number each: what is allocated, by which P, and which slot holds it; which slot lets go
 * of its object; where marking began and ended. Slots are numbered from 0, and those first that hold what was there at
 * the beginning, span after span.
 */
import type { Recording } from './script.ts';

export const MARK_BEGINS = -1;
export const MARK_ENDS = -2;
const FIRST_SHARED = -3;

/** A class and a slot for the object, and a P. */
export interface Allocated {
  classIndex: number;
  slot: number;
  procIndex: number;
}

/** What decides how events are numbered. */
export interface EventForm {
  readonly procs: number;
  readonly countClasses: number;
}

export function allocatedEvent(
  { procs, countClasses }: EventForm,
  { classIndex, slot, procIndex }: Readonly<Allocated>,
): number {
  return (slot * countClasses + classIndex) * procs + procIndex;
}

/** A tiny object goes into the block that its P has. */
export function sharedEvent(procIndex: number): number {
  return FIRST_SHARED - procIndex;
}

export function droppedEvent({ procs }: EventForm, slot: number): number {
  return FIRST_SHARED - procs - slot;
}

/** Reads an event of at least 0. */
export function readAllocated(
  { procs, countClasses }: EventForm,
  event: number,
  into: Allocated,
): void {
  into.procIndex = event % procs;
  const rest = (event - into.procIndex) / procs;
  into.classIndex = rest % countClasses;
  into.slot = (rest - into.classIndex) / countClasses;
}

/** The P of a tiny object that shares a block; -1 for another event. */
export function sharingProc({ procs }: EventForm, event: number): number {
  return event <= FIRST_SHARED && event > FIRST_SHARED - procs ? FIRST_SHARED - event : -1;
}

/** The slot that lets go of its object; -1 for another event. */
export function droppedSlot({ procs }: EventForm, event: number): number {
  return event <= FIRST_SHARED - procs ? FIRST_SHARED - procs - event : -1;
}

/** How many allocations a recording has, and how many slots. */
export function recordingSize(
  { procs, spans, events }: Recording,
  countClasses: number,
): { readonly countAllocations: number; readonly countSlots: number } {
  const form = { procs, countClasses };
  const allocated: Allocated = { classIndex: 0, slot: 0, procIndex: 0 };
  let countAllocations = 0;
  let countSlots = spans.reduce((sum, [, ...slots]) => sum + slots.length, 0);
  for (const event of events) {
    if (event >= 0) {
      readAllocated(form, event, allocated);
      countSlots = Math.max(countSlots, allocated.slot + 1);
      countAllocations++;
    } else if (sharingProc(form, event) >= 0) {
      countAllocations++;
    }
  }
  return { countAllocations, countSlots };
}
