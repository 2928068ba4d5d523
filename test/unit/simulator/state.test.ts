import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  FIRST_STATE,
  keptState,
  keptTrace,
  restoredState,
  type SimulatorState,
} from '../../../client/src/webview/ui/simulator/state.ts';

describe('what the page of the simulator keeps', () => {
  const looked: SimulatorState = { ...FIRST_STATE, allocations: 300, speed: 100 };

  /** As the editor keeps it. */
  const again = (state: SimulatorState): unknown => JSON.parse(JSON.stringify(keptState(state)));

  it('is the script, and how it is looked at', () => {
    assert.deepEqual(restoredState(again(looked)), looked);
    assert.equal(keptTrace(again(looked)), undefined);
  });

  it('is the name of a trace, and not its events', () => {
    const events = Float64Array.of(1, 2, 3);
    const trace = 'file:///traces/objects.trace';
    const kept = again({
      ...looked,
      script: { name: 'objects.trace', trace, json: { phases: [{ recording: { events } }] } },
    });
    assert.equal(JSON.stringify(kept).includes('recording'), false);
    assert.equal(keptTrace(kept), trace);
    assert.deepEqual(restoredState(kept), FIRST_STATE);
  });

  for (const left of [undefined, null, 7, 'x', [], {}, { format: 1 }, { format: 1, script: 3 }]) {
    it(`is nothing where it is ${JSON.stringify(left)}`, () => {
      assert.deepEqual(restoredState(left), FIRST_STATE);
      assert.equal(keptTrace(left), undefined);
    });
  }
});
