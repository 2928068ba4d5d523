import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { CompilerTier } from '../../../server/src/workspace/compilerTier.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { FakeCompiler } from '../../support/fakeCompiler.ts';

it('has nobody wait for a compiler that is not to be run, however fast somebody types', async () => {
  const documents = new Documents();
  const compiler = new FakeCompiler();
  const tier = new CompilerTier(
    {
      compiler,
      documents,
      // Nothing ever follows a keystroke.
      timer: { after: () => () => undefined },
      flagsFor: () => Promise.resolve(DEFAULT_BUILD_FLAGS),
      changed: () => undefined,
    },
    false,
  );
  const file = '/m/p.go';
  const uri = `file://${file}`;
  tier.opened(documents.open(uri, file, 1, 'package p\n'));
  for (const version of [2, 3, 4]) {
    const edit = { start: 0, oldEnd: 0, newEnd: 1 };
    const edited = documents.edit(uri, version, [
      { edit, text: `${'\n'.repeat(version - 1)}package p\n` },
    ]);
    assert.ok(edited);
    tier.edited(edited);
    await tier.settled(edited);
  }
  assert.deepEqual(compiler.requests, []);
});
