/**
 * Fields in other orders, judged by Go's own tools. `npm run oracle` and `LONG=1` take the larger
 * modules as well.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  checkOffers,
  checkShuffles,
  describeReorderings,
  moduleSubjects,
  samplesSubject,
  unavailableBecause,
} from './subjects.ts';

/** Structs that are offered another order in each of them, at least. */
const OFFERS: ReadonlyMap<string, number> = new Map([
  ['logrus', 1],
  ...(process.env.LONG === '1'
    ? ([
        ['gin', 2],
        ['cobra', 0],
        ['client_golang', 1],
      ] as const)
    : []),
]);
const NAMES = [...OFFERS.keys()];

describe('with the fields of all structs in any order', () => {
  it('the texts of the fixtures are as gofmt has them, before and after', () => {
    const folder = join(import.meta.dirname, '../../fixtures/reorder');
    assert.equal(execFileSync('gofmt', ['-l', folder], { encoding: 'utf8' }), '');
  });

  it('the samples build, and are as gofmt has them', async () => {
    const run = await checkShuffles(samplesSubject());
    assert.ok(run.reordered.length > 3, describeReorderings('samples', run));
    // Their tests hold sizes against numbers.
    assert.ok(run.refused.has('unsafeSize'));
  });

  for (const subject of moduleSubjects(...NAMES)) {
    it(`${subject.name} does`, async (context) => {
      const because = unavailableBecause(subject);
      if (because !== undefined) {
        context.skip(because);
        return;
      }
      const run = await checkShuffles(subject);
      console.log(describeReorderings(subject.name, run));
      assert.ok(run.reordered.length > run.countStructs / 4);
    });
  }
});

describe('with the fields in the order that is offered', () => {
  for (const subject of moduleSubjects(...NAMES)) {
    it(`${subject.name} builds, has its comments, and passes its tests`, async (context) => {
      const because = unavailableBecause(subject);
      if (because !== undefined) {
        context.skip(because);
        return;
      }
      const run = await checkOffers(subject);
      console.log(describeReorderings(subject.name, run));
      const [, wanted = 0] = [...OFFERS].find(([name]) => subject.name.endsWith(`/${name}`)) ?? [];
      assert.ok(run.reordered.length >= wanted);
    });
  }
});
