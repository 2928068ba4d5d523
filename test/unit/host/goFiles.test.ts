import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HEADER_BYTES } from '../../../server/src/engine/build/fileHeaders.ts';
import type { GoFileSystem } from '../../../server/src/engine/build/fileSystem.ts';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import type { HostEnvironment } from '../../../server/src/engine/build/goVariables.ts';
import { BuildCache, Packages } from '../../../server/src/engine/build/packages.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../../server/src/host/goFiles.ts';
import { writeFiles } from '../../support/moduleCache.ts';

describe('the disk, as packages are found on it', () => {
  let root: string;
  let machine: HostEnvironment;

  beforeEach(() => {
    root = enginePath(realpathSync(mkdtempSync(join(tmpdir(), 'go-files-'))));
    machine = hostEnvironment({ HOME: root, USERPROFILE: root, PATH: '' });
  });
  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function load(files: GoFileSystem, cache?: BuildCache): Packages {
    const options = { flags: DEFAULT_BUILD_FLAGS, directory: root };
    return Packages.load(files, machine, options, cache);
  }

  function namesOf(packages: Packages): string[] | undefined {
    return packages.at(root)?.goFiles.map(({ name }) => name);
  }

  const MODULE = { 'go.mod': 'module m\n\ngo 1.21\n', 'a.go': 'package m\n\nimport "m/p"\n' };

  it('stays as it is for as long as one looks at it', () => {
    writeFiles(root, MODULE);
    const files = new GoFiles();
    const cache = new BuildCache();
    const view = files.view();
    assert.deepEqual(namesOf(load(view, cache)), ['a.go']);
    writeFiles(root, { 'a.go': '//go:build never\n\npackage m\n', 'b.go': 'package m\n' });
    assert.deepEqual(namesOf(load(view, cache)), ['a.go']);
    assert.deepEqual(namesOf(load(files.view(), cache)), ['b.go']);
  });

  it('is read ahead without another result', async () => {
    writeFiles(root, {
      ...MODULE,
      'p/p.go': 'package p\n\nimport (\n\t"m/q"\n\t"m/none"\n)\n',
      // Its header is longer than what is read at first.
      'q/q.go': `// ${'long '.repeat(HEADER_BYTES)}\n\npackage q\n\nimport "m/r"\n`,
      'r/r.go': 'package r\n',
    });
    const view = new GoFiles().view();
    const ahead = await view.run(load(view).readClosure([root]));
    const atOnce = load(new GoFiles().view()).closure([root]);
    assert.deepEqual(ahead, atOnce);
    assert.deepEqual([...ahead.packages.keys()], ['m', 'm/p', 'm/q', 'm/r']);
    assert.deepEqual([...ahead.missing.keys()], ['m/none']);
  });

  it(
    'has links that are followed, and names that lead nowhere',
    { skip: process.platform === 'win32' },
    () => {
      writeFiles(root, { ...MODULE, 'p/x.go': 'package m\n' });
      symlinkSync('p/x.go', join(root, 'linked.go'));
      symlinkSync('none', join(root, 'dead.go'));
      symlinkSync('p', join(root, 'folder.go'));
      const view = new GoFiles().view();
      assert.deepEqual(namesOf(load(view)), ['a.go', 'linked.go']);
      assert.equal(view.realPath(`${root}/linked.go`), `${root}/p/x.go`);
      assert.equal(view.realPath(`${root}/dead.go`), undefined);
      assert.equal(view.stat(`${root}/none`), undefined);
      assert.equal(view.readDirectory(`${root}/none`), undefined);
      assert.equal(view.readFile(`${root}/p`), undefined);
      assert.equal(view.readStart(`${root}/none`, 10), undefined);
    },
  );
});
