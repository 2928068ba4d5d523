import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { SourceText } from '../../../server/src/engine/compilerlog/attach.ts';
import { tellBodylessParameters } from '../../../server/src/engine/compilerlog/bodyless.ts';
import { CompilerLogReader } from '../../../server/src/engine/compilerlog/reader.ts';
import type { CompilerLog } from '../../../server/src/engine/compilerlog/rows.ts';
import { sitesOf } from '../../../server/src/engine/compilerlog/sites.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';
import { compareRows, type OracleRow } from '../../oracle/agreement.ts';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../../fixtures/compilerlog');

/** The text that each Go version printed for test/fixtures/compilerlog/module; see record.sh. */
const VERSIONS = ['go1.22', 'go1.23', 'go1.24', 'go1.25', 'go1.26'];

describe('reader of the compiler log, on recorded text', () => {
  for (const version of VERSIONS) {
    it(`${version}: the rows are the oracle's`, () => {
      const log = read(`${version}.txt`);
      const ours = sitesOf(tellBodylessParameters(log.rows, sourceOf)).map(
        ({ place, kind, what, verdict, detail, isInlined }) => ({
          file: place.file,
          line: place.line,
          col: place.column,
          kind,
          what,
          verdict,
          detail,
          inlined: isInlined,
        }),
      );
      const oracle = readFileSync(join(FIXTURES, `${version}.rows.jsonl`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as OracleRow);
      const { agreement, differences } = compareRows(oracle, ours, () => true);
      assert.deepEqual(differences, []);
      assert.ok(agreement.rows > 200, `only ${agreement.rows} rows`);
    });

    it(`${version}: what leaks or is on the heap has its explanation`, () => {
      const without = read(`${version}.txt`).rows.filter(
        ({ verdict, explanation, place }) =>
          verdict !== 'stack' &&
          verdict !== 'noleak' &&
          !explanation &&
          // There is nothing to explain where there is no body.
          !place.file.startsWith('bodyless/'),
      );
      assert.deepEqual(without, []);
    });

    it(`${version}: errors have their places, verdicts of other packages stay`, () => {
      const log = read(`${version}.errors.txt`);
      const errors = log.remarks.map(
        ({ place, message }) => `${place.file}:${place.line} ${message}`,
      );
      assert.ok(
        errors.some((text) => /^types\/types\.go:13 undefined: undefined$/.test(text)),
        errors.join('\n'),
      );
      assert.ok(
        errors.some((text) => text.startsWith('syntax/')),
        errors.join('\n'),
      );
      assert.ok(!errors.some((text) => text.includes('other declaration of')));
      assert.ok(log.rows.some(({ place, what }) => place.file === 'fine/fine.go' && what === 'n'));
    });
  }
});

function sourceOf(file: string): SourceText | undefined {
  const path = join(FIXTURES, 'module', file);
  if (!existsSync(path)) {
    return undefined;
  }
  const text = readFileSync(path, 'utf8');
  return { slices: sliceFile(text), lines: new LineIndex(text) };
}

function read(name: string): CompilerLog {
  const reader = new CompilerLogReader((printed) =>
    printed.startsWith('<') ? printed : normalize(printed),
  );
  for (const line of readFileSync(join(FIXTURES, name), 'utf8').split('\n')) {
    reader.readLine(line);
  }
  return reader.finish();
}
