import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  NEWEST_RUNTIME,
  RUNTIMES,
  runtimeOf,
} from '../../../server/src/engine/goruntime/runtimes.ts';

describe('the runtime of a Go version', () => {
  const minorOf = (goVersion: string | undefined) => {
    const { runtime, isExact } = runtimeOf(goVersion);
    return `${runtime.goVersion.split('.')[1] ?? ''}${isExact ? '' : ', nearly'}`;
  };

  it('is that of its minor version', () => {
    assert.equal(minorOf('go1.25.3'), '25');
    assert.equal(minorOf('1.22'), '22');
    assert.equal(minorOf('go1.24rc2'), '24');
    assert.equal(minorOf('devel go1.23-8a2f3b Tue Mar 5'), '23');
    assert.equal(minorOf('go1.26-devel_1e1da49105 X:nodwarf5'), '26');
  });

  it('is the nearest where there is none', () => {
    assert.equal(minorOf('go1.4'), '22, nearly');
    assert.equal(minorOf('go1.21.13'), '22, nearly');
    assert.equal(minorOf('go1.99'), '26, nearly');
  });

  it('is the newest where the version is not known', () => {
    for (const unknown of [undefined, '', 'go2', 'devel +8a2f3b', 'weekly.2012-03-27']) {
      assert.deepEqual(runtimeOf(unknown), { runtime: NEWEST_RUNTIME, isExact: false });
    }
  });

  it('is one of those that are ordered by their age', () => {
    const minors = RUNTIMES.map(({ goVersion }) => Number(goVersion.split('.')[1]));
    assert.deepEqual(
      minors,
      minors.map((_, index) => (minors[0] ?? 0) + index),
    );
    assert.equal(RUNTIMES.at(-1), NEWEST_RUNTIME);
  });
});
