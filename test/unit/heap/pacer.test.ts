import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runtimeOf } from '../../../server/src/engine/goruntime/runtimes.ts';
import { sharesOf } from '../../../server/src/engine/heap/mark.ts';
import { outcomeOf } from '../../../server/src/engine/heap/outcome.ts';
import {
  emptyPacer,
  gcPercentHeapGoal,
  memoryLimitHeapGoal,
  startCycle,
} from '../../../server/src/engine/heap/pacer.ts';
import { newWorld, runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import { scriptOf } from './scripts.ts';

const { runtime } = runtimeOf('1.26');
const MIB = 1 << 20;

describe('the heap goal', () => {
  it('grows with what lives, stacks and globals', () => {
    const live = { liveBytes: 10 * MIB, stackBytes: 1 * MIB, globalsBytes: 1 * MIB };
    assert.equal(gcPercentHeapGoal(runtime, 100, live), 22 * MIB);
    assert.equal(gcPercentHeapGoal(runtime, 50, live), 16 * MIB);
    assert.equal(gcPercentHeapGoal(runtime, Infinity, live), Infinity);
  });

  it('is 4 MiB at least, in proportion to GOGC', () => {
    const live = { liveBytes: MIB, stackBytes: 0, globalsBytes: 0 };
    assert.equal(gcPercentHeapGoal(runtime, 100, live), 4 * MIB);
    assert.equal(gcPercentHeapGoal(runtime, 200, live), 8 * MIB);
  });

  it('leaves three percent below GOMEMLIMIT, or what lives if there is no room', () => {
    const mapped = { mappedReady: 60 * MIB, heapFree: 0, heapAlloc: 50 * MIB };
    const goal = memoryLimitHeapGoal(runtime, 100 * MIB, 20 * MIB, mapped);
    assert.equal(goal, 90 * MIB - Math.floor((90 * MIB) / 100) * 3);
    assert.equal(memoryLimitHeapGoal(runtime, 5 * MIB, 20 * MIB, mapped), 20 * MIB);
  });
});

describe('workers that mark', () => {
  for (const [procs, dedicated, fractional] of [
    [1, 0, 0.25],
    [2, 0, 0.25],
    [3, 0, 0.25],
    [4, 1, 0],
    [6, 1, 0.5 / 6],
    [8, 2, 0],
  ] as const) {
    it(`are ${dedicated} of ${procs} Ps, and a share of ${fractional.toFixed(2)}`, () => {
      const pacer = emptyPacer();
      startCycle(runtime, pacer, procs);
      assert.equal(pacer.dedicatedWorkers, dedicated);
      assert.equal(pacer.fractionalUtilization, fractional);
    });
  }
});

describe('Ps while marking', () => {
  for (const procs of [1, 2, 3, 4, 6, 8]) {
    it(`are shared out between workers and the program, all ${procs}`, () => {
      const { heap } = newWorld(
        scriptOf({ count: 1, ring: 1, classes: [{ size: 16 }] }, { procs }),
      );
      startCycle(runtime, heap.pacer, procs);
      heap.mark.phase = 'mark';
      const { workers, mutators } = sharesOf(heap, procs);
      assert.ok(Math.abs(workers + mutators - procs) < 1e-9);
    });
  }
});

describe('a cycle', () => {
  const phase = { count: 500_000, ring: 20_000, spinNs: 100, classes: [{ size: 256 }] };
  const numGC = (settings: Readonly<Record<string, unknown>>) =>
    outcomeOf(runToEnd(scriptOf(phase, { procs: 2, ...settings }))).numGC;

  it('comes more often with a lower GOGC', () => {
    assert.ok(numGC({ gogc: 50 }) > 1.5 * numGC({ gogc: 100 }));
    assert.ok(numGC({ gogc: 100 }) > 1.5 * numGC({ gogc: 200 }));
  });

  it('does not come without GOGC, but for the memory limit', () => {
    assert.equal(numGC({ gogc: 'off' }), 0);
    assert.ok(numGC({ gogc: 'off', memoryLimitBytes: 40 * MIB }) > 0);
  });

  it('keeps below the memory limit, where what lives lets it', () => {
    const script = scriptOf(phase, { procs: 2, gogc: 'off', memoryLimitBytes: 40 * MIB });
    const { cycles } = outcomeOf(runToEnd(script));
    assert.ok(cycles.every(({ heapBytes }) => heapBytes < 40 * MIB));
  });

  it('begins no sooner than 1 MiB above what lives, however small the heap', () => {
    const small = { ...phase, ring: 2000 };
    const { cycles } = outcomeOf(runToEnd(scriptOf(small, { procs: 2, gogc: 10 })));
    assert.ok(cycles.length > 10);
    for (const [index, { triggerBytes }] of cycles.slice(1).entries()) {
      assert.ok(triggerBytes >= (cycles[index]?.liveBytes ?? 0) + MIB);
    }
  });

  it('is ended by who allocates, where workers do not come', () => {
    const script = scriptOf(phase, { procs: 2, machine: { wakeNs: 1e8 } });
    // Of the first one nobody knows how much there is to mark.
    const cycles = outcomeOf(runToEnd(script)).cycles.slice(1);
    assert.ok(cycles.length > 5);
    assert.ok(cycles.every(({ heapBytes, goalBytes }) => heapBytes < 1.1 * goalBytes));
  });

  it('frees nothing that is held, and finds what is held live', () => {
    const { cycles } = outcomeOf(runToEnd(scriptOf(phase, { procs: 2 })));
    const held = 20_000 * 256;
    const full = cycles.filter(({ allocIndex }) => allocIndex > 20_000);
    assert.ok(full.length > 0);
    assert.ok(full.every(({ liveBytes }) => liveBytes >= held));
  });
});
