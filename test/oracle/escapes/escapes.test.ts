/** Our verdicts are the compiler's. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KindOfVerdict } from '../../../server/src/engine/comparison/verdicts.ts';
import { CommittedCounts } from '../committedCounts.ts';
import { ESCAPES } from './figures.ts';
import { reportOf } from './report.ts';
import { runComparison } from './run.ts';
import { sampledBuilds, sampledEscapeSubjects } from './subjects.ts';

describe('the static tier’s verdicts', () => {
  const committed = new CommittedCounts<KindOfVerdict>('escapes/escapes.json').read();

  for (const subject of [...sampledEscapeSubjects(), ...sampledBuilds()]) {
    it(subject.name, () => {
      const { figures, disagreements } = runComparison(subject);
      console.log(ESCAPES.describe(subject.name, figures));
      assert.ok(ESCAPES.totalOf(figures).heap.equal > 0, 'there is nothing to compare');
      const before = committed[subject.name];
      assert.ok(before, `npm run oracle escapes has not been run on ${subject.name}`);
      const fallen = ESCAPES.fallen(figures, before);
      const report = () => reportOf(disagreements, subject.directory, 10);
      assert.ok(fallen.length === 0, `${fallen.join('\n')}\n${report()}`);
    });
  }

  for (const [name, figures] of Object.entries(committed)) {
    it(`of ${name} are as good as they have to be`, () => {
      assert.deepEqual(ESCAPES.brokenBars(figures), []);
    });
  }
});
