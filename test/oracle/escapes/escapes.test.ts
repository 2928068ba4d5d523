/** Our verdicts are the compiler's. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { committedEscapes } from './committedEscapes.ts';
import { brokenBars, describeFigures, fallenFigures, totalOf } from './figures.ts';
import { reportOf } from './report.ts';
import { runComparison } from './run.ts';
import { sampledEscapeSubjects } from './subjects.ts';

describe('the static tier’s verdicts', () => {
  const committed = committedEscapes();

  for (const subject of sampledEscapeSubjects()) {
    it(subject.name, () => {
      const { figures, disagreements } = runComparison(subject);
      const total = totalOf(figures);
      console.log(describeFigures(subject.name, total));
      assert.ok(total.heap.equal > 0, 'there is nothing to compare');
      const before = committed[subject.name];
      assert.ok(before, `test/oracle/escapes/main.ts has not been run on ${subject.name}`);
      const fallen = fallenFigures(figures, before);
      const report = () => reportOf(disagreements, subject.directory, 10);
      assert.ok(fallen.length === 0, `${fallen.join('\n')}\n${report()}`);
    });
  }

  for (const [name, figures] of Object.entries(committed)) {
    it(`of ${name} are as good as they have to be`, () => {
      assert.deepEqual(brokenBars(figures), []);
    });
  }
});
