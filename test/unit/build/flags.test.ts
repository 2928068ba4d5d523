import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DEFAULT_BUILD_FLAGS,
  goCommandArguments,
  mergeGcflags,
} from '../../../server/src/engine/build/flags.ts';

describe('build flags', () => {
  it('are arguments of the go command', () => {
    const flags = { ...DEFAULT_BUILD_FLAGS, tags: ['a', 'b'], race: true, pgo: 'off' };
    assert.deepEqual(goCommandArguments({ ...flags, extra: ['-mod=vendor'] }), [
      '-tags=a,b',
      '-race',
      '-pgo=off',
      '-mod=vendor',
    ]);
  });

  it('keep the compiler flags of the user before ours', () => {
    const merge = (goflags: string, extra: string[] = []) =>
      mergeGcflags({ ...DEFAULT_BUILD_FLAGS, extra }, goflags, ['-m=2']);
    assert.equal(merge(''), '-m=2');
    assert.equal(merge('-mod=mod -gcflags=-l'), '-l -m=2');
    assert.equal(merge('-gcflags=all=-N'), '-N -m=2');
    assert.equal(merge('-gcflags=-l', ['-gcflags=-N -l']), '-N -l -m=2');
    assert.equal(merge("'-gcflags=-l'"), '-l -m=2');
    assert.equal(merge("'-gcflags=-N -l'"), '-N -l -m=2');
    assert.equal(merge('', ['-gcflags', '-N -l']), '-N -l -m=2');
    assert.equal(merge('-gcflags=-l', ['-gcflags=example.com/p=-N']), '-l -m=2');
    assert.equal(merge('-gcflags=all=-l', ['-gcflags=']), '-m=2');
    // Flags of another package are not this one's.
    assert.equal(merge('-gcflags=example.com/p=-l'), '-m=2');
  });

  it('do not pass -gcflags twice', () => {
    const extra = ['-gcflags=-l', '-trimpath', '-gcflags', '-N'];
    assert.deepEqual(goCommandArguments({ ...DEFAULT_BUILD_FLAGS, extra }), ['-trimpath']);
    const all = { ...DEFAULT_BUILD_FLAGS, extra: ['-gcflags=all=-N -l'] };
    assert.deepEqual(goCommandArguments(all), ['-gcflags=all=-N -l']);
  });
});
