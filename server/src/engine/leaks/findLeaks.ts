/** What grows from snapshot to snapshot of one process: of its heap, and of its goroutines. */
import { absoluteSum } from '../profile/columns.ts';
import type { Frame } from '../profile/frames.ts';
import type { ProfileProblem } from '../profile/problem.ts';
import type { Profile } from '../profile/profile.ts';
import { growthOf, type Growth } from './growth.ts';
import { growthVariance, sampleError } from './heapSampling.ts';
import { ownFrame } from './ownCode.ts';
import { seriesOf, type Series, type Wait } from './series.ts';
import { theilSenSlope, walkError } from './statistics.ts';

/** `unreachable`: goroutines that the runtime knows to be blocked for ever (goroutineleak of Go 1.26). */
export type LeakKind = 'heap' | 'goroutines' | 'unreachable';

export interface LeakFinding {
  readonly kind: LeakKind;
  /** Where the program's own code allocates or blocks. */
  readonly frame: Frame;
  /** The stack of this line that grows most, the leaf first. */
  readonly stack: readonly Frame[];
  readonly countStacks: number;
  /** Bytes in use, or goroutines, by snapshot. */
  readonly values: readonly number[];
  readonly growth: Growth;
  /** Of what was allocated between the snapshots, the share that is still there; of heaps only. */
  readonly retained: number | undefined;
  readonly wait: Wait | undefined;
}

/** What was looked at, of one kind. */
export interface LeakSubject {
  readonly kind: LeakKind;
  readonly countSnapshots: number;
  /** From the first to the last; undefined where the snapshots do not say when they were taken. */
  readonly seconds: number | undefined;
  /** Of all stacks, by snapshot. */
  readonly totals: readonly number[];
  /** By which the totals grow, a second. */
  readonly perSecond: number | undefined;
}

export interface LeakReport {
  readonly subjects: readonly LeakSubject[];
  /** What grows most first, those of the heap before goroutines. */
  readonly findings: readonly LeakFinding[];
}

const LEAST_SNAPSHOTS = 3;

/** Snapshots are of heaps, of goroutines (packed, or as debug=2 prints them) or of both, in any order. */
export function findLeaks(profiles: readonly Profile[]): LeakReport | ProfileProblem {
  const groups = new Map<string, Profile[]>();
  for (const profile of profiles) {
    const kind = kindOf(profile);
    if (kind === undefined) {
      const types = profile.sampleTypes.map(({ type }) => type).join(', ');
      return { problem: `a profile of ${types} says nothing of leaks: take heap or goroutine` };
    }
    const key = `${kind} ${isPrinted(profile) ? 'printed' : 'packed'}`;
    groups.set(key, [...(groups.get(key) ?? []), profile]);
  }
  const subjects: LeakSubject[] = [];
  const findings: LeakFinding[] = [];
  for (const group of groups.values()) {
    const kind = group[0] && kindOf(group[0]);
    if (kind === undefined) {
      continue;
    }
    if (kind !== 'unreachable' && group.length < LEAST_SNAPSHOTS) {
      return {
        problem: `${group.length} snapshots of ${WHAT[kind]} are too few: take three or more`,
      };
    }
    const taken = new Snapshots(kind, group);
    subjects.push(taken.subject());
    findings.push(...taken.findings());
  }
  return { subjects, findings: withoutRepeated(findings) };
}

const WHAT: Readonly<Record<LeakKind, string>> = {
  heap: 'the heap',
  goroutines: 'goroutines',
  unreachable: 'goroutines that are blocked for ever',
};

const KINDS: readonly LeakKind[] = ['heap', 'unreachable', 'goroutines'];

function kindOf({ sampleTypes }: Profile): LeakKind | undefined {
  const types = sampleTypes.map(({ type }) => type);
  if (types.includes('inuse_space')) {
    return 'heap';
  }
  if (types.includes('goroutineleak')) {
    return 'unreachable';
  }
  return types.includes('goroutine') ? 'goroutines' : undefined;
}

/** Whether it says what goroutines wait for. */
function isPrinted({ samples, strings }: Profile): boolean {
  return strings[samples.labels.key[0] ?? 0] === 'state';
}

/**
 * One line may be found in both kinds of snapshots of goroutines, which were not taken at the same moments:
 * the one that says more is left.
 */
function withoutRepeated(findings: readonly LeakFinding[]): LeakFinding[] {
  const byLine = new Map<string, LeakFinding>();
  for (const finding of [...findings].sort((a, b) => byKind(a, b) || byWait(a, b))) {
    const key = `${finding.kind === 'heap' ? 'heap' : 'goroutines'} ${lineKey(finding.frame)}`;
    if (!byLine.has(key)) {
      byLine.set(key, finding);
    }
  }
  return [...byLine.values()].sort(
    (a, b) => byKind(a, b) || b.growth.amount - a.growth.amount || byWait(a, b),
  );
}

function byKind(a: LeakFinding, b: LeakFinding): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
}

function byWait(a: LeakFinding, b: LeakFinding): number {
  return Number(b.wait !== undefined) - Number(a.wait !== undefined);
}

function lineKey({ name, file, line }: Frame): string {
  return `${name}\0${file}:${line}`;
}

/** So that a few kilobytes are no finding, however sure they are. */
const LEAST_HEAP_ERROR = 32 * 1024;

/** The columns of a heap, as {@link Series.values} has them. */
const IN_USE = 0;
const OBJECTS = 1;
const ALLOCATED = 2;
const HEAP_TYPES = ['inuse_space', 'inuse_objects', 'alloc_space', 'alloc_objects'];

/** Snapshots of one kind, in the order of time. */
class Snapshots {
  readonly #kind: LeakKind;
  readonly #profiles: readonly Profile[];
  /** In seconds from the first; their places where that is not known. */
  readonly #times: readonly number[];
  readonly #isTimed: boolean;
  readonly #column: number;

  constructor(kind: LeakKind, profiles: readonly Profile[]) {
    const nanos = (profile: Profile) => BigInt(profile.timeNanos);
    this.#kind = kind;
    this.#isTimed =
      new Set(profiles.map(nanos)).size === profiles.length &&
      !profiles.some((each) => nanos(each) === 0n);
    this.#profiles = this.#isTimed
      ? [...profiles].sort((a, b) => Number(nanos(a) - nanos(b)))
      : profiles;
    const first = this.#profiles[0] && nanos(this.#profiles[0]);
    this.#times = this.#profiles.map((profile, place) =>
      this.#isTimed ? Number(nanos(profile) - (first ?? 0n)) / 1e9 : place,
    );
    this.#column = columnOf(profiles[0], kind === 'heap' ? 'inuse_space' : '');
  }

  subject(): LeakSubject {
    const totals = this.#profiles.map(({ samples }) =>
      Number(absoluteSum(samples.values[this.#column] ?? new Float64Array(0))),
    );
    return {
      kind: this.#kind,
      countSnapshots: totals.length,
      seconds: this.#isTimed ? this.#times.at(-1) : undefined,
      totals,
      perSecond: this.#isTimed ? theilSenSlope(this.#times, totals) : undefined,
    };
  }

  findings(): LeakFinding[] {
    const isHeap = this.#kind === 'heap';
    const columns = isHeap
      ? HEAP_TYPES.map((type) => columnOf(this.#profiles[0], type))
      : [this.#column];
    const lines = new Map<string, Series[]>();
    for (const series of seriesOf(this.#profiles, columns)) {
      const frame = ownFrame(series.stack);
      if (frame !== undefined) {
        const key = lineKey(frame);
        const known = lines.get(key) ?? [];
        known.push(series);
        lines.set(key, known);
      }
    }
    return [...lines.values()].flatMap((series) => this.#ofLine(series) ?? []);
  }

  /**
   * Of all that one line allocates or starts. Where that has come to rest, one stack of it may still grow:
   * the table of a map grows by doubling, and hides what is allocated for its entries.
   */
  #ofLine(series: readonly Series[]): LeakFinding | undefined {
    const { values, growth } = this.#grown(series);
    if (this.#kind !== 'heap' || growth.confidence !== 'settled') {
      return this.#finding(series, values, growth);
    }
    return series
      .flatMap((each) => {
        const alone = this.#grown([each]);
        return this.#finding([each], alone.values, alone.growth) ?? [];
      })
      .toSorted((a, b) => b.growth.amount - a.growth.amount)[0];
  }

  #grown(series: readonly Series[]): { values: readonly number[]; growth: Growth } {
    const values = this.#sum(series, IN_USE);
    return { values, growth: growthOf(this.#times, values, this.#error(series, values)) };
  }

  #finding(
    series: readonly Series[],
    values: readonly number[],
    growth: Growth,
  ): LeakFinding | undefined {
    const isProven = this.#kind === 'unreachable' && (values.at(-1) ?? 0) > 0;
    const isGrowing = growth.confidence !== 'none' && growth.confidence !== 'settled';
    const inUse = (each: Series) => fromFirstToLast(each.values[IN_USE] ?? []);
    const most = series.reduce((a, b) => (inUse(b) > inUse(a) ? b : a));
    const frame = ownFrame(most.stack);
    if (frame === undefined || !(isProven || isGrowing)) {
      return undefined;
    }
    const waits = series.flatMap(({ wait }) => wait ?? []);
    return {
      kind: this.#kind,
      frame,
      stack: most.stack,
      countStacks: series.length,
      values,
      growth: isProven ? { ...growth, confidence: 'high' } : growth,
      retained: this.#kind === 'heap' ? this.#retained(series) : undefined,
      wait: waits.toSorted((a, b) => b.minutes - a.minutes)[0],
    };
  }

  /** One standard deviation of what the values grow by. */
  #error(series: readonly Series[], values: readonly number[]): number {
    if (this.#kind !== 'heap') {
      // As many as come and go without a trend, independently of each other or in waves.
      return Math.max(1, Math.sqrt(values[0] ?? 0), walkError(values));
    }
    const rate = Number(this.#profiles[0]?.period ?? 0);
    const variance = series.reduce((sum, each) => {
      const [inUse = [], objects = [], , allocated = []] = each.values;
      const sized = {
        firstBytes: inUse[0] ?? 0,
        lastBytes: inUse.at(-1) ?? 0,
        firstObjects: objects[0] ?? 0,
        lastObjects: objects.at(-1) ?? 0,
        allocated: fromFirstToLast(allocated),
      };
      return sum + growthVariance(sized, rate);
    }, 0);
    const lastObjects = this.#sum(series, OBJECTS).at(-1) ?? 0;
    const meanSize = lastObjects === 0 ? 0 : (values.at(-1) ?? 0) / lastObjects;
    return Math.max(Math.sqrt(variance), sampleError(meanSize, rate), LEAST_HEAP_ERROR);
  }

  #retained(series: readonly Series[]): number | undefined {
    const grown = (column: number) => fromFirstToLast(this.#sum(series, column));
    const allocated = grown(ALLOCATED);
    return allocated > 0 ? Math.min(1, Math.max(0, grown(IN_USE) / allocated)) : undefined;
  }

  #sum(series: readonly Series[], column: number): number[] {
    return this.#times.map((_, snapshot) =>
      series.reduce((sum, { values }) => sum + (values[column]?.[snapshot] ?? 0), 0),
    );
  }
}

function fromFirstToLast(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}

/** The last where there is none of that name. */
function columnOf(profile: Profile | undefined, type: string): number {
  const types = profile?.sampleTypes ?? [];
  const place = types.findIndex((each) => each.type === type);
  return place < 0 ? types.length - 1 : place;
}
