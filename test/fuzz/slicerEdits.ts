/**
 * Random edits of random texts: slicing after an edit must give what slicing anew gives, every
 * character must be accounted for, and nothing may throw. Run as a script for as long as wanted:
 *
 *     node --import tsx test/fuzz/slicerEdits.ts [--seed N] [--texts N] [FILE…]
 */
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import {
  type FileSlices,
  resliceAfterEdit,
  sliceFile,
} from '../../server/src/engine/syntax/slicer.ts';
import { seededRandom } from '../support/random.ts';

export interface EditOptions {
  readonly seed: number;
  /** How many texts to start from. */
  readonly texts: number;
  readonly editsPerText: number;
  /** A text to start from; random ones if not given. */
  readonly text?: string;
}

/** Pieces of Go that, in the wrong place, change how what follows is to be read. */
const PIECES = (
  '` ` " \' /* */ // \\n \\n \\n\\n \\t ( ) { } [ ] a x + , = ; : \\\\ # é 😀 \\r\\n \\ufeff ... ' +
  'return struct interface{ func( \\nfunc\\s \\nL:\\n \\n\\tx()\\n func\\sf()\\s{\\n }\\n func\\s(r\\s*T)\\sm()\\s{ ' +
  '\\nfunc\\sg() \\nvar\\sx\\s=\\s \\ntype\\sT\\sstruct\\s{\\n \\nconst\\s(\\n \\nimport\\s"fmt"\\n \\npackage\\sp\\n ' +
  '\\n//go:noinline\\n \\n//\\sdoc\\n `\\npackage\\sq\\nfunc\\sh()\\s{}\\n` \\n/*\\sc\\nfunc\\sz()\\s{}\\n*/\\n'
)
  .split(' ')
  .map((piece) => piece.replaceAll('\\s', ' '))
  .map((piece) => JSON.parse(`"${piece.replaceAll('"', '\\"')}"`) as string);

/** The number of edits made; throws at the first that is not as it should be. */
export function slicerEdits({ seed, texts, editsPerText, text }: EditOptions): number {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pieces = (count: number) =>
    Array.from({ length: count }, () => PIECES[below(PIECES.length)] ?? '').join('');
  let edits = 0;
  for (let round = 0; round < texts; round++) {
    let now = text ?? pieces(below(60));
    let slices = sliceFile(now);
    for (let step = 0; step < editsPerText; step++) {
      const start = below(now.length + 1);
      const length = random() < 0.5 ? 0 : below(random() < 0.8 ? 4 : 200);
      const oldEnd = Math.min(now.length, start + length);
      const inserted = pieces(below(4));
      const then = now.slice(0, start) + inserted + now.slice(oldEnd);
      const edit = { start, oldEnd, newEnd: start + inserted.length };
      slices = resliceAfterEdit(slices, edit, then);
      const anew = sliceFile(then);
      if (describe(slices) !== describe(anew)) {
        throw new Error(
          `seed ${seed}: ${JSON.stringify(edit)} of ${JSON.stringify(now)} gives\n` +
            `${describe(slices)}\nbut anew\n${describe(anew)}`,
        );
      }
      const lost = textLost(anew);
      if (lost !== undefined) {
        throw new Error(`seed ${seed}: ${lost} of ${JSON.stringify(then)}`);
      }
      now = then;
      edits++;
    }
  }
  return edits;
}

/** Its declarations, and where lines start: of a version after an edit, these come from the one before. */
function describe({ declarations, lines }: FileSlices): string {
  const starts = Array.from({ length: lines.lineCount }, (_, line) => lines.lineStart(line));
  return JSON.stringify({ declarations, starts });
}

/** What is wrong with the ranges of the declarations; undefined if nothing is. */
export function textLost({ text, declarations }: FileSlices): string | undefined {
  let at = 0;
  for (const { start, end, docStart } of declarations) {
    if (start < at || end <= start || docStart < at || docStart > start) {
      return `the range ${docStart}, ${start} to ${end}`;
    }
    if (!isGap(text.slice(at, start))) {
      return `the text before ${start}`;
    }
    at = end;
  }
  return isGap(text.slice(at)) ? undefined : `the text from ${at} on`;
}

function isGap(text: string): boolean {
  return /^[\s\ufeff]*$/.test(text.replace(/\/\/[^\n]*|\/\*[^]*?\*\//g, ''));
}

function main(args: readonly string[]): void {
  let seed = 1;
  let texts = 10_000;
  const files: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--seed') {
      seed = Number(args[++index]);
    } else if (arg === '--texts') {
      texts = Number(args[++index]);
    } else {
      files.push(arg);
    }
  }
  let edits = 0;
  if (files.length === 0) {
    edits = slicerEdits({ seed, texts, editsPerText: 12 });
  }
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    edits += slicerEdits({ seed, texts: Math.min(texts, 50), editsPerText: 20, text });
  }
  console.log(`${edits} edits, all as anew`);
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  main(argv.slice(2));
}
