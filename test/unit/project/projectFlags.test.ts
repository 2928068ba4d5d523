import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { projectFlags } from '../../../server/src/engine/project/projectFlags.ts';

const PROJECT = {
  tags: ['a', 'b'],
  race: true,
  flags: ['-mod=vendor', '-pgo=off'],
  environment: { GOOS: 'linux', GOARCH: 'arm64' },
};

describe('flags of a project', () => {
  it('are those of the go command where nobody says anything', () => {
    assert.deepEqual(projectFlags({}), { ...DEFAULT_BUILD_FLAGS, pgo: undefined });
  });

  it('apply where none are given', () => {
    assert.deepEqual(projectFlags({}, PROJECT), {
      tags: ['a', 'b'],
      race: true,
      pgo: undefined,
      extra: ['-mod=vendor', '-pgo=off'],
      environment: { GOOS: 'linux', GOARCH: 'arm64' },
    });
  });

  it('give way to those that are given, each by itself', () => {
    assert.deepEqual(
      projectFlags({ tags: [], pgo: 'auto', environment: { GOARCH: 'amd64' } }, PROJECT),
      {
        tags: [],
        race: true,
        pgo: 'auto',
        extra: ['-mod=vendor'],
        environment: { GOOS: 'linux', GOARCH: 'amd64' },
      },
    );
    assert.deepEqual(projectFlags({ race: false, extra: ['-x'] }, PROJECT), {
      tags: ['a', 'b'],
      race: false,
      pgo: undefined,
      extra: ['-x'],
      environment: PROJECT.environment,
    });
  });

  it('give way in whichever way they are written', () => {
    const given = { tags: ['c'], race: true, pgo: 'off' };
    for (const [flags, left] of [
      [['-tags=a', '-mod=mod'], ['-mod=mod']],
      [['--tags', 'a', '-mod=mod'], ['-mod=mod']],
      [['-race', '-race=false', '-trimpath'], ['-trimpath']],
      [
        ['-pgo', 'x.pgo', '-ldflags', '-s -pgo'],
        ['-ldflags', '-s -pgo'],
      ],
      [['-tags'], []],
      [['-tagset=x'], ['-tagset=x']],
    ] as const) {
      assert.deepEqual(projectFlags(given, { flags }).extra, left);
      assert.deepEqual(projectFlags({}, { flags }).extra, flags);
    }
  });
});
