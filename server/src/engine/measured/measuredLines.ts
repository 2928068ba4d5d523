/** What an allocation profile says of lines of the user's own code. */
import type { SourcePlace } from '../history/sourceHistory.ts';
import { absolute, at } from '../profile/columns.ts';
import { isProblem, type ProfileProblem } from '../profile/problem.ts';
import type { Profile } from '../profile/profile.ts';
import { DEFAULT_OPTIONS, makeReport } from '../profile/report.ts';
import { NOTHING_MEASURED, sumOf, type Measured } from './measured.ts';
import { sampleCounts } from './sampleCounts.ts';

export interface MeasuredLine {
  /** On this machine, as the engine has it. */
  readonly path: string;
  /** As it is now, from 1 on. */
  readonly line: number;
  /** As the profile has it: `example.com/m.(*T).F.func1`. */
  readonly functionName: string;
  /** What the line itself allocates. */
  readonly own: Measured;
  /** What others' code allocates that it calls: the standard library, other modules. */
  readonly called: Measured;
  /** The function that the line calls for most of that; empty where there is none. */
  readonly callee: string;
}

export interface MeasuredAllocations {
  /** Of all that was allocated, tests and other modules included: what shares are of. */
  readonly total: Measured;
  /** By the path of their file. */
  readonly lines: ReadonlyMap<string, readonly MeasuredLine[]>;
  /** Files that have changed since: nothing is said of their lines. */
  readonly changedPaths: readonly string[];
  /** Lines of other files that are not what they were in the build: nothing is said of them either. */
  readonly countGone: number;
}

/** What is asked of this machine. */
export interface MeasuredSources {
  /** The user's own file that the profile names so, as it was called then; undefined for others' code. */
  findOwn(file: string, functionName: string): string | undefined;
  /** Where a line of the build is now; undefined where it is gone. */
  placeNow(place: SourcePlace): SourcePlace | undefined;
  /** Whether nobody knows what has become of a file's lines after that time, in milliseconds since 1970. */
  isChangedSince(path: string, time: number): boolean;
}

/**
 * Each sample counts for one line: of its stack, from what allocates outwards, the first that is the
 * user's. Those further out have called what allocates, and can mend nothing of it.
 */
export function measuredLines(
  profile: Profile,
  sources: MeasuredSources,
): MeasuredAllocations | ProfileProblem {
  const report = makeReport(profile, { ...DEFAULT_OPTIONS, sampleIndex: 'alloc_space' });
  const objectsIndex = profile.sampleTypes.findIndex(({ type }) => type === 'alloc_objects');
  if (isProblem(report) || objectsIndex < 0) {
    const types = profile.sampleTypes.map(({ type }) => type).join(', ');
    return { problem: `it is no profile of allocations: its values are ${types || 'none'}` };
  }
  const { samples } = report.profile;
  const objects = samples.values[objectsIndex] ?? new Float64Array(0);
  const { counts } = sampleCounts(report);
  const stacks = new OwnStacks(report.profile, sources);
  const sums = new Map<string, LineSum>();
  let total = NOTHING_MEASURED;
  for (let sample = 0; sample < samples.count; sample++) {
    const measured = {
      bytes: Number(absolute(at(report.column, sample))),
      objects: Number(absolute(at(objects, sample))),
      countSamples: counts?.[sample],
    };
    total = sumOf(total, measured);
    const place = stacks.ownPlaceOf(sample);
    if (place) {
      const key = `${place.path}\0${place.line}\0${place.functionName}`;
      const sum = sums.get(key) ?? new LineSum(place);
      sums.set(key, sum);
      sum.add(measured, place.callee);
    }
  }
  const time = Number(profile.timeNanos) / 1e6;
  const isChanged = (path: string) => time > 0 && sources.isChangedSince(path, time);
  return { total, ...byPath(sums.values(), sources, isChanged) };
}

/** `callee` is empty for what the line allocates itself. */
type OwnPlace = Pick<MeasuredLine, 'path' | 'line' | 'functionName' | 'callee'>;

class OwnStacks {
  readonly #profile: Profile;
  /** By function. */
  readonly #ownPaths: readonly (string | undefined)[];

  constructor(profile: Profile, sources: MeasuredSources) {
    const { functions } = profile;
    this.#profile = profile;
    this.#ownPaths = Array.from({ length: functions.count }, (_, index) =>
      sources.findOwn(this.#text(functions.file[index]), this.#text(functions.name[index])),
    );
  }

  ownPlaceOf(sample: number): OwnPlace | undefined {
    const { samples, locations, functions } = this.#profile;
    let callee = '';
    const end = samples.stackTo[sample] ?? 0;
    for (let entry = samples.stackFrom[sample] ?? 0; entry < end; entry++) {
      const location = samples.stack[entry] ?? 0;
      const to = locations.lineTo[location] ?? 0;
      for (let at = locations.lineFrom[location] ?? 0; at < to; at++) {
        const index = locations.lineFunction[at] ?? 0;
        const functionName = this.#text(functions.name[index]);
        const path = this.#ownPaths[index];
        if (path !== undefined) {
          return { path, line: locations.line[at] ?? 0, functionName, callee };
        }
        callee = isAllocator(functionName) ? callee : functionName;
      }
    }
    return undefined;
  }

  #text(index: number | undefined): string {
    return this.#profile.strings[index ?? 0] ?? '';
  }
}

/** Go's own profiles leave these out (runtime/pprof/protomem.go, Go 1.26); others may not. */
function isAllocator(functionName: string): boolean {
  return functionName.startsWith('runtime.') || functionName.startsWith('internal/runtime/');
}

class LineSum {
  readonly #place: OwnPlace;
  #own = NOTHING_MEASURED;
  #called = NOTHING_MEASURED;
  readonly #callees = new Map<string, number>();

  constructor(place: OwnPlace) {
    this.#place = place;
  }

  get line(): MeasuredLine {
    const [callee = ''] = [...this.#callees].sort(([, a], [, b]) => b - a)[0] ?? [];
    const { path, line, functionName } = this.#place;
    return {
      path,
      line,
      functionName,
      own: this.#own,
      called: this.#called,
      callee,
    };
  }

  add(measured: Measured, callee: string): void {
    if (callee === '') {
      this.#own = sumOf(this.#own, measured);
    } else {
      this.#called = sumOf(this.#called, measured);
      this.#callees.set(callee, (this.#callees.get(callee) ?? 0) + measured.bytes);
    }
  }
}

function byPath(
  sums: Iterable<LineSum>,
  sources: MeasuredSources,
  isChanged: (path: string) => boolean,
): Pick<MeasuredAllocations, 'lines' | 'changedPaths' | 'countGone'> {
  const lines = new Map<string, MeasuredLine[]>();
  const changed = new Map<string, boolean>();
  const gone = new Set<string>();
  for (const { line } of sums) {
    const isOfChanged = changed.get(line.path) ?? isChanged(line.path);
    changed.set(line.path, isOfChanged);
    const place = isOfChanged ? undefined : sources.placeNow(line);
    if (place) {
      const ofPath = lines.get(place.path) ?? [];
      lines.set(place.path, ofPath);
      ofPath.push({ ...line, path: place.path, line: place.line });
    } else if (!isOfChanged) {
      gone.add(`${line.path}\0${line.line}`);
    }
  }
  const changedPaths = [...changed.keys()].filter((path) => changed.get(path)).sort();
  return { lines, changedPaths, countGone: gone.size };
}
