/**
 * Each rule on its fixtures: what it finds is what the marks say, in both tiers; its fixes compile,
 * are as gofmt prints them, are whole after one run, and save what is committed.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { RULES } from '../../server/src/engine/rules/registry.ts';
import {
  check,
  committedProof,
  fixtureRules,
  fixtureText,
  go,
  measureProof,
  ruleDocs,
  runIn,
  withFixtures,
} from '../support/ruleFixtures.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const MINIMUM_POSITIVE = 3;
const MINIMUM_NEGATIVE = 5;
/** What slice-header finds, vet finds as well. */
const VET = ['vet', '-unsafeptr=false', './...'];

describe('rules', () => {
  it('have fixtures and a page each, and no others are there', () => {
    const names = RULES.map(({ name }) => name).sort();
    assert.deepEqual(fixtureRules(), names);
    assert.deepEqual(
      names.filter((name) => ruleDocs.textOf(name) === undefined),
      [],
    );
    for (const rule of names) {
      const [, rest = ''] = fixtureText(rule).split('// What follows is left alone.');
      const negatives = rest.split('\n').filter((line) => line.startsWith('func '));
      assert.ok(wantsIn(fixtureText(rule)).length >= MINIMUM_POSITIVE, `${rule}: few positives`);
      assert.ok(negatives.length >= MINIMUM_NEGATIVE, `${rule}: few negatives`);
    }
  });

  it('say what the fixtures say, by the verdicts of both tiers', () =>
    withFixtures(async (folder) => {
      go(folder, 'go', VET);
      for (const rule of fixtureRules()) {
        for (const tier of ['compiler', 'static']) {
          const rows = await check(folder, ['--tier', tier, '--rules', rule, `./${rule}`]);
          const found = rows.flatMap((row) =>
            [row, ...row.others].map(({ line }) => ({ line, words: row.rule })),
          );
          assert.deepEqual(wantLines(found), wantLines(wantsIn(fixtureText(rule))), tier);
        }
      }
    }));

  it('have fixes that compile, are formatted, leave nothing for a second run, and save what is committed', () =>
    withFixtures(async (folder) => {
      const proven = await measureProof(folder);
      for (const rule of fixtureRules()) {
        const args = ['check', '--fix', '--rules', rule, `./${rule}`];
        const fixed = textsBelow(join(folder, rule));
        await runIn(folder, args);
        assert.deepEqual(textsBelow(join(folder, rule)), fixed, rule);
        const left = await check(folder, ['--rules', rule, `./${rule}`]);
        assert.deepEqual(
          left.filter(({ fix }) => fix !== null),
          [],
        );
      }
      go(folder, 'go', VET);
      assert.equal(go(folder, 'gofmt', ['-l', '.']), '');
      assert.deepEqual(proven, committedProof(), 'npm run prove measures it anew');
      for (const { name, isOnByDefault } of RULES) {
        const pairs = Object.values(proven[name] ?? {});
        const isProven = pairs.length > 0 && pairs.every(([before, after]) => after < before);
        assert.ok(isProven || !isOnByDefault, `${name} is on, and saves nothing that was measured`);
      }
    }));
});

function textsBelow(folder: string): Record<string, string> {
  assert.ok(existsSync(folder));
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}
