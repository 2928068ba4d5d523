/**
 * Slices and parses Go files and counts the declarations that are broken or have parse errors; in
 * valid files there should be none. Run as a script for a whole tree, GOROOT/src by default:
 *
 *     node --import tsx test/fuzz/slicerParse.ts [DIR…]
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { SyntaxNode } from '../../server/src/engine/syntax/cursor.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { type DisposableParser, loadParser } from '../../server/src/host/treeSitter.ts';

export interface ParseFigures {
  readonly files: number;
  readonly characters: number;
  readonly declarations: number;
  readonly nodes: number;
  readonly sliceMs: number;
  readonly parseMs: number;
  /** One line for each declaration that is not well. */
  readonly faults: readonly string[];
}

export function loadTestParser(): Promise<DisposableParser> {
  const { resolve } = createRequire(import.meta.url);
  return loadParser({
    runtimeWasm: resolve('web-tree-sitter/web-tree-sitter.wasm'),
    grammarWasm: resolve('tree-sitter-go/tree-sitter-go.wasm'),
  });
}

export function slicerParse(parser: DisposableParser, files: readonly string[]): ParseFigures {
  const faults: string[] = [];
  let characters = 0;
  let declarations = 0;
  let nodes = 0;
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
      const tree = parser.parseDeclaration(slices.textOf(declaration));
      parseMs += performance.now() - parseStarted;
      nodes += tree.size;
      if (tree.root.hasError || !declaration.isComplete) {
        const fault = innermostFault(tree.root);
        const line = text.slice(0, declaration.start + fault.start).split('\n').length;
        const name = declaration.name ?? declaration.keyword;
        const what = declaration.isComplete ? fault.kind : `broken, ${fault.kind}`;
        faults.push(`${file}:${line}: ${name}: ${what} ${JSON.stringify(fault.text.slice(0, 60))}`);
      }
    }
  }
  return { files: files.length, characters, declarations, nodes, sliceMs, parseMs, faults };
}

function innermostFault(root: SyntaxNode): SyntaxNode {
  let node = root;
  for (;;) {
    const next = node.isError ? undefined : node.children.find((child) => child.hasError);
    if (next === undefined) {
      return node;
    }
    node = next;
  }
}

function goFilesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.go'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/testdata/'));
}

async function main(args: readonly string[]): Promise<void> {
  const goroot = () => execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const directories = args.length > 0 ? args : [join(goroot(), 'src')];
  const parser = await loadTestParser();
  const { faults, ...figures } = slicerParse(parser, directories.flatMap(goFilesBelow));
  parser.dispose();
  console.log(faults.join('\n'));
  console.log({ ...figures, faults: faults.length });
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  await main(argv.slice(2));
}
