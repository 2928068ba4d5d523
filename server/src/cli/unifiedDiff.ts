/** Two texts as a unified diff, as `gofmt -d` and `git diff` print it. */

const CONTEXT_LINES = 3;

/** A line of the diff: of both texts, or of one of them. */
interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Empty for texts that are the same. `name` has `/` between folders. */
export function unifiedDiff(name: string, before: string, after: string): string {
  const lines = diffLines(linesOf(before), linesOf(after));
  const changed = [...lines.keys()].filter((index) => lines[index]?.mark !== ' ');
  const hunks: { first: number; end: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    const end = Math.min(lines.length, index + 1 + CONTEXT_LINES);
    if (last && index - CONTEXT_LINES <= last.end) {
      last.end = end;
    } else {
      hunks.push({ first: Math.max(0, index - CONTEXT_LINES), end });
    }
  }
  return hunks.length === 0
    ? ''
    : `--- a/${name}\n+++ b/${name}\n${hunks.map(({ first, end }) => hunkText(lines, first, end)).join('')}`;
}

/** With their line breaks, which the last one need not have. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunkText(lines: readonly DiffLine[], first: number, end: number): string {
  const count = (from: number, to: number, without: DiffLine['mark']) =>
    lines.slice(from, to).filter(({ mark }) => mark !== without).length;
  const range = (without: DiffLine['mark']) => {
    const length = count(first, end, without);
    // Where there is no line, the one before it is named.
    return `${count(0, first, without) + (length > 0 ? 1 : 0)},${length}`;
  };
  const texts = lines
    .slice(first, end)
    .map(({ mark, text }) =>
      text.endsWith('\n') ? mark + text : `${mark}${text}\n\\ No newline at end of file\n`,
    );
  return `@@ -${range('+')} +${range('-')} @@\n${texts.join('')}`;
}

/** The fewest changes: E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986. */
function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const trail = furthestPoints(before, after);
  const lines: DiffLine[] = [];
  let x = before.length;
  let y = after.length;
  for (let changes = trail.length - 1; changes >= 0; changes--) {
    const points = trail[changes] ?? new Map<number, number>();
    const down = isDown(points, x - y, changes);
    const diagonal = x - y + (down ? 1 : -1);
    const startX = changes === 0 ? 0 : (points.get(diagonal) ?? 0);
    const startY = changes === 0 ? 0 : startX - diagonal;
    while (x > startX && y > startY) {
      lines.push({ mark: ' ', text: before[--x] ?? '' });
      y--;
    }
    if (changes > 0) {
      lines.push(
        down ? { mark: '+', text: after[--y] ?? '' } : { mark: '-', text: before[--x] ?? '' },
      );
    }
  }
  return lines.reverse();
}

/** By the number of changes: how far each diagonal had been followed before the last of them. */
function furthestPoints(
  before: readonly string[],
  after: readonly string[],
): readonly ReadonlyMap<number, number>[] {
  const trail: ReadonlyMap<number, number>[] = [];
  let points = new Map<number, number>([[1, 0]]);
  for (let changes = 0; changes <= before.length + after.length; changes++) {
    trail.push(new Map(points));
    const next = new Map(points);
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = isDown(points, diagonal, changes)
        ? (points.get(diagonal + 1) ?? 0)
        : (points.get(diagonal - 1) ?? 0) + 1;
      while (
        x < before.length &&
        x - diagonal < after.length &&
        before[x] === after[x - diagonal]
      ) {
        x++;
      }
      next.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) {
        return trail;
      }
    }
    points = next;
  }
  return trail;
}

/** Whether a diagonal is reached by a line of the text after, rather than of the one before. */
function isDown(points: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  return (
    diagonal === -changes ||
    (diagonal !== changes && (points.get(diagonal - 1) ?? -1) < (points.get(diagonal + 1) ?? -1))
  );
}
