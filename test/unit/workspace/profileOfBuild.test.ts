import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../../server/src/host/goFiles.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { StaticTier } from '../../../server/src/workspace/staticTier.ts';

const FILES = {
  'go.mod': 'module example.com/m\n\ngo 1.26\n',
  'p/p.go': 'package p\n',
  'alone/alone.go': 'package alone\n',
  'cmd/app/main.go': 'package main\n\nimport _ "example.com/m/p"\n\nfunc main() {}\n',
  'cmd/app/default.pgo': '',
  // Beside no program.
  'p/default.pgo': '',
};

describe('the profile that a package is compiled with', () => {
  let root: string;

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'profile-of-build-')));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  });

  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  /** The paths that are read for a package, seen from the module. */
  async function readFor(
    name: string,
    { pgo, isOfProgram = true }: { readonly pgo?: string; readonly isOfProgram?: boolean } = {},
  ): Promise<readonly string[]> {
    const read: string[] = [];
    const files = new GoFiles();
    const tier = new StaticTier({
      documents: new Documents(),
      machine: { ...hostEnvironment(), variables: {} },
      diskNow: () => files.view(),
      buildSettings: () =>
        Promise.resolve({ flags: { ...DEFAULT_BUILD_FLAGS, pgo }, goCommand: 'go' }),
      isOfProgram,
      callProfile: ({ path }) => {
        read.push(path.slice(enginePath(root).length + 1));
        return Promise.resolve(undefined);
      },
    });
    await tier.worldOf(enginePath(join(root, name)));
    return read;
  }

  it('is that of a program that it is a part of', async () => {
    assert.deepEqual(await readFor('p'), ['cmd/app/default.pgo']);
    assert.deepEqual(await readFor('cmd/app'), ['cmd/app/default.pgo']);
    assert.deepEqual(await readFor('alone'), []);
  });

  it('lies beside the package where that is built by itself', async () => {
    assert.deepEqual(await readFor('p', { isOfProgram: false }), []);
    assert.deepEqual(await readFor('cmd/app', { isOfProgram: false }), ['cmd/app/default.pgo']);
  });

  it('is the one that the build names', async () => {
    assert.deepEqual(await readFor('alone', { pgo: '../p/default.pgo' }), ['p/default.pgo']);
    assert.deepEqual(await readFor('p', { pgo: 'off' }), []);
  });
});
