import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { CompilerLogReader } from '../server/src/engine/compilerlog/reader.ts';
import {
  resliceAfterEdit,
  sliceFile,
  type FileSlices,
  type TextEdit,
} from '../server/src/engine/syntax/slicer.ts';
import { runCommand, Unavailable } from './commands.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';
import { TreeSitter } from './peers/treeSitter.ts';
import { goEnvironment } from './subjects.ts';

const COUNT_PASSES = 15;
const COUNT_WARM_UPS = 5;
const COUNT_KEYSTROKES = 400;
/** A file with fewer is a table of data, which says nothing about source text. */
const FEWEST_DECLARATIONS = 50;

/** Slicing the largest file of the standard library, and again at each keystroke in it. */
export async function measureSlicer(): Promise<readonly Part[]> {
  const root = join(await goEnvironment('GOROOT'), 'src');
  const { path, text } = await largestSource(root);
  const name = relative(root, path);
  const treeSitter = await TreeSitter.load();
  const megabytes = Buffer.byteLength(text) / 1e6;
  const rate = (times: readonly number[]) =>
    `${((megabytes / median(times)) * 1000).toFixed(1)} MB/s`;
  const slicing = timesOf(COUNT_PASSES, () => sliceFile(text));
  const parsing = timesOf(COUNT_PASSES, () => {
    treeSitter.parse(text).delete();
  });
  const countDeclarations = sliceFile(text).declarations.length;
  const keystrokes = measureKeystrokes(text, treeSitter);
  return [
    {
      title: `Slicing ${name} (${megabytes.toFixed(2)} MB, ${countDeclarations} declarations)`,
      rows: [
        figureOf('sliceFile', slicing, { note: rate(slicing) }),
        figureOf('tree-sitter, whole file', parsing, { note: rate(parsing) }),
      ],
      bars: [],
    },
    {
      title: `One keystroke in ${name}`,
      rows: [
        figureOf('resliceAfterEdit', keystrokes.reslicing, {
          unit: 'µs',
          countWrong: keystrokes.countWrong,
          note: 'compared with sliceFile of the same text',
        }),
        figureOf('tree-sitter, incremental', keystrokes.reparsing, { unit: 'µs' }),
      ],
      bars: [barAtMost('wrong slices', keystrokes.countWrong, 0)],
    },
  ];
}

/** Reading the compiler's text on net/http. */
export async function measureReader(): Promise<Part> {
  const { code, stderr } = await runCommand({
    command: 'go',
    args: ['build', '-gcflags=-m=2 -d=escapemutationscalls=1', 'net/http'],
  });
  if (code !== 0) {
    throw new Unavailable('net/http does not build', stderr);
  }
  const lines = stderr.split('\n');
  const times = timesOf(COUNT_PASSES, () => {
    const reader = new CompilerLogReader();
    for (const line of lines) {
      reader.readLine(line);
    }
    return reader.finish();
  });
  const rate = Math.round((lines.length / median(times)) * 1000);
  return {
    title: `Reading the compiler's text on net/http (${lines.length.toLocaleString('en')} lines)`,
    rows: [figureOf('CompilerLogReader', times, { note: `${rate.toLocaleString('en')} lines/s` })],
    bars: [],
  };
}

function timesOf(count: number, work: () => unknown): number[] {
  const times: number[] = [];
  for (let pass = -COUNT_WARM_UPS; pass < count; pass++) {
    const start = performance.now();
    work();
    if (pass >= 0) {
      times.push(performance.now() - start);
    }
  }
  return times;
}

interface KeystrokeTimes {
  readonly reslicing: readonly number[];
  readonly reparsing: readonly number[];
  readonly countWrong: number;
}

/** Types and deletes a letter in bodies all over the file; both see the same texts. */
function measureKeystrokes(original: string, treeSitter: TreeSitter): KeystrokeTimes {
  const reslicing: number[] = [];
  const reparsing: number[] = [];
  let countWrong = 0;
  let text = original;
  let slices = sliceFile(text);
  let tree = treeSitter.parse(text);
  const places = placesInBodies(slices);
  for (let at = -COUNT_WARM_UPS; at < COUNT_KEYSTROKES; at++) {
    const place = places[(Math.floor(at / 2) * 7 + places.length) % places.length] ?? 0;
    const isTyped = at % 2 === 0;
    const edit: TextEdit = {
      start: place,
      oldEnd: isTyped ? place : place + 1,
      newEnd: isTyped ? place + 1 : place,
    };
    const after = `${text.slice(0, edit.start)}${isTyped ? 'x' : ''}${text.slice(edit.oldEnd)}`;
    const treeEdit = treeSitter.editOf(text, edit, after);
    let start = performance.now();
    slices = resliceAfterEdit(slices, edit, after);
    const reslicingMs = performance.now() - start;
    start = performance.now();
    tree = treeSitter.reparse(tree, treeEdit, after);
    const reparsingMs = performance.now() - start;
    if (at >= 0) {
      reslicing.push(reslicingMs * 1000);
      reparsing.push(reparsingMs * 1000);
      countWrong += isSame(slices, sliceFile(after)) ? 0 : 1;
    }
    text = after;
  }
  tree.delete();
  return { reslicing, reparsing, countWrong };
}

/** Just past the first line of each function that has several, before anything on the next. */
function placesInBodies({ text, declarations }: FileSlices): number[] {
  return declarations.flatMap(({ keyword, start, end }) => {
    const lineEnd = text.indexOf('{\n', start);
    return keyword === 'func' && lineEnd >= 0 && lineEnd < end ? [lineEnd + 2] : [];
  });
}

function isSame(one: FileSlices, other: FileSlices): boolean {
  return (
    one.declarations.length === other.declarations.length &&
    one.declarations.every(({ id, start, end }, index) => {
      const same = other.declarations[index];
      return same?.id === id && same.start === start && same.end === end;
    })
  );
}

async function largestSource(root: string): Promise<{ path: string; text: string }> {
  const sizes: { path: string; sizeBytes: number }[] = [];
  const pending = [root];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!['cmd', 'vendor', 'testdata'].includes(entry.name)) {
          pending.push(path);
        }
      } else if (/^(?!.*_test\.go$).*\.go$/.test(entry.name)) {
        sizes.push({ path, sizeBytes: (await stat(path)).size });
      }
    }
  }
  sizes.sort((a, b) => b.sizeBytes - a.sizeBytes);
  for (const { path } of sizes) {
    const text = await readFile(path, 'utf8');
    if (sliceFile(text).declarations.length >= FEWEST_DECLARATIONS) {
      return { path, text };
    }
  }
  throw new Unavailable('the standard library has no sources');
}
