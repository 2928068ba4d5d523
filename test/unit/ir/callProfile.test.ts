import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallProfile, nameInPackage } from '../../../server/src/engine/ir/callProfile.ts';

describe('hot calls of a profile', () => {
  const call = (callee: string, lineOffset: number, weight: number) => ({
    caller: 'm.F',
    callee,
    lineOffset,
    weight,
  });

  it('are those that 99 % of all weight is in, and the one that goes over it', () => {
    const profile = new CallProfile([call('m.a', 1, 900), call('m.b', 2, 95), call('m.c', -3, 5)]);
    assert.ok(profile.isHotCall('m.F', 1) && profile.isHotCall('m.F', 2));
    assert.ok(!profile.isHotCall('m.F', -3) && !profile.isHotCallee('m.c'));
    assert.ok(profile.has('m.F') && profile.has('m.b') && !profile.has('m.c'));
    const even = new CallProfile([call('m.a', 1, 99), call('m.b', -2, 1)]);
    assert.ok(even.isHotCall('m.F', -2));
  });

  it('are of functions as the linker names them', () => {
    assert.equal(
      nameInPackage({ path: 'gopkg.in/yaml.v3', name: 'yaml' }, 'F'),
      'gopkg.in/yaml%2ev3.F',
    );
    assert.equal(nameInPackage({ path: 'example.com/cmd/app', name: 'main' }, 'T.M'), 'main.T.M');
  });
});
