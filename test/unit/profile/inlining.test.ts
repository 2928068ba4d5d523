/** What a table says of inlined frames is what the edges of the graph say, which it does without. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needed } from '../../../server/src/cli/profileLoad.ts';
import { DEFAULT_OPTIONS, makeReport } from '../../../server/src/engine/profile/report.ts';
import { callTable, topTable, type CallRow } from '../../../server/src/engine/profile/top.ts';
import { randomProfiles } from '../../support/randomProfiles.ts';
import { seededRandom } from '../../support/random.ts';
import { profileOfStacks } from '../../support/stacks.ts';

const SEED = 20_261_128;
const COUNT = 400;
const WHOLE = { ...DEFAULT_OPTIONS, nodeFraction: 0, edgeFraction: 0 };

function inliningByCallers({ callers }: CallRow): string {
  const count = callers.filter(({ isInlined }) => isInlined).length;
  return count === 0 ? 'none' : count === callers.length ? 'all' : 'some';
}

describe('inlined frames of a table', () => {
  it('are those of the calls', () => {
    const random = seededRandom(SEED);
    const met = new Map<string, number>();
    for (let index = 0; index < COUNT; index++) {
      const granularity = (['functions', 'filefunctions', 'lines'] as const)[index % 3] ?? 'lines';
      const [profile] = randomProfiles(random);
      const report = needed(makeReport(profile, { ...WHOLE, granularity }));
      const calls = needed(callTable(report)).rows;
      const rows = topTable(report).rows.map(({ name, inlined }) => [name, inlined]);
      assert.deepEqual(
        rows,
        calls.map((row) => [row.name, inliningByCallers(row)]),
      );
      rows.forEach(([, inlined = '']) => met.set(inlined, (met.get(inlined) ?? 0) + 1));
    }
    assert.ok(
      [...met.values()].every((count) => count > COUNT / 10),
      JSON.stringify([...met]),
    );
    assert.equal(met.size, 3);
  });

  it('are told by each caller: one that also calls has nothing inlined', () => {
    const inliningIn = (...stacks: readonly string[]) => {
      const profile = profileOfStacks(stacks.map((stack) => [stack, 1]));
      const { rows } = topTable(needed(makeReport(profile, WHOLE)));
      return rows.find(({ name }) => name === 'main.f')?.inlined;
    };
    assert.equal(inliningIn('main.main main.a>main.f'), 'all');
    assert.equal(inliningIn('main.main main.a>main.f', 'main.main main.b main.f'), 'some');
    assert.equal(inliningIn('main.main main.a>main.f', 'main.main main.a main.f'), 'none');
    assert.equal(inliningIn('main.main main.a main.f'), 'none');
    assert.equal(inliningIn('main.f'), 'none');
  });
});
