/** Changes of one character that still count as a slip of the pen. */
const MAXIMUM_CHANGES = 2;

/** The name that was meant by another that is none of them; `undefined` where none is near. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const least = { changes: Math.min(MAXIMUM_CHANGES, Math.ceil(text.length / 3)), name: '' };
  for (const name of names) {
    const changes = countChanges(text.toLowerCase(), name.toLowerCase());
    if (changes < least.changes || (changes === least.changes && least.name === '')) {
      least.changes = changes;
      least.name = name;
    }
  }
  return least.name === '' ? undefined : least.name;
}

/** How many characters are to be put in, taken out or replaced to make one text the other. */
function countChanges(from: string, to: string): number {
  if (Math.abs(from.length - to.length) > MAXIMUM_CHANGES) {
    return MAXIMUM_CHANGES + 1;
  }
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from.charAt(row - 1) === to.charAt(column - 1);
      current.push(
        Math.min(
          (above[column - 1] ?? 0) + (isSame ? 0 : 1),
          (above[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
        ),
      );
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
