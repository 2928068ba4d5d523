import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseModFile } from '../../../server/src/engine/build/modFile.ts';
import { parseVendorList } from '../../../server/src/engine/build/vendorList.ts';

/** `line:column+length message`. */
function problemsOf(text: string): string[] {
  return parseModFile(text).problems.map(
    ({ line, column, length, message }) => `${line}:${column}+${length} ${message}`,
  );
}

describe('go.mod', () => {
  it('counts as far as it is right', () => {
    const file = parseModFile(
      [
        'module example.com/m',
        'go 1.x',
        'require (',
        '\texample.com/a v1.0.0',
        '\texample.com/b',
        '\texample.com/c v2.0.0 // indirect',
        '\t"example.com/d v1.0.0',
        '\texample.com/e v1.0.0 // indirect',
        ')',
        'replace example.com/a => ../a',
        'what is this',
      ].join('\n'),
    );
    assert.deepEqual(
      file.require.map(({ path, isIndirect }) => [path, isIndirect]),
      [
        ['example.com/a', false],
        ['example.com/e', true],
      ],
    );
    assert.equal(file.module, 'example.com/m');
    assert.equal(file.go, undefined);
    assert.equal(file.replace.length, 1);
    assert.deepEqual(
      file.problems.map(({ line }) => line).sort((a, b) => a - b),
      [2, 5, 6, 7, 11],
    );
  });

  it('says where something is wrong', () => {
    assert.deepEqual(problemsOf('require example.com/a v2.0.0'), [
      '1:23+6 version "v2.0.0" invalid: should be v0 or v1, not v2',
    ]);
    assert.deepEqual(problemsOf('module m\n\n  require ( // why\n\ta v1.0.0\n'), [
      '3:3+7 syntax error (unterminated block)',
    ]);
    assert.deepEqual(problemsOf('module m\nmodule n\n/* x */'), [
      '3:1+2 mod files must use // comments (not /* */ comments)',
      '2:1+6 repeated module statement',
    ]);
    assert.deepEqual(problemsOf('replace a => b'), [
      '1:14+1 replacement module without version must be directory path (rooted or starting with . or ..)',
    ]);
  });

  it('of a dependency may be of a later Go', () => {
    const text = 'module m\ngo 1.99-new\nnovelty x\nreplace a => ./b\nrequire a v1.0.0\n';
    const { go, replace, require, problems } = parseModFile(text, { isDependency: true });
    assert.deepEqual({ go, replace, problems }, { go: '1.99', replace: [], problems: [] });
    assert.equal(require.length, 1);
  });
});

describe('vendor/modules.txt', () => {
  it('passes by what it does not know', () => {
    const list = parseVendorList(
      [
        '## workspace',
        '# example.com/a v1.0.0 => ../a',
        '## explicit; go 1.20; novelty',
        'example.com/a',
        'example.com/a/p',
        '# example.com/b v1.0.0',
        '# example.com/c => example.com/d v1.1.0',
        '# nonsense',
        'not a path',
        '',
      ].join('\r\n'),
    );
    assert.ok(list.isForWorkspace);
    assert.deepEqual(list.modules, [{ path: 'example.com/a', version: 'v1.0.0' }]);
    assert.deepEqual([...list.packages.keys()], ['example.com/a', 'example.com/a/p']);
    assert.deepEqual(list.details.get('example.com/a@v1.0.0'), {
      path: 'example.com/a',
      version: 'v1.0.0',
      isExplicit: true,
      goVersion: '1.20',
      replacedBy: { path: '../a', version: '' },
    });
    assert.deepEqual(list.details.get('example.com/c')?.replacedBy, {
      path: 'example.com/d',
      version: 'v1.1.0',
    });
  });
});
