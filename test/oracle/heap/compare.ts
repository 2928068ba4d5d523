/** Cycles of the collector: as many as the simulator says, against the runtime with the same script. */
import { peakOf } from '../../../server/src/capture/realScript.ts';
import { readScript } from '../../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../../server/src/engine/heap/simulation.ts';
import type { RealRun, SimulatedGo } from '../../support/simulatedGo.ts';
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
  /** Of the highest heap at which a cycle ended. */
  readonly peakError: number;
  readonly peakSpread: number;
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
  const { cycles } = runToEnd(parsed);
  const simulated = cycles.length;
  const peakBytes = Math.max(...cycles.map(({ heapBytes }) => heapBytes));
  const realPeaks = results.map(({ log }) => peakOf(heapEnds(log))).sort((a, b) => a - b);
  const realPeak = realPeaks[Math.floor(realPeaks.length / 2)] ?? NaN;
  const runs = results.map(({ numGC }) => numGC);
  const ofReal = (count: number) => Math.abs(count - middle.numGC) / Math.max(1, middle.numGC);
  const ofRealPeak = (bytes: number) => Math.abs(bytes - realPeak) / realPeak;
  return {
    ...setting,
    simulated,
    real: middle.numGC,
    runs,
    error: ofReal(simulated),
    peakError: ofRealPeak(peakBytes),
    peakSpread: mean(realPeaks.map(ofRealPeak)),
    spread: mean(runs.map(ofReal)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function heapEnds({ runs: [run] }: RealRun['log']): Float64Array {
  return run?.cycles.column('heapEndMB') ?? new Float64Array();
}

/** How far off simulated values are, as shares of the real ones, to three digits. */
export interface ErrorFigures {
  readonly compared: number;
  readonly medianError: number;
  readonly p90Error: number;
  /** How far the runtime's own are from each other. */
  readonly medianSpread: number;
  readonly p90Spread: number;
}

export function cycleFigures(compared: readonly Compared[]): ErrorFigures {
  return errorFigures(compared, 'error', 'spread');
}

export function peakFigures(compared: readonly Compared[]): ErrorFigures {
  return errorFigures(compared, 'peakError', 'peakSpread');
}

function errorFigures(
  compared: readonly Compared[],
  errorField: 'error' | 'peakError',
  spreadField: 'spread' | 'peakSpread',
): ErrorFigures {
  const error = quantiles(compared.map((each) => each[errorField]));
  const spread = quantiles(compared.map((each) => each[spreadField]));
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
  peakError,
}: Compared): string {
  const limit = isLimited ? `, limit ${script.memoryLimitBytes >> 20} MiB` : '';
  return `${script.name}, GOGC=${gogc}${limit}: ${simulated} cycles, really ${runs.join(' ')}: ${(100 * error).toFixed(0)} % off, the peak ${(100 * peakError).toFixed(0)} %`;
}
