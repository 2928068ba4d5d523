/** How the values of each stack go from snapshot to snapshot. */
import { at } from '../profile/columns.ts';
import { frameTable, type Frame } from '../profile/frames.ts';
import { labelsOf } from '../profile/labels.ts';
import type { Profile } from '../profile/profile.ts';

/** A stack, and of heaps those of its objects that are of one size; a value for each snapshot. */
export interface Series {
  /** The leaf first. */
  readonly stack: readonly Frame[];
  /** By column, and by snapshot. */
  readonly values: readonly (readonly number[])[];
  /** Of goroutines that were printed: what they wait for, and for how many minutes at most. */
  readonly wait: Wait | undefined;
}

export interface Wait {
  readonly state: string;
  readonly minutes: number;
  /** The function that started it; empty where that is not known. */
  readonly createdBy: string;
}

/** `columns` are the places of the sample types to look at, the same in all profiles. */
export function seriesOf(profiles: readonly Profile[], columns: readonly number[]): Series[] {
  const collector = new Collector(profiles.length, columns);
  profiles.forEach((profile, snapshot) => {
    collector.add(profile, snapshot);
  });
  return [...collector.series.values()];
}

interface Growing {
  readonly stack: readonly Frame[];
  readonly values: readonly number[][];
  wait: Wait | undefined;
}

class Collector {
  readonly series = new Map<string, Growing>();
  readonly #countSnapshots: number;
  readonly #columns: readonly number[];
  readonly #names = new Map<string, number>();

  constructor(countSnapshots: number, columns: readonly number[]) {
    this.#countSnapshots = countSnapshots;
    this.#columns = columns;
  }

  add(profile: Profile, snapshot: number): void {
    const { samples } = profile;
    const { frames, names, from, to, ofLocation } = frameTable(profile, {
      granularity: 'lines',
      noInlines: false,
      showColumns: false,
      withBinaries: false,
      trimPath: (file) => file,
    });
    // The same line has the same number in all snapshots.
    const numbers = names.map((name) => this.#numberOf(name));
    for (let sample = 0; sample < samples.count; sample++) {
      const stack: number[] = [];
      const end = samples.stackTo[sample] ?? 0;
      for (let entry = samples.stackFrom[sample] ?? 0; entry < end; entry++) {
        const location = samples.stack[entry] ?? 0;
        stack.push(...ofLocation.subarray(from[location], to[location]));
      }
      const { texts, numbers: sizes } = labelsOf(profile, sample);
      const size = sizes.get('bytes')?.[0]?.value ?? '';
      const key = `${stack.map((frame) => numbers[frame] ?? 0).join(' ')}|${size}`;
      const known = this.series.get(key) ?? {
        stack: stack.flatMap((frame) => frames[frame] ?? []),
        values: this.#columns.map(() => Array.from({ length: this.#countSnapshots }, () => 0)),
        wait: undefined,
      };
      this.series.set(key, known);
      for (const [place, column] of this.#columns.entries()) {
        const values = known.values[place];
        const value = samples.values[column];
        if (values && value) {
          values[snapshot] = (values[snapshot] ?? 0) + Number(at(value, sample));
        }
      }
      const [state] = texts.get('state') ?? [];
      if (state !== undefined) {
        const minutes = Number(sizes.get('wait')?.[0]?.value ?? 0);
        const longest = Math.max(minutes, known.wait?.minutes ?? 0);
        known.wait = { state, minutes: longest, createdBy: texts.get('created by')?.[0] ?? '' };
      }
    }
  }

  #numberOf(name: string): number {
    const known = this.#names.get(name) ?? this.#names.size;
    this.#names.set(name, known);
    return known;
  }
}
