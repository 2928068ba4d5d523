/** What ships about the standard library's functions is what its compiler says here. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { ARCHIVE, functionName, functionOffset } from '../../scripts/parameterLeaks.ts';
import {
  decodeFunction,
  decodeFunctions,
  type LeaksTable,
} from '../../server/src/engine/compile/knownLeaks.ts';
import { parseDeclaration } from '../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../server/src/engine/text/lines.ts';
import { compilersInlining } from '../oracle/inline/theirs.ts';

const PACKAGES = ['bytes', 'net/url', 'sort', 'strings', 'text/template/parse'];

const tables = JSON.parse(
  brotliDecompressSync(readFileSync(ARCHIVE)).toString(),
) as readonly LeaksTable[];
const [goroot = '', goVersion = ''] = execFileSync('go', ['env', 'GOROOT', 'GOVERSION'], {
  encoding: 'utf8',
}).split('\n');
const table = tables.find((each) => goVersion.startsWith(`go${each.goVersion}`));

describe('functions of the standard library', { skip: table ? false : goVersion }, () => {
  const directory = join(goroot, 'src');
  const { functions } = compilersInlining({ name: 'std', directory, patterns: PACKAGES });

  for (const importPath of PACKAGES) {
    it(`of ${importPath} are known to be inlined, or not to be`, () => {
      const known = decodeFunctions(table?.packages[importPath] ?? '');
      const wrong: string[] = [];
      let countJudged = 0;
      const files = new Set(
        [...functions.keys()]
          .map((place) => place.replace(/:\d+:\d+$/, ''))
          .filter((file) => file.startsWith(`${join(directory, importPath)}/`)),
      );
      for (const file of files) {
        const slices = sliceFile(readFileSync(file, 'utf8'));
        const lines = new LineIndex(slices.text);
        for (const declaration of slices.declarations) {
          const code = slices.textOf(declaration);
          const { syntax } = parseDeclaration(code);
          const text = syntax.kind === 'func' ? known.get(functionName(syntax)) : undefined;
          if (syntax.kind === 'func' && text !== undefined) {
            const at = lines.byteColumnAt(declaration.start + functionOffset(code));
            const said = functions.get(`${file}:${at.line}:${at.column}`);
            countJudged += said ? 1 : 0;
            if (said && (said.reason === undefined) !== decodeFunction(text).isInlined) {
              wrong.push(`${file}:${at.line}: ${syntax.name.name}: ${said.reason ?? 'inlined'}`);
            }
          }
        }
      }
      assert.ok(countJudged > 20, 'there is nothing to compare');
      assert.deepEqual(wrong, []);
    });
  }
});
