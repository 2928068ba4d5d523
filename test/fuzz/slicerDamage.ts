/**
 * Damages real Go files one character at a time and counts the declarations that are lost beyond
 * the damaged one. Run as a script for the whole sweep:
 *
 *     node --import tsx test/fuzz/slicerDamage.ts [--seed N] [--places N] [--insert] [DIR…]
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import {
  type Declaration,
  type FileSlices,
  resliceAfterEdit,
  sliceFile,
} from '../../server/src/engine/syntax/slicer.ts';
import { seededRandom } from '../support/random.ts';

export interface DamageOptions {
  readonly seed: number;
  readonly placesPerFile: number;
  /** Go files; those of GOROOT/src/net/http if not given. */
  readonly files?: readonly string[];
  /** What happens to a character: it is deleted (the default), or another one is typed. */
  readonly damage?: 'delete' | 'insert';
}

export interface DamageFigures {
  /** Characters deleted or inserted, one at a time. */
  readonly places: number;
  /** Places at which no declaration but the damaged one changed. */
  readonly localPlaces: number;
  /** Declarations lost beyond the damaged ones, over all places. */
  readonly lostDeclarations: number;
  readonly worstLost: number;
  readonly failures: readonly DamageFailure[];
}

export interface DamageFailure {
  readonly file: string;
  readonly offset: number;
  readonly line: number;
  readonly character: string;
  readonly lost: readonly string[];
}

/** The marks whose loss may change how the rest of a file is read, by kind. */
const MARKS = ['{}', '()', '[]', '"', "'", '`'];

export function slicerDamage(options: DamageOptions): DamageFigures {
  const files = options.files ?? goFilesOf('net/http');
  const random = seededRandom(options.seed);
  const failures: DamageFailure[] = [];
  let places = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const before = sliceFile(text);
    const marks = MARKS.map((kind) => offsetsOf(text, kind)).filter((found) => found.length > 0);
    for (let place = 0; place < options.placesPerFile; place++) {
      const kind = pick(marks, random);
      const at = kind === undefined ? undefined : pick(kind, random);
      if (at === undefined) {
        break;
      }
      const inserted = pick(Array.from(MARKS.join('')), random) ?? '{';
      const isInsert = options.damage === 'insert';
      const character = isInsert ? inserted : text.charAt(at);
      const after = isInsert
        ? resliced(before, text, at, at, inserted)
        : resliced(before, text, at, at + 1, '');
      const lost = lostDeclarations(before, after, at);
      places++;
      if (lost.length > 0) {
        failures.push({
          file,
          offset: at,
          line: text.slice(0, at).split('\n').length,
          character,
          lost: lost.map((declaration) => declaration.name ?? declaration.keyword),
        });
      }
    }
  }
  return {
    places,
    localPlaces: places - failures.length,
    lostDeclarations: failures.reduce((sum, failure) => sum + failure.lost.length, 0),
    worstLost: Math.max(0, ...failures.map((failure) => failure.lost.length)),
    failures,
  };
}

function resliced(
  before: FileSlices,
  text: string,
  start: number,
  end: number,
  replacement: string,
): FileSlices {
  const damaged = text.slice(0, start) + replacement + text.slice(end);
  const edit = { start, oldEnd: end, newEnd: start + replacement.length };
  return resliceAfterEdit(before, edit, damaged);
}

/** Declarations of `before` other than the one around `at` that `after` does not have. */
function lostDeclarations(before: FileSlices, after: FileSlices, at: number): Declaration[] {
  const kept = new Map<string, number>();
  for (const declaration of after.declarations) {
    kept.set(declaration.hash, (kept.get(declaration.hash) ?? 0) + 1);
  }
  const lost: Declaration[] = [];
  const below = before.declarations.find((declaration) => declaration.start > at);
  const lineStart = before.text.lastIndexOf('\n', at - 1) + 1;
  const isDirective = before.text.startsWith('//go:', lineStart);
  for (const declaration of before.declarations) {
    const isDamaged = declaration.docStart <= at && at <= declaration.end;
    if (isDamaged || (isDirective && declaration === below)) {
      continue;
    }
    const left = kept.get(declaration.hash) ?? 0;
    kept.set(declaration.hash, left - 1);
    if (left <= 0) {
      lost.push(declaration);
    }
  }
  return lost;
}

function offsetsOf(text: string, characters: string): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (characters.includes(text.charAt(at))) {
      offsets.push(at);
    }
  }
  return offsets;
}

function pick<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** The Go files of a directory of the standard library; none if there is no Go. */
export function goFilesOf(directory: string): string[] {
  try {
    const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
    return goFilesIn(join(goroot, 'src', directory));
  } catch {
    return [];
  }
}

export function goFilesIn(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.go'))
    .sort()
    .map((name) => join(directory, name));
}

function main(args: readonly string[]): void {
  let seed = 1;
  let placesPerFile = 50;
  let damage: 'delete' | 'insert' = 'delete';
  const files: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--seed') {
      seed = Number(args[++index]);
    } else if (arg === '--places') {
      placesPerFile = Number(args[++index]);
    } else if (arg === '--insert') {
      damage = 'insert';
    } else {
      files.push(...goFilesIn(arg));
    }
  }
  const figures = slicerDamage({
    seed,
    placesPerFile,
    damage,
    ...(files.length > 0 ? { files } : {}),
  });
  for (const failure of figures.failures) {
    const lost = failure.lost.slice(0, 8).join(', ');
    console.log(
      `${failure.file}:${failure.line}: ${failure.character} (offset ${failure.offset}):` +
        ` ${failure.lost.length} lost: ${lost}`,
    );
  }
  const share = (100 * figures.localPlaces) / Math.max(1, figures.places);
  console.log(
    `${figures.places} places, ${figures.localPlaces} local (${share.toFixed(3)} %),` +
      ` ${figures.lostDeclarations} declarations lost, worst ${figures.worstLost}`,
  );
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  main(argv.slice(2));
}
