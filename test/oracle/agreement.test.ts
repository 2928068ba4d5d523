import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeAgreement, measureAgreement, relativeTo } from './agreement.ts';
import { AGREEMENT, isWorse } from './committed.ts';
import { sampledSubjects } from './subjects.ts';

describe('the rows are the compiler’s', () => {
  const committed = AGREEMENT.read();
  for (const subject of sampledSubjects()) {
    it(subject.name, async () => {
      const { agreement, differences } = await measureAgreement(subject);
      console.log(describeAgreement(subject.name, agreement));
      assert.ok(agreement.rows > 0, 'there is nothing to compare');
      assert.ok(
        !isWorse(agreement, committed[subject.name]),
        differences.map((difference) => relativeTo(subject.directory, difference)).join('\n'),
      );
    });
  }
});
