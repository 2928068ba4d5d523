/**
 * How many cycles the collector runs, simulated and for real, in all scripts with all settings. Updates
 * the committed figures that are not worse, and fails if one is. The runtime itself varies from run to
 * run, so what is within the bars is no worse than before.
 */
import { SimulatedGo } from '../../support/simulatedGo.ts';
import { Committed } from '../committed.ts';
import { calibrate } from '../heap/calibrate.ts';
import {
  allSettings,
  compare,
  describeCompared,
  figuresOf,
  type CycleFigures,
} from '../heap/compare.ts';
import { GOGCS, LARGE_SCRIPTS, SCRIPTS } from '../heap/scripts.ts';

const COUNT_RUNS = 3;

/**
 * Half of all settings are off by no more than the first, nine of ten by no more than the second. A few
 * large objects are marked sooner than workers wake, which is not modelled well.
 */
const BARS = {
  small: { medianError: 0.1, p90Error: 0.25 },
  large: { medianError: 0.1, p90Error: 0.75 },
};

const figuresFile = new Committed<CycleFigures>('heap/heap.json');
const committed = figuresFile.read();
const real = new SimulatedGo();
const { machine, factor } = calibrate(real);
console.log(`the collector takes ${factor} times as long as by default`);
for (const [name, scripts, bars] of [
  ['scripts', SCRIPTS, BARS.small],
  ['scripts with large objects', LARGE_SCRIPTS, BARS.large],
] as const) {
  const compared = allSettings(scripts, GOGCS).map((setting) => {
    const result = compare(real, machine, setting, COUNT_RUNS);
    console.log(describeCompared(result));
    return result;
  });
  const figures = figuresOf(compared);
  console.log(
    `${name}: ${figures.compared} settings, cycles off by ${(100 * figures.medianError).toFixed(1)} % in the median, ${(100 * figures.p90Error).toFixed(1)} % at the 90th percentile`,
  );
  if (isWorse(figures, committed[name], bars)) {
    console.log('  worse than committed, or than the bars');
    process.exitCode = 1;
  } else {
    committed[name] = better(figures, committed[name]);
  }
}
real.close();
figuresFile.write(committed);

function isWorse(
  figures: CycleFigures,
  before: CycleFigures | undefined,
  bars: typeof BARS.small,
): boolean {
  return (
    figures.medianError > Math.max(before?.medianError ?? 0, bars.medianError) ||
    figures.p90Error > Math.max(before?.p90Error ?? 0, bars.p90Error)
  );
}

function better(figures: CycleFigures, before: CycleFigures | undefined): CycleFigures {
  return {
    compared: figures.compared,
    medianError: Math.min(figures.medianError, before?.medianError ?? 1),
    p90Error: Math.min(figures.p90Error, before?.p90Error ?? 1),
  };
}
