/** What fixes of fixtures are as texts, beyond what they compile and save. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { check, runIn, withFixtures } from '../support/ruleFixtures.ts';

/** A constant that is no uintptr where the word stands elsewhere than at a multiple of 8. */
const ALIGNED = 'const _ uintptr = -(unsafe.Offsetof(shared.count) % 8)';

describe('fixes', () => {
  it('declare what is compiled at two places once', () =>
    withFixtures(async (folder) => {
      const fixed = await fix(folder, 'compile-once');
      assert.equal(fixed.split('`^two$`').length - 1, 1, fixed);
      assert.equal(fixed.split('atTwoPlacesPattern.MatchString').length - 1, 2, fixed);
    }));

  it('keep words that are used atomically aligned on machines of 32 bits', () =>
    withFixtures(async (folder) => {
      const fixed = await fix(folder, 'captured-together');
      const use = 'atomic.AddInt64(&shared.count, 1)';
      assert.ok(fixed.includes(use), fixed);
      writeFileSync(
        fileOf(folder, 'captured-together'),
        fixed
          .replace('"sync/atomic"', '"sync/atomic"\n"unsafe"')
          .replace(use, `${ALIGNED}\n${use}`),
      );
      const { status, stderr } = spawnSync('go', ['build', './captured-together'], {
        cwd: folder,
        env: { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local', GOARCH: '386' },
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
    }));

  it('put no words that are used atomically into arrays', () =>
    withFixtures(async (folder) => {
      const fixed = await fix(folder, 'slice-of-pointers');
      assert.match(fixed, /&counter\{name: key\}/);
      assert.match(fixed, /:= make\(\[\]pair, 0/);
    }));

  it('say where letters may compare otherwise, and nowhere else', () =>
    withFixtures(async (folder) => {
      for (const { expression, fix } of await check(folder, [
        '--rules',
        'equal-fold',
        './equal-fold',
      ])) {
        const isSame = /"(?:TRUE|SEA|yard)"/.test(expression);
        assert.equal(fix?.title.includes('compare otherwise'), !isSame, expression);
      }
    }));

  it('make nothing of less than no elements', () =>
    withFixtures(async (folder) => {
      const calls = { 'prealloc-slice': 'countDown(-1)', 'slice-of-pointers': 'allButLast(nil)' };
      for (const [rule, call] of Object.entries(calls)) {
        assert.match(await fix(folder, rule), /max\((?:n|len\(keys\)-1), 0\)/);
        writeFileSync(
          join(folder, rule, 'negative_test.go'),
          `package fixture\n\nimport "testing"\n\nfunc TestNegative(*testing.T) { ${call} }\n`,
        );
        const { status, stdout } = spawnSync('go', ['test', '-run', 'TestNegative', `./${rule}`], {
          cwd: folder,
          env: { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' },
          encoding: 'utf8',
        });
        assert.equal(status, 0, stdout);
      }
    }));

  it('promise no copy only of writers that take strings', () =>
    withFixtures(async (folder) => {
      const found = await check(folder, ['--rules', 'write-string', './write-string']);
      assert.ok(found.length > 0);
      for (const { function: name, gain } of found) {
        assert.equal(gain?.objectsAfter, name.endsWith('.proveBoth') ? 0 : '0 or 1', name);
      }
    }));
});

/** The text of a rule's fixture with its fixes. */
async function fix(folder: string, rule: string): Promise<string> {
  await runIn(folder, ['check', '--fix', '--rules', rule, `./${rule}`]);
  return readFileSync(fileOf(folder, rule), 'utf8');
}

function fileOf(folder: string, rule: string): string {
  return join(folder, rule, 'fixture.go');
}
