/** What rules leave alone by default as it saves too little, and what they take others to allocate: held against what Go's runtime counts. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { MEASURED_CALLEES, standardCostOf } from '../../server/src/engine/rules/standardCosts.ts';
import { check, go, runIn } from '../support/ruleFixtures.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const RULES = [
  'box-in-loop',
  'pool-unbounded',
  'prealloc-map',
  'prealloc-slice',
  'slice-of-pointers',
  'split-seq',
  'sprintf-concat',
  'write-string',
];
const ALL = ['--rules', RULES.join(',')];
/** As many of them, and no more, count as little. */
const ONE_IN = 10;

interface Cost {
  readonly objects: number;
  readonly bytes: number;
}

describe('findings that save little of what their function allocates', () => {
  const text = readFileSync(join(FIXTURES, 'smallshares/shares.go'), 'utf8');
  const linesOf = (found: Awaited<ReturnType<typeof check>>) =>
    found.flatMap((row) => [row, ...row.others].map(({ line }) => ({ line, words: row.rule })));

  // Some are in helpers of those that are measured.
  const isLittle = (name: string) => /\.little/i.test(name);

  it('are left out by default, by the verdicts of both tiers', async () => {
    const folder = join(FIXTURES, 'smallshares');
    for (const tier of ['compiler', 'static']) {
      const found = linesOf(await check(folder, ['--tier', tier, '.']));
      assert.deepEqual(wantLines(found), wantLines(wantsIn(text)), tier);
    }
  });

  it('are there with their shares where their rule is asked for', async () => {
    const folder = join(FIXTURES, 'smallshares');
    const found = await check(folder, [...ALL, '.']);
    const little = found.filter(({ function: name }) => isLittle(name));
    assert.equal(little.length, text.split('func Little').length - 1);
    for (const { function: name, evidence } of found) {
      const isTold = /; saves \d+ of about \d+ objects and /.test(evidence.text);
      assert.equal(isTold, isLittle(name), name);
    }
  });

  it('are those whose fixes save so little when they run', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gomem-shares-'));
    return (async () => {
      cpSync(join(FIXTURES, 'smallshares'), folder, { recursive: true });
      const before = costsIn(folder);
      await runIn(folder, ['check', '--fix', ...ALL, '.']);
      const after = costsIn(folder);
      assert.equal(before.size, text.split(/^func (?:Little|Much)/m).length - 1);
      for (const [name, cost] of before) {
        const left = after.get(name) ?? cost;
        const isLittle =
          (cost.objects - left.objects) * ONE_IN < cost.objects &&
          (cost.bytes - left.bytes) * ONE_IN < cost.bytes;
        assert.ok(left.objects < cost.objects, `${name}: nothing is saved`);
        assert.equal(isLittle, name.startsWith('Little'), name);
      }
    })().finally(() => {
      rmSync(folder, { recursive: true });
    });
  });
});

describe('what functions of the standard library are taken to allocate', () => {
  it('is what they allocate at the least, and not far from it', () => {
    const measured = costsIn(join(FIXTURES, 'standardcosts'));
    assert.deepEqual([...measured.keys()].sort(), [...MEASURED_CALLEES].sort());
    for (const [name, { objects, bytes }] of measured) {
      const known = standardCostOf(name);
      const said = `${name}: ${objects} objects, ${bytes} B`;
      assert.ok(known && known.objects <= objects && known.bytes <= bytes, said);
      assert.ok(known.objects * 2 >= objects, said);
    }
  });
});

/** Of each function, what the program in a folder prints of one call. */
function costsIn(folder: string): ReadonlyMap<string, Cost> {
  return new Map(
    go(folder, 'go', ['run', '.'])
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', objects, bytes] = line.split(' ');
        return [name, { objects: Number(objects), bytes: Number(bytes) }];
      }),
  );
}
