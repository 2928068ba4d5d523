/**
 * How many cycles the collector runs, simulated and for real, in all scripts with all settings. Updates
 * the committed figures that are not worse, and fails if one is. The runtime itself varies from run to
 * run, so what is within the bars is no worse than before.
 */
import { SimulatedGo } from '../../support/simulatedGo.ts';
import { Committed } from '../committed.ts';
import {
  allSettings,
  compare,
  describeCompared,
  figuresOf,
  type CycleFigures,
} from '../heap/compare.ts';
import { GOGCS, LARGE_SCRIPTS, SCRIPTS } from '../heap/scripts.ts';

const COUNT_RUNS = 5;

/** Half of all settings are off by no more than the first, nine of ten by no more than the second. */
const BARS = { medianError: 0.1, p90Error: 0.25 };

const figuresFile = new Committed<CycleFigures>('heap/heap.json');
const committed = figuresFile.read();
const real = new SimulatedGo();
for (const [name, scripts] of [
  ['scripts', SCRIPTS],
  ['scripts with large objects', LARGE_SCRIPTS],
] as const) {
  const compared = allSettings(scripts, GOGCS).map((setting) => {
    const result = compare(real, setting, COUNT_RUNS);
    console.log(describeCompared(result));
    return result;
  });
  const figures = figuresOf(compared);
  console.log(
    `${name}: ${figures.compared} settings, cycles off by ${percent(figures.medianError)} in the median, ${percent(figures.p90Error)} at the 90th percentile; the runtime itself by ${percent(figures.medianSpread)}, ${percent(figures.p90Spread)}`,
  );
  if (figures.medianError > BARS.medianError || figures.p90Error > BARS.p90Error) {
    console.log('  worse than the bars');
    process.exitCode = 1;
  } else {
    committed[name] = figures;
  }
}
real.close();
figuresFile.write(committed);

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
