/**
 * A copy of a piece of a text. JavaScript engines let a piece share the memory of the whole, so a
 * name that is kept would keep the file it was once cut from, one version of it for each name.
 */
export function detach(piece: string): string {
  return (' ' + piece).slice(1);
}
