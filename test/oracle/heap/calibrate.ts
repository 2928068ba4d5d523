/**
 * How fast this machine marks, as busy as it is now: the simulator's times are stretched until scripts that
 * are not compared otherwise have as many cycles as they really have.
 */
import { DEFAULT_MACHINE, type Machine } from '../../../server/src/engine/heap/machine.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import type { SimulatedGo } from '../../support/simulatedGo.ts';

const CALIBRATING = [
  {
    count: 1_500_000,
    ring: 30_000,
    spinNs: 100,
    classes: [
      { size: 512, scan: false, weight: 1 },
      { size: 96, scan: true, weight: 2 },
    ],
  },
  { count: 1_000_000, ring: 3_000, spinNs: 150, classes: [{ size: 384, scan: false, weight: 1 }] },
].map((phase) => ({ procs: 2, seed: 11, gogc: 100, phases: [phase] }));

const FACTORS = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32];
const COUNT_RUNS = 3;

export function calibrate(real: SimulatedGo): {
  readonly machine: Machine;
  readonly factor: number;
} {
  const counts = CALIBRATING.map((script) => {
    const runs = Array.from({ length: COUNT_RUNS }, () => real.run(script).numGC);
    return runs.sort((a, b) => a - b)[Math.floor(COUNT_RUNS / 2)] ?? 0;
  });
  const errorOf = (factor: number) => {
    const machine = stretched(factor);
    return CALIBRATING.reduce((sum, json, index) => {
      const { script } = readScript({ ...json, machine });
      const simulated = script ? runToEnd(script).cycles.length : 0;
      return sum + Math.abs(Math.log(simulated / Math.max(1, counts[index] ?? 0)));
    }, 0);
  };
  const [best = { factor: 1 }] = FACTORS.map((factor) => ({
    factor,
    error: errorOf(factor),
  })).sort((a, b) => a.error - b.error);
  return { machine: stretched(best.factor), factor: best.factor };
}

/** What the collector takes, and the program no longer or shorter. */
function stretched(factor: number): Machine {
  const { startNs, wakeNs, terminationNs, scanSlotNs, markObjectNs, scanNsPerByte } =
    DEFAULT_MACHINE;
  return {
    ...DEFAULT_MACHINE,
    startNs: startNs * factor,
    wakeNs: wakeNs * factor,
    terminationNs: terminationNs * factor,
    scanSlotNs: scanSlotNs * factor,
    markObjectNs: markObjectNs * factor,
    scanNsPerByte: scanNsPerByte * factor,
  };
}
