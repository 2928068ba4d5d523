/** Cycles of the collector: as many as the simulator says, against the runtime with the same script. */
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
  /** How far the runs themselves are from their middle one, on average; of the real count. */
  readonly spread: number;
}

export function allSettings(scripts: readonly OracleScript[], gogcs: readonly number[]): Setting[] {
  return scripts.flatMap((script) =>
    gogcs.flatMap((gogc) => [false, true].map((isLimited) => ({ script, gogc, isLimited }))),
  );
}

export function compare(real: SimulatedGo, setting: Setting, countRuns: number): Compared {
  const { script, gogc, isLimited } = setting;
  const { procs, seed, phases, memoryLimitBytes } = script;
  const json = {
    procs,
    seed,
    phases,
    gogc,
    memoryLimitBytes: isLimited ? memoryLimitBytes : null,
  };
  const results = Array.from({ length: countRuns }, () => real.run(json)).sort(
    (a, b) => a.numGC - b.numGC,
  );
  const middle = results[Math.floor(results.length / 2)];
  const { script: parsed, problem } = readScript({ ...json, ...middle?.process });
  if (middle === undefined || parsed === undefined) {
    throw new Error(`${script.name}: ${problem}`);
  }
  const simulated = runToEnd(parsed).cycles.length;
  const runs = results.map(({ numGC }) => numGC);
  const ofReal = (count: number) => Math.abs(count - middle.numGC) / Math.max(1, middle.numGC);
  return {
    ...setting,
    simulated,
    real: middle.numGC,
    runs,
    error: ofReal(simulated),
    spread: runs.reduce((sum, count) => sum + ofReal(count), 0) / runs.length,
  };
}

/** Shares of the real count, to three digits. */
export interface CycleFigures {
  readonly compared: number;
  readonly medianError: number;
  readonly p90Error: number;
  /** Of the runtime itself from run to run. */
  readonly medianSpread: number;
  readonly p90Spread: number;
}

export function figuresOf(compared: readonly Compared[]): CycleFigures {
  const error = quantiles(compared.map((each) => each.error));
  const spread = quantiles(compared.map((each) => each.spread));
  return {
    compared: compared.length,
    medianError: error(0.5),
    p90Error: error(0.9),
    medianSpread: spread(0.5),
    p90Spread: spread(0.9),
  };
}

function quantiles(values: readonly number[]): (part: number) => number {
  const sorted = [...values].sort((a, b) => a - b);
  return (part) => Number((sorted[Math.ceil(part * sorted.length) - 1] ?? 0).toFixed(3));
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
