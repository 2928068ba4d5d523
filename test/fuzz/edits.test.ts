import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fuzzEdits } from './edits.ts';

it('random edits leave no wrong verdict, no error and no process behind', async () => {
  const { violations, ...figures } = await fuzzEdits({ seed: 7, edits: 60, checkEvery: 10 });
  console.log(figures);
  assert.deepEqual(violations, []);
});
