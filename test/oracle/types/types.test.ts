/** Our types and constants are those of go/types. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { committedTypes } from './committedTypes.ts';
import { brokenBars, describeFigures, fallenFigures, totalOf } from './figures.ts';
import { openChecker } from './ours.ts';
import { reportOf } from './reportText.ts';
import { figuresOf, runComparison } from './run.ts';
import { falseUnknowns, goTestSubjects, sampledTypeSubjects } from './subjects.ts';

describe('types and constants', () => {
  const committed = committedTypes();

  for (const subject of [...sampledTypeSubjects(), ...goTestSubjects()]) {
    it(subject.name, async () => {
      const { name, directory, figuresName, isExpected } = subject;
      const run = await runComparison(subject, openChecker, {
        countExamples: 3,
        ...(isExpected && { isExpected }),
      });
      const figures = figuresOf(subject, run);
      console.log(describeFigures(name, totalOf(figures)));
      assert.ok(totalOf(figures).expressions > 0, 'there is nothing to compare');
      assert.deepEqual(run.erroneous, []);
      assert.deepEqual(run.thrown, []);
      assert.ok(committed[figuresName], `npm run oracle types has not been run on ${name}`);
      const faults = [
        ...fallenFigures(figures, committed[figuresName]),
        ...falseUnknowns(subject, figures),
      ];
      const report = () => reportOf(run, { directory, maximumCauses: 10, maximumPackages: 10 });
      assert.ok(faults.length === 0, `${faults.join('\n')}\n${report()}`);
    });
  }

  for (const [name, figures] of Object.entries(committed)) {
    it(`of ${name} are as good as they have to be`, () => {
      assert.deepEqual(brokenBars(figures), []);
    });
  }
});
