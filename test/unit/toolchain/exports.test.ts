import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import { ExportFiles } from '../../../server/src/toolchain/exports.ts';

const CWD = resolve('/module');
const IMPORTCFG = 'packagefile fmt=/cache/fmt.a\npackagefile example.com/lib=$WORK/b002/_pkg_.a\n';
const IMPORTER = { testedPath: '', isProfiled: false };

describe('export data of what a package imports', () => {
  it('takes the place of what the script would have made', () => {
    const files = new ExportFiles(
      [{ ImportPath: 'example.com/lib', Export: '/cache/lib.a' }],
      ['go', 'list'],
      CWD,
    );
    assert.equal(files.refusalFor(IMPORTCFG, IMPORTER), undefined);
    assert.match(
      files.resolve(IMPORTCFG, IMPORTER),
      /^packagefile example\.com\/lib=\/cache\/lib\.a$/m,
    );
  });

  it('is refused for an error of the compiler, and for one that the go command finds itself', () => {
    const errors = [
      { Err: '# example.com/lib\nlib/lib.go:3:9: undefined: x' },
      { Err: "expected 'package', found 'func'", Pos: 'lib/lib.go:1:1' },
    ];
    const refusals = errors.map((Error) =>
      new ExportFiles([{ ImportPath: 'example.com/lib', Error }], ['go', 'list'], CWD).refusalFor(
        IMPORTCFG,
        IMPORTER,
      ),
    );
    assert.deepEqual(
      refusals.map((refusal) => (refusal?.type === 'errors' ? refusal.errors : refusal)),
      [
        [
          {
            place: { file: resolve(CWD, 'lib/lib.go'), line: 3, column: 9 },
            message: 'undefined: x',
          },
        ],
        [
          {
            place: { file: resolve(CWD, 'lib/lib.go'), line: 1, column: 1 },
            message: "expected 'package', found 'func'",
          },
        ],
      ],
    );
  });

  it('is missing of a package that nothing is known of', () => {
    const files = new ExportFiles([], ['go', 'list'], CWD);
    assert.equal(files.refusalFor(IMPORTCFG, IMPORTER), undefined);
    assert.equal(files.resolve(IMPORTCFG, IMPORTER), IMPORTCFG);
  });
});
