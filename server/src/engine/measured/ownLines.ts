import type { Profile } from '../profile/profile.ts';
import type { SourcePaths } from './sourcePaths.ts';

/** Lines of the user's own code that a profile has. */
export interface OwnLines {
  readonly count: number;
  /** How many of them are gone since the revision that the sources follow. */
  readonly countGone: number;
}

export function ownLines(
  { functions, locations, strings }: Profile,
  sources: SourcePaths,
): OwnLines {
  const lines = new Map<string, Set<number>>();
  const paths = Array.from({ length: functions.count }, (_, index) =>
    sources.findOwn(
      strings[functions.file[index] ?? 0] ?? '',
      strings[functions.name[index] ?? 0] ?? '',
    ),
  );
  for (const [at, line] of locations.line.entries()) {
    const path = paths[locations.lineFunction[at] ?? -1];
    if (path !== undefined && line > 0) {
      const ofPath = lines.get(path) ?? new Set();
      lines.set(path, ofPath.add(line));
    }
  }
  const all = [...lines].flatMap(([path, ofPath]) => [...ofPath].map((line) => ({ path, line })));
  const countGone = all.filter((place) => sources.placeNow(place) === undefined).length;
  return { count: all.length, countGone };
}
