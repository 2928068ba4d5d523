import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { flagsInFolder } from '../../../server/src/capture/projectBuild.ts';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { writeFiles } from '../../support/moduleCache.ts';

describe('how tests are built that are profiled', () => {
  const folder = mkdtempSync(join(tmpdir(), 'go-memory-flags-'));
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  writeFiles(folder, {
    'go.mod': 'module example.com/m\n',
    'gomem.json': '{"build": {"tags": ["integration"], "flags": ["-mod=vendor"]}}',
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is what gomem.json says where the user says nothing', async () => {
    const { tags, extra } = await flagsInFolder(DEFAULT_BUILD_FLAGS, inner);
    assert.deepEqual([tags, extra], [['integration'], ['-mod=vendor']]);
    const users = await flagsInFolder({ ...DEFAULT_BUILD_FLAGS, tags: ['mine'] }, inner);
    assert.deepEqual([users.tags, users.extra], [['mine'], ['-mod=vendor']]);
  });

  it('is what the user says where there is no gomem.json', async () => {
    rmSync(join(folder, 'gomem.json'));
    const { tags, extra } = await flagsInFolder({ ...DEFAULT_BUILD_FLAGS, tags: ['mine'] }, inner);
    assert.deepEqual([tags, extra], [['mine'], []]);
  });
});
