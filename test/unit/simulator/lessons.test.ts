/** What lessons say is so: each step is taken, and its claim looked at. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAXIMUM_STEPS } from '../../../client/src/webview/ui/simulator/lessons/lesson.ts';
import { LESSONS } from '../../../client/src/webview/ui/simulator/lessons/lessons.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import { Simulation } from '../../../server/src/engine/heap/simulation.ts';

const lessons = LESSONS.map((make) => make(english));

describe('lessons', () => {
  it('have names of their own', () => {
    assert.equal(new Set(lessons.map(({ id }) => id)).size, lessons.length);
  });

  for (const { id, script: json, steps } of lessons) {
    it(`${id}: each step does what its text says`, () => {
      const { script, problem } = readScript(json);
      assert.equal(problem, undefined);
      assert.ok(steps.length > 0 && steps.length <= MAXIMUM_STEPS);
      const simulation = new Simulation(script);
      for (const [index, step] of steps.entries()) {
        const { inputs } = simulation.world.heap.pacer;
        simulation.turn({
          gogc: step.gogc ?? inputs.gogc,
          memoryLimitBytes: step.memoryLimitBytes ?? inputs.memoryLimitBytes,
        });
        if (step.run) {
          assert.ok(step.holds, `step ${index + 1} claims nothing that is looked at`);
          const { count, until } = step.run;
          const done = simulation.run(count, until);
          assert.ok(until ? done < count : done === count, `step ${index + 1} ran ${done}`);
        }
        const { world } = simulation;
        if (step.holds && !step.holds(world)) {
          assert.fail(
            `step ${index + 1} is not so: ${JSON.stringify({ last: world.cycles.slice(-3), numGC: world.cycles.length, inUse: world.heap.stats.inUseBytes })}`,
          );
        }
      }
    });
  }
});
