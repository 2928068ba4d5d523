import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { outcomeOf } from '../../../server/src/engine/heap/outcome.ts';
import { lastEvents } from '../../../server/src/engine/heap/events.ts';
import { Simulation } from '../../../server/src/engine/heap/simulation.ts';
import { isAllocated, slotOf, spanOf } from '../../../server/src/engine/heap/spanTable.ts';
import type { World } from '../../../server/src/engine/heap/world.ts';
import { scriptOf } from './scripts.ts';

const SCRIPT = scriptOf(
  {
    count: 400_000,
    ring: 5_000,
    spinNs: 50,
    goroutines: 3,
    classes: [
      { size: 7, weight: 3 },
      { size: 48, scan: true, weight: 2 },
      { size: 3000, scan: true },
      { size: 50_000 },
    ],
  },
  { procs: 2, gogc: 50, memoryLimitBytes: 200 << 20 },
);

/** All that is known of a world, to compare. */
function stateOf(world: World): string {
  const state = JSON.stringify([outcomeOf(world), world.heap.nowNs, [...world.heap.log.counts]]);
  return createHash('sha256').update(state).digest('hex');
}

describe('a simulation', () => {
  it('goes back to where it was, and forth to the same place', () => {
    const simulation = new Simulation(SCRIPT);
    simulation.run(123_457);
    const before = stateOf(simulation.world);
    simulation.run(150_000);
    const after = stateOf(simulation.world);
    simulation.backTo(123_457);
    assert.equal(stateOf(simulation.world), before);
    simulation.run(150_000);
    assert.equal(stateOf(simulation.world), after);
  });

  it('is the same in single steps', () => {
    const steps = new Simulation(SCRIPT);
    for (let step = 0; step < 20_000; step++) {
      assert.equal(steps.run(1), 1);
    }
    const run = new Simulation(SCRIPT);
    run.run(20_000);
    assert.equal(stateOf(steps.world), stateOf(run.world));
  });

  it('stops at an event', () => {
    const simulation = new Simulation(SCRIPT);
    simulation.run(400_000, ['cycleStart']);
    assert.equal(simulation.world.heap.mark.phase, 'mark');
    assert.ok(lastEvents(simulation.world.heap.log, 5).some(({ kind }) => kind === 'cycleStart'));
  });

  it('changes GOGC at once, and again after going back and forth', () => {
    const simulation = new Simulation(SCRIPT);
    simulation.run(100_000);
    simulation.turn({ gogc: 400, memoryLimitBytes: Infinity });
    simulation.run(200_000);
    const after = stateOf(simulation.world);
    simulation.backTo(50_000);
    simulation.run(250_000);
    assert.equal(stateOf(simulation.world), after);
  });

  it('never holds an object that the allocator takes for free', () => {
    const simulation = new Simulation(SCRIPT);
    while (!simulation.isThrough) {
      simulation.run(10_000);
      const { heap, program } = simulation.world;
      for (const object of program.slots) {
        assert.ok(object === 0 || isAllocated(heap.spans, spanOf(object), slotOf(object)));
      }
    }
  });

  it('counts every page once', () => {
    const simulation = new Simulation(SCRIPT);
    while (!simulation.isThrough) {
      simulation.run(20_000);
      const { stats } = simulation.world.heap;
      assert.equal(stats.inUseBytes + stats.freeBytes + stats.releasedBytes, stats.sysBytes);
      assert.ok(stats.releasedBytes >= 0 && stats.freeBytes >= 0);
    }
  });
});
