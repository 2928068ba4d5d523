import { besideThisFile } from './bundledFile.ts';
import { loadParser, type DisposableParser } from './treeSitter.ts';

/** The parser of a bundle: its files lie beside the one that runs (esbuild.mjs). */
export function loadBundledParser(): Promise<DisposableParser> {
  return loadParser({
    runtimeWasm: besideThisFile('web-tree-sitter.wasm'),
    grammarWasm: besideThisFile('tree-sitter-go.wasm'),
  });
}
