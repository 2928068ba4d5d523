/** The heap goal from what the runtime itself says is live, and the goal that it names: closed loop. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { runtimeOf } from '../../server/src/engine/goruntime/runtimes.ts';
import { gcPercentHeapGoal, memoryLimitHeapGoal } from '../../server/src/engine/heap/pacer.ts';
import { SimulatedGo, type RealCycle } from '../support/simulatedGo.ts';

const { runtime } = runtimeOf('1.26');
const MIB = 1 << 20;
const LIMIT_BYTES = 40 * MIB;
/** What the metrics say is not of one moment. */
const LIMIT_TOLERANCE = 0.007;
const MINIMUM_CYCLES = 3;

const PHASES = [
  {
    count: 700_000,
    ring: 40_000,
    spinNs: 100,
    classes: [
      { size: 24, scan: true, weight: 3 },
      { size: 300, scan: false, weight: 2 },
      { size: 900, scan: true, weight: 1 },
    ],
  },
];

describe('the heap goal', () => {
  const real = new SimulatedGo();
  after(() => {
    real.close();
  });

  /** Without the first cycle: its goal is of before the script. */
  const cyclesOf = (settings: object): readonly RealCycle[] => {
    const { cycles } = real.run({ procs: 2, seed: 7, phases: PHASES, ...settings }, 'goals');
    assert.ok(cycles.length > MINIMUM_CYCLES, `${cycles.length} cycles`);
    return cycles.slice(1);
  };

  for (const gogc of [50, 100, 200]) {
    it(`is that of the runtime to the byte, at GOGC=${gogc}`, () => {
      const wrong = cyclesOf({ gogc }).filter(
        ({ Live, Stack, Globals, Goal }) =>
          gcPercentHeapGoal(runtime, gogc, {
            liveBytes: Live,
            stackBytes: Stack,
            globalsBytes: Globals,
          }) !== Goal,
      );
      assert.deepEqual(wrong, []);
    });
  }

  it('is that of the runtime with a limit, within 0.7 %', () => {
    const errors = cyclesOf({ gogc: 'off', memoryLimitBytes: LIMIT_BYTES }).map(
      ({ Live, Goal, Total, Released, Free, Objects }) =>
        Math.abs(
          memoryLimitHeapGoal(runtime, LIMIT_BYTES, Live, {
            mappedReady: Total - Released,
            heapFree: Free,
            heapAlloc: Objects,
          }) - Goal,
        ) / Goal,
    );
    const worst = Math.max(...errors);
    console.log(`${errors.length} goals with a limit: at most ${(100 * worst).toFixed(3)} % off`);
    assert.ok(worst <= LIMIT_TOLERANCE, `${worst}`);
  });
});
