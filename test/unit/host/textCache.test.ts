import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { TextCache } from '../../../server/src/host/textCache.ts';

const MOST_FILES = 64;

describe('texts that outlive the process', () => {
  let root: string;
  let folder: string;
  const cacheOf = (version: string, at = folder) =>
    new TextCache({ folder: at, version, suffix: '.text.gz', mostFiles: MOST_FILES });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'text-cache-'));
    folder = join(root, 'not', 'there', 'yet');
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('are read by name, of the same version', async () => {
    await cacheOf('1').write('a', 'text');
    assert.equal(await cacheOf('1').read('a'), 'text');
    assert.equal(await cacheOf('1').read('b'), undefined);
    assert.equal(await cacheOf('2').read('a'), undefined);
  });

  it('are as many as may be, those that nobody read first gone', async () => {
    const cache = cacheOf('1');
    await cache.write('first', 'kept, as it is read');
    await cache.write('second', 'gone');
    writeFileSync(join(folder, 'of somebody else'), '');
    for (const name of readdirSync(folder)) {
      utimesSync(join(folder, name), new Date(2020, 1), new Date(2020, 1));
    }
    await cache.read('first');
    for (let at = 0; at < MOST_FILES - 1; at++) {
      await cache.write(`${at}`, '');
    }
    assert.equal(readdirSync(folder).length, MOST_FILES + 1);
    assert.equal(await cache.read('second'), undefined);
    assert.equal(await cache.read('first'), 'kept, as it is read');
    assert.ok(readdirSync(folder).includes('of somebody else'));
  });

  it('are as they were or as they are, however many write them', async () => {
    const texts = Array.from({ length: 8 }, (_, at) => `${at}`.repeat(100_000));
    const writing = texts.map((text) => cacheOf('1').write('a', text));
    const reading = texts.map(() => cacheOf('1').read('a'));
    for (const text of await Promise.all(reading)) {
      assert.ok(text === undefined || texts.includes(text));
    }
    await Promise.all(writing);
    assert.ok(texts.includes((await cacheOf('1').read('a')) ?? ''));
    assert.equal(readdirSync(folder).length, 1);
  });

  it('are nowhere where no folder can be made', async () => {
    writeFileSync(join(root, 'file'), '');
    const cache = cacheOf('1', join(root, 'file'));
    assert.equal(await cache.read('a'), undefined);
    await assert.rejects(cache.write('a', 'text'));
  });
});
