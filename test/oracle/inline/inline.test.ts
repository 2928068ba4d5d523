/** What is inlined, and at what cost, is what the compiler says. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommittedCounts } from '../committedCounts.ts';
import { isInlining, sampledBuilds, sampledEscapeSubjects } from '../escapes/subjects.ts';
import { INLINING, type KindOfInlining } from './compare.ts';
import { runInlining } from './run.ts';

describe('the inliner', () => {
  const committed = new CommittedCounts<KindOfInlining>('inline/inline.json').read();

  for (const subject of [...sampledEscapeSubjects(), ...sampledBuilds().filter(isInlining)]) {
    it(subject.name, () => {
      const { figures, differences } = runInlining(subject);
      console.log(INLINING.describe(subject.name, figures));
      assert.ok(INLINING.totalOf(figures).inlinable.equal > 0, 'there is nothing to compare');
      const before = committed[subject.name];
      assert.ok(before, `npm run oracle inline has not been run on ${subject.name}`);
      const fallen = INLINING.fallen(figures, before);
      assert.ok(fallen.length === 0, [...fallen, ...differences].join('\n'));
    });
  }

  for (const [name, figures] of Object.entries(committed)) {
    it(`on ${name} is as good as it has to be`, () => {
      assert.deepEqual(INLINING.brokenBars(figures), []);
    });
  }
});
