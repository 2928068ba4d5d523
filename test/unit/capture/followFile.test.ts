import assert from 'node:assert/strict';
import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { followFile } from '../../../server/src/capture/followFile.ts';
import { until } from '../../support/until.ts';

describe('following a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'follow-'));
  const path = join(folder, 'a.log');

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** What has been read since the file began. */
  const following = () => {
    const stop = new AbortController();
    const read = { text: '', countRestarts: 0, countCatches: 0 };
    const ended = followFile({
      path,
      signal: stop.signal,
      onText: (text) => (read.text += text),
      onRestart: () => {
        read.text = '';
        read.countRestarts++;
      },
      onCaughtUp: () => read.countCatches++,
    });
    return { read, ended, stop };
  };

  it('reads what is there, and what is appended, in pieces of letters too', async () => {
    const letter = Buffer.from('é');
    writeFileSync(path, 'one\n');
    const { read, ended, stop } = following();
    await until(() => read.text === 'one\n');
    appendFileSync(path, letter.subarray(0, 1));
    await until(() => read.countCatches === 2);
    assert.equal(read.text, 'one\n');
    appendFileSync(path, letter.subarray(1));
    await until(() => read.text === 'one\né');
    appendFileSync(path, 'y'.repeat(200_000));
    appendFileSync(path, 'the end');
    stop.abort();
    await ended;
    assert.ok(read.text.endsWith('ythe end'), 'what was written before the end');
    assert.deepEqual([read.text.length, read.countRestarts], [5 + 200_000 + 7, 0]);
  });

  it('begins anew where it is cut, and where another file takes its place', async () => {
    writeFileSync(path, 'before\n');
    const { read, ended, stop } = following();
    await until(() => read.text === 'before\n');
    truncateSync(path);
    await until(() => read.countRestarts === 1);
    appendFileSync(path, 'cut\n');
    await until(() => read.text === 'cut\n');
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, 'last of the old one\n');
    await until(() => read.text.endsWith('last of the old one\n'));
    writeFileSync(path, 'rotated\n');
    await until(() => read.text === 'rotated\n');
    assert.equal(read.countRestarts, 2);
    stop.abort();
    await ended;
  });

  it('reads what PowerShell writes', async () => {
    writeFileSync(path, Buffer.from('\ufeffgc 1\n', 'utf16le'));
    const { read, ended, stop } = following();
    await until(() => read.text === 'gc 1\n');
    appendFileSync(path, Buffer.from('gc 2\n', 'utf16le'));
    await until(() => read.text === 'gc 1\ngc 2\n');
    stop.abort();
    await ended;
  });

  it('says where there is none', async () => {
    rmSync(path);
    await assert.rejects(following().ended, /ENOENT/);
  });
});
