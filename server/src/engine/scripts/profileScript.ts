/**
 * A heap or allocs profile as a script: what is in use is allocated first and stays; then comes what was
 * allocated, in the profile's proportions, and lives as long as what is in use of it says.
 */
import { NEWEST_RUNTIME } from '../goruntime/runtimes.ts';
import { LIMITS } from '../heap/scriptParser.ts';
import { bitmapBytes } from '../layout/allocation.ts';
import { at } from '../profile/columns.ts';
import { labelsOf } from '../profile/labels.ts';
import type { ProfileProblem } from '../profile/problem.ts';
import type { Profile } from '../profile/profile.ts';
import {
  allocationsFor,
  NO_SECONDS,
  spinOf,
  type Draft,
  type DraftClass,
  type DraftPhase,
  WORD_BYTES,
} from './draft.ts';

/** Objects of one size of all stacks together. */
interface SizeGroup {
  readonly size: number;
  allocated: number;
  inUse: number;
}

/** The runtime keeps one record for each stack and size; of objects that are freed sooner more are allocated. */
interface Sizes {
  /** Of stacks of which at least half is still in use. */
  readonly kept: Map<number, SizeGroup>;
  readonly passing: Map<number, SizeGroup>;
}

/** No profile says how many Ps there were. */
const PROCS = 2;

/** `askedSeconds`, if there are, are those over which the program did what was measured. */
export function scriptOfProfile(profile: Profile, askedSeconds?: number): Draft | ProfileProblem {
  const columns = columnsOf(profile);
  if (columns === undefined) {
    return {
      problem:
        'the profile has no alloc_objects and inuse_objects: a heap or allocs profile of Go has both',
    };
  }
  const { kept, passing } = sizesOf(profile, columns);
  const allocated = [...passing.values()].reduce((sum, group) => sum + group.allocated, 0);
  const inUse = [...kept.values()].reduce((sum, group) => sum + group.inUse, 0);
  if (allocated + inUse === 0) {
    return { problem: 'the profile has no allocations' };
  }
  if (inUse > LIMITS.ring) {
    return { problem: `${Math.round(inUse)} objects are in use; ${LIMITS.ring} can be simulated` };
  }
  const seconds = askedSeconds ?? Number(profile.durationNanos) / 1e9;
  const assumptions = [
    'A profile does not say which objects have pointers: all are taken to have some.',
    ...(seconds > 0 ? [] : [NO_SECONDS]),
  ];
  const [passed] = passingPhase(passing, kept, seconds);
  const phases = [...keptPhase(kept, passed?.ring ?? 0), ...(passed ? [passed] : [])];
  return { json: { procs: PROCS, seed: 7, phases }, assumptions };
}

interface ObjectColumns {
  readonly allocObjects: (sample: number) => number;
  readonly allocBytes: (sample: number) => number;
  readonly inUseObjects: (sample: number) => number;
}

function columnsOf({ sampleTypes, samples }: Profile): ObjectColumns | undefined {
  const column = (type: string) => {
    const values = samples.values[sampleTypes.findIndex((each) => each.type === type)];
    return values && ((sample: number) => Math.max(0, Number(at(values, sample))));
  };
  const allocObjects = column('alloc_objects');
  const allocBytes = column('alloc_space');
  const inUseObjects = column('inuse_objects');
  return allocObjects && allocBytes && inUseObjects
    ? { allocObjects, allocBytes, inUseObjects }
    : undefined;
}

function sizesOf(profile: Profile, columns: ObjectColumns): Sizes {
  const sizes: Sizes = { kept: new Map(), passing: new Map() };
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const allocated = columns.allocObjects(sample);
    const inUse = columns.inUseObjects(sample);
    const size = sizeOf(profile, sample, columns.allocBytes(sample) / allocated);
    if (!(allocated > 0) || !(size > 0 && size <= LIMITS.sizeBytes)) {
      continue;
    }
    const groups = inUse >= allocated / 2 ? sizes.kept : sizes.passing;
    const group = groups.get(size) ?? { size, allocated: 0, inUse: 0 };
    group.allocated += allocated;
    group.inUse += inUse;
    groups.set(size, group);
  }
  return sizes;
}

/** The label `bytes` is what an object takes of the heap: runtime/pprof/protomem.go. */
function sizeOf(profile: Profile, sample: number, meanBytes: number): number {
  const [label] = labelsOf(profile, sample).numbers.get('bytes') ?? [];
  return Math.round(label === undefined ? meanBytes : Number(label.value));
}

/** With as many objects more as the next phase replaces. */
function keptPhase(kept: ReadonlyMap<number, SizeGroup>, countReplaced: number): DraftPhase[] {
  const groups = [...kept.values()].filter(({ inUse }) => inUse >= 1);
  const countKept = Math.round(groups.reduce((sum, { inUse }) => sum + inUse, 0));
  if (countKept === 0) {
    return [];
  }
  const count = Math.min(LIMITS.ring, countKept + countReplaced);
  return [{ count, ring: count, spinNs: 0, classes: classesOf(groups, ({ inUse }) => inUse) }];
}

function passingPhase(
  passing: ReadonlyMap<number, SizeGroup>,
  kept: ReadonlyMap<number, SizeGroup>,
  seconds: number,
): DraftPhase[] {
  const groups = [...passing.values()];
  const allocated = groups.reduce((sum, group) => sum + group.allocated, 0);
  if (allocated === 0) {
    return [];
  }
  const bytesOf = (list: Iterable<SizeGroup>, objects: (group: SizeGroup) => number) =>
    [...list].reduce((sum, group) => sum + objects(group) * group.size, 0);
  const meanBytes = bytesOf(groups, (group) => group.allocated) / allocated;
  const inUseBytes = bytesOf(groups, ({ inUse }) => inUse);
  const liveBytes = inUseBytes + bytesOf(kept.values(), ({ inUse }) => inUse);
  const intervalNs = (seconds * 1e9) / allocated;
  return [
    {
      count: Math.min(Math.round(allocated), allocationsFor(liveBytes, meanBytes)),
      ring: Math.max(1, Math.min(LIMITS.ring, Math.round(inUseBytes / meanBytes))),
      spinNs: spinOf(intervalNs, meanBytes),
      classes: classesOf(groups, (group) => group.allocated),
    },
  ];
}

/** Sizes with their weights; where they are too many, the rarest are left out. */
function classesOf(
  groups: readonly SizeGroup[],
  objects: (group: SizeGroup) => number,
): DraftClass[] {
  const most = Math.max(...groups.map(objects));
  return [...groups]
    .sort((a, b) => objects(b) * b.size - objects(a) * a.size)
    .map((group) => ({
      size: askedBytes(group.size),
      scan: true,
      weight: Math.round((objects(group) / most) * LIMITS.weight),
    }))
    .filter(({ weight }) => weight > 0)
    .slice(0, LIMITS.classes);
}

/** Of an object with pointers that takes so much, its header (runtime/malloc.go) not counted. */
function askedBytes(takenBytes: number): number {
  const hasHeader =
    takenBytes > bitmapBytes(WORD_BYTES) && takenBytes <= NEWEST_RUNTIME.maxSmallBytes;
  return hasHeader ? takenBytes - NEWEST_RUNTIME.mallocHeaderBytes : takenBytes;
}
