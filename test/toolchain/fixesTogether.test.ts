/** All fixes of a package at once: what does not go together waits for the next time. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { RULES } from '../../server/src/engine/rules/registry.ts';
import { check, go, runIn } from '../support/ruleFixtures.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/fixesTogether', import.meta.url));
const FILE = 'together.go';
const MOST_TIMES = 4;

describe('all fixes at once', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gomem-together-'));
    cpSync(FIXTURE, folder, { recursive: true });
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const text = () => readFileSync(join(folder, FILE), 'utf8');

  it('compile, are formatted, and end', async () => {
    const rules = RULES.map(({ name }) => name).join();
    const begun = (await check(folder, ['--rules', rules, './...'])).filter(({ fix }) => fix);
    assert.ok(new Set(begun.map(({ rule }) => rule)).size >= 8, JSON.stringify(begun));
    let changed = '';
    let times = 0;
    while (text() !== changed) {
      assert.ok(times++ < MOST_TIMES, 'each run finds more to change');
      changed = text();
      await runIn(folder, ['check', '--fix', '--rules', rules, './...']);
      go(folder, 'go', ['vet', './...']);
      assert.equal(go(folder, 'gofmt', ['-l', '.']), '');
    }
    const left = await check(folder, ['--rules', rules, './...']);
    assert.deepEqual(
      left.filter(({ fix }) => fix),
      [],
    );
  });
});
