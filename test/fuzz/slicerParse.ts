/**
 * Slices and parses Go files and counts the declarations that are broken or have parse errors; in
 * valid files there should be none. Run as a script for a whole tree, GOROOT/src by default:
 *
 *     node --import tsx test/fuzz/slicerParse.ts [DIR…]
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseDeclaration } from '../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';

export interface ParseFigures {
  readonly files: number;
  readonly characters: number;
  readonly declarations: number;
  readonly expressions: number;
  readonly sliceMs: number;
  readonly parseMs: number;
  /** One line for each declaration that is not well. */
  readonly faults: readonly string[];
}

export function slicerParse(files: readonly string[]): ParseFigures {
  const faults: string[] = [];
  let characters = 0;
  let declarations = 0;
  let expressions = 0;
  let sliceMs = 0;
  let parseMs = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    characters += text.length;
    const started = performance.now();
    const slices = sliceFile(text);
    sliceMs += performance.now() - started;
    for (const declaration of slices.declarations) {
      declarations++;
      const parseStarted = performance.now();
      const { errors, countExpressions } = parseDeclaration(slices.textOf(declaration));
      parseMs += performance.now() - parseStarted;
      expressions += countExpressions;
      const [error] = errors;
      if (error !== undefined || !declaration.isComplete) {
        const { start, message } = error ?? { start: 0, message: 'broken' };
        const line = text.slice(0, declaration.start + start).split('\n').length;
        faults.push(`${file}:${line}: ${declaration.name ?? declaration.keyword}: ${message}`);
      }
    }
  }
  return { files: files.length, characters, declarations, expressions, sliceMs, parseMs, faults };
}

function goFilesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.go'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/testdata/'));
}

function main(args: readonly string[]): void {
  const goroot = () => execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const directories = args.length > 0 ? args : [join(goroot(), 'src')];
  const { faults, ...figures } = slicerParse(directories.flatMap(goFilesBelow));
  console.log(faults.join('\n'));
  console.log({ ...figures, faults: faults.length });
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  main(argv.slice(2));
}
