/** Cycles of the collector: as many as the simulator says, against the runtime with the same script. */
import type { Machine } from '../../../server/src/engine/heap/machine.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import type { SimulatedGo } from '../../support/simulatedGo.ts';
import type { OracleScript } from './scripts.ts';

export interface Setting {
  readonly script: OracleScript;
  readonly gogc: number;
  readonly isLimited: boolean;
}

export interface Compared extends Setting {
  readonly simulated: number;
  /** The middle one of the runs. */
  readonly real: number;
  readonly runs: readonly number[];
  /** Of the real count. */
  readonly error: number;
}

export function allSettings(scripts: readonly OracleScript[], gogcs: readonly number[]): Setting[] {
  return scripts.flatMap((script) =>
    gogcs.flatMap((gogc) => [false, true].map((isLimited) => ({ script, gogc, isLimited }))),
  );
}

export function compare(
  real: SimulatedGo,
  machine: Machine,
  setting: Setting,
  countRuns: number,
): Compared {
  const { script, gogc, isLimited } = setting;
  const { procs, seed, phases, memoryLimitBytes } = script;
  const json = {
    procs,
    seed,
    phases,
    gogc,
    memoryLimitBytes: isLimited ? memoryLimitBytes : null,
  };
  const { script: parsed, problem } = readScript({ ...json, machine });
  if (parsed === undefined) {
    throw new Error(`${script.name}: ${problem}`);
  }
  const simulated = runToEnd(parsed).cycles.length;
  const runs = Array.from({ length: countRuns }, () => real.run(json).numGC).sort((a, b) => a - b);
  const middle = runs[Math.floor(runs.length / 2)] ?? 0;
  return {
    ...setting,
    simulated,
    real: middle,
    runs,
    error: Math.abs(simulated - middle) / Math.max(1, middle),
  };
}

/** Shares of the real count, to three digits. */
export interface CycleFigures {
  readonly compared: number;
  readonly medianError: number;
  readonly p90Error: number;
}

export function figuresOf(compared: readonly Compared[]): CycleFigures {
  const errors = compared.map(({ error }) => error).sort((a, b) => a - b);
  const at = (part: number) =>
    Number((errors[Math.ceil(part * errors.length) - 1] ?? 0).toFixed(3));
  return { compared: errors.length, medianError: at(0.5), p90Error: at(0.9) };
}

export function describeCompared({
  script,
  gogc,
  isLimited,
  simulated,
  runs,
  error,
}: Compared): string {
  const limit = isLimited ? `, limit ${script.memoryLimitBytes >> 20} MiB` : '';
  return `${script.name}, GOGC=${gogc}${limit}: ${simulated} cycles, really ${runs.join(' ')}: ${(100 * error).toFixed(0)} % off`;
}
