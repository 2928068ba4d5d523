/** Why something is on the heap is what the compiler says. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommittedCounts } from '../committedCounts.ts';

import { CHAINS, type KindOfChain, runChains } from './chains.ts';
import { sampledChainSubjects } from './subjects.ts';

describe('the static tier’s reasons', () => {
  const committed = new CommittedCounts<KindOfChain>('chains/chains.json').read();

  for (const subject of sampledChainSubjects()) {
    it(subject.name, async () => {
      const { figures, differences } = await runChains(subject);
      console.log(CHAINS.describe(subject.name, figures));
      assert.ok(CHAINS.totalOf(figures).chains.equal > 0, 'there is nothing to compare');
      const before = committed[subject.name];
      assert.ok(before, `npm run oracle chains has not been run on ${subject.name}`);
      const fallen = CHAINS.fallen(figures, before);
      const report = () => JSON.stringify(differences.slice(0, 3), undefined, 1);
      assert.ok(fallen.length === 0, `${fallen.join('\n')}\n${report()}`);
    });
  }

  for (const [name, figures] of Object.entries(committed)) {
    it(`of ${name} are as good as they have to be`, () => {
      assert.deepEqual(CHAINS.brokenBars(figures), []);
    });
  }
});
