/** A profile of a program, as the page of net/http/pprof lists it. */
export interface ListedProfile {
  readonly path: string;
  /** How many there are of what it has: goroutines, sampled stacks; 0 for those that are recorded. */
  readonly count: number;
}

/** `<td>12</td><td><a href='heap?debug=1'>`; Go before 1.15 writes no quotes. */
const ROW = /<td>(\d+)<\/td>\s*<td>\s*<a href=['"]?([^'"?>\s]+)\?debug=1['"]?>/g;

/** What the page lists; nothing where it is another one. */
export function profilesInIndex(html: string): ListedProfile[] {
  return [...html.matchAll(ROW)].map(([, count = '0', href = '']) => ({
    path: decodedPath(href),
    count: Number(count),
  }));
}

/** Go writes names that a path cannot have as `./a%3Ab`. */
function decodedPath(href: string): string {
  try {
    return decodeURIComponent(href.replace(/^\.\//, ''));
  } catch {
    return href;
  }
}
