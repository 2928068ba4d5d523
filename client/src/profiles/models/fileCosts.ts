/** What the functions and lines of one file take. */
import { added, at, type Amount } from '../../../../server/src/engine/profile/columns.ts';
import type { Profile } from '../../../../server/src/engine/profile/profile.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import type { Cost, FileCosts } from '../workerProtocol.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';

/** By name or by line. */
class Costs<Key> {
  readonly #byKey = new Map<Key, { flat: Amount; cum: Amount; count: number }>();

  /** Once for each sample, however often the key is in its stack. */
  add(key: Key, value: Amount, isLeaf: boolean, count: number): void {
    const known = this.#byKey.get(key) ?? { flat: 0, cum: 0, count: 0 };
    this.#byKey.set(key, {
      flat: isLeaf ? added(known.flat, value) : known.flat,
      cum: added(known.cum, value),
      count: known.count + count,
    });
  }

  list(isCounted: boolean): [Key, Cost][] {
    return [...this.#byKey]
      .filter(([, { flat, cum }]) => flat !== 0 || cum !== 0)
      .map(([key, { flat, cum, count }]) => [
        key,
        { flat: Number(flat), cum: Number(cum), count: isCounted ? count : undefined },
      ]);
  }
}

/**
 * `path` is the file's on this machine, and lines are those of now: what is gone has none. `counts` are those of the
 * report's samples, where they are known.
 */
export function fileCosts(
  { profile, column }: Report,
  counts: Float64Array | undefined,
  path: string,
  sources: SourcePaths,
): Pick<FileCosts, 'functions' | 'lines'> {
  const pathThen = sources.pathThen(path);
  if (pathThen === undefined) {
    return { functions: [], lines: [] };
  }
  const isInFile = functionsInFile(profile, pathThen, sources);
  const { samples, locations, functions, strings } = profile;
  const ofFunctions = new Costs<string>();
  const ofLines = new Costs<number>();
  const starts = new Map<string, number>();
  const linesOf = new Map<string, Set<number>>();
  for (let sample = 0; sample < samples.count; sample++) {
    const names = new Map<string, boolean>();
    const lines = new Map<number, boolean>();
    let isLeaf = true;
    for (
      let entry = samples.stackFrom[sample] ?? 0;
      entry < (samples.stackTo[sample] ?? 0);
      entry++
    ) {
      const location = samples.stack[entry] ?? 0;
      const end = locations.lineTo[location] ?? 0;
      for (let at = locations.lineFrom[location] ?? 0; at < end; at++) {
        const index = locations.lineFunction[at] ?? 0;
        if (isInFile[index] === 1) {
          const name = strings[functions.name[index] ?? 0] ?? '';
          const line = locations.line[at] ?? 0;
          names.set(name, isLeaf || names.get(name) === true);
          lines.set(line, isLeaf || lines.get(line) === true);
          starts.set(name, startOf(starts.get(name), functions.startLine[index] ?? 0, line));
          linesOf.set(name, (linesOf.get(name) ?? new Set()).add(line));
        }
        isLeaf = false;
      }
    }
    const value = at(column, sample);
    const count = counts?.[sample] ?? 0;
    names.forEach((isOfLeaf, name) => {
      ofFunctions.add(name, value, isOfLeaf, count);
    });
    lines.forEach((isOfLeaf, line) => {
      ofLines.add(line, value, isOfLeaf, count);
    });
  }
  const isCounted = counts !== undefined;
  const lineNow = (line: number) => sources.placeNow({ path: pathThen, line })?.line;
  return {
    functions: ofFunctions.list(isCounted).flatMap(([name, cost]) => {
      // A function whose first line was changed begins at what is left of it.
      const lines = [...(linesOf.get(name) ?? [])].sort((a, b) => a - b);
      const line = [starts.get(name) ?? 0, ...lines].map(lineNow).find((now) => now !== undefined);
      return line === undefined ? [] : [{ name, line, ...cost }];
    }),
    lines: ofLines
      .list(isCounted)
      .filter(([line]) => line > 0)
      .flatMap(([line, cost]) => {
        const now = lineNow(line);
        return now === undefined ? [] : [{ line: now, ...cost }];
      }),
  };
}

/** Where a function begins: as the profile says, or at the first of its lines that it has. */
function startOf(known: number | undefined, start: number, line: number): number {
  return start > 0 ? start : Math.min(known ?? line, line);
}

/** 1 for each function whose code is in the file. */
function functionsInFile(
  { functions, strings }: Profile,
  path: string,
  sources: SourcePaths,
): Uint8Array {
  const base = path.slice(path.lastIndexOf('/'));
  return Uint8Array.from({ length: functions.count }, (_, index) => {
    const file = strings[functions.file[index] ?? 0] ?? '';
    return `/${file.replaceAll('\\', '/')}`.endsWith(base) &&
      sources.find(file, strings[functions.name[index] ?? 0] ?? '').includes(path)
      ? 1
      : 0;
  });
}
