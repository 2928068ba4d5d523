import { fileURLToPath } from 'node:url';
import type { Parser } from '../../server/src/engine/syntax/cursor.ts';
import { loadParser } from '../../server/src/host/treeSitter.ts';

/** The parser that the product ships, from the packages that its wasm files come from. */
export function loadGoParser(): Promise<Parser> {
  return loadParser({
    runtimeWasm: fileURLToPath(import.meta.resolve('web-tree-sitter/web-tree-sitter.wasm')),
    grammarWasm: fileURLToPath(import.meta.resolve('tree-sitter-go/tree-sitter-go.wasm')),
  });
}
