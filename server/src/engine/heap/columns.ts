/** A column that grows: `fresh` is longer, and begins as `old`. */
export function longer<Column extends { set(from: Column): void }>(
  old: Column,
  fresh: Column,
): Column {
  fresh.set(old);
  return fresh;
}
