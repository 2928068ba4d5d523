/** What `git diff` says of files: names and changed lines, without what is in them. */
import type { Replacement } from '../text/survivors.ts';

/** A file that was changed, moved or deleted. */
export interface FileChange {
  /** From the top of the repository; empty for a file that is new. */
  readonly before: string;
  /** Empty for one that is deleted. */
  readonly after: string;
  /** In lines from 0 on, in their order: `newEnd` is a line of the file as it is now. */
  readonly hunks: readonly Replacement[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * Reads what `git diff -U0 --src-prefix=a/ --dst-prefix=b/` prints. What is no header is skipped, and so are lines
 * of hunks that look like one: their number is known.
 */
export function fileChanges(diff: string): readonly FileChange[] {
  const changes: FileChange[] = [];
  let change: Change | undefined;
  let countSkipped = 0;
  for (const line of linesOf(diff)) {
    if (countSkipped > 0) {
      // `\ No newline at end of file` is no line.
      countSkipped -= line.startsWith('\\') ? 0 : 1;
    } else if (line.startsWith('diff --git ')) {
      change = { before: '', after: '', hunks: [] };
      changes.push(change);
    } else if (change) {
      countSkipped = readHeader(line, change);
    }
  }
  return changes.filter(({ before, after }) => before !== '' || after !== '');
}

interface Change extends FileChange {
  before: string;
  after: string;
  readonly hunks: Replacement[];
}

/** How many lines come that are no headers. */
function readHeader(line: string, change: Change): number {
  const hunk = HUNK.exec(line);
  if (hunk) {
    const [, oldStart, oldCount = '1', newStart, newCount = '1'] = hunk;
    const [before, after] = [Number(oldCount), Number(newCount)];
    // Lines are counted from 1 on, and what has no lines stands behind the one that is named.
    const start = Number(oldStart) - (before === 0 ? 0 : 1);
    const newEnd = Number(newStart) - (after === 0 ? 0 : 1) + after;
    change.hunks.push({ start, oldEnd: start + before, newEnd });
    return before + after;
  }
  const [, before, after] =
    /^(?:(?:---|rename from) (.*)|(?:\+\+\+|rename to) (.*))$/.exec(line) ?? [];
  const prefixOf = (side: string) => (line.startsWith('rename') ? '' : side);
  change.before = before === undefined ? change.before : pathIn(before, prefixOf('a/'));
  change.after = after === undefined ? change.after : pathIn(after, prefixOf('b/'));
  return 0;
}

function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    yield text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
  }
}

/** Empty for `/dev/null`. A name with a blank in it ends with a tab; one with a quote or the like is quoted. */
function pathIn(name: string, prefix: string): string {
  const path = name.startsWith('"') ? unquoted(name) : name.replace(/\t$/, '');
  return path.startsWith(prefix) ? path.slice(prefix.length) : '';
}

const ESCAPES: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/** As C quotes; other bytes than ASCII stand there as they are with `core.quotePath=off`. */
function unquoted(name: string): string {
  return name
    .slice(1, name.lastIndexOf('"'))
    .replace(/\\(?:([0-7]{3})|(.))/g, (whole, octal: string | undefined, letter: string) =>
      octal === undefined
        ? (ESCAPES[letter] ?? whole)
        : String.fromCharCode(Number.parseInt(octal, 8)),
    );
}
