import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { keepNewest } from '../../../server/src/capture/keepNewest.ts';

describe('captured files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'go-memory-kept-'));

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are kept as long as they are among the newest, series of snapshots as one', async () => {
    mkdirSync(join(folder, 'series'));
    writeFileSync(join(folder, 'series/heap.pb.gz'), '');
    for (const name of ['z', 'a', 'm']) {
      writeFileSync(join(folder, name), '');
    }
    for (const [time, name] of ['z', 'series', 'm', 'a'].entries()) {
      utimesSync(join(folder, name), time + 1, time + 1);
    }
    await keepNewest(folder, 4);
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'm', 'series', 'z']);
    await keepNewest(folder, 2);
    assert.deepEqual(readdirSync(folder).sort(), ['a', 'm']);
    await keepNewest(folder, 0);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('need no folder yet', async () => {
    await keepNewest(join(folder, 'none'), 0);
  });
});
