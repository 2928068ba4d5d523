/**
 * How many cycles the collector runs, and how high the heap rises, simulated and for real, in all scripts with
 * all settings. Writes the figures that are committed, and fails if one is above its bar. On a machine that is
 * busy with other things nothing can be said.
 */
import { isMachineBusy, SimulatedGo } from '../../support/simulatedGo.ts';
import { Committed } from '../committed.ts';
import {
  allSettings,
  compare,
  cycleFigures,
  describeCompared,
  peakFigures,
  type ErrorFigures,
} from '../heap/compare.ts';
import { GOGCS, LARGE_SCRIPTS, PHASED_SCRIPTS, SCRIPTS } from '../heap/scripts.ts';

const COUNT_RUNS = 3;

/** Half of all settings are off by no more than the first, nine of ten by no more than the second. */
const BARS = { medianError: 0.1, p90Error: 0.25 };

if (isMachineBusy()) {
  console.log('this machine is busy: cycles would come when they can, not when they should');
  process.exit(1);
}
const figuresFile = new Committed<ErrorFigures>('heap/heap.json');
const committed = figuresFile.read();
const real = new SimulatedGo();
process.on('exit', () => {
  real.close();
});
for (const [name, scripts] of [
  ['scripts', SCRIPTS],
  ['scripts of several phases', PHASED_SCRIPTS],
  ['scripts with large objects', LARGE_SCRIPTS],
] as const) {
  const compared = allSettings(scripts, GOGCS).map((setting) => {
    const result = compare(real, setting, COUNT_RUNS);
    console.log(describeCompared(result));
    return result;
  });
  tell(name, cycleFigures(compared));
  tell(`peaks of ${name}`, peakFigures(compared));
  // As soon as they are there: the sweep takes minutes, and what ends it may not be of its doing.
  figuresFile.write(committed);
}

function tell(name: string, figures: ErrorFigures): void {
  const { compared, medianError, p90Error, medianSpread, p90Spread } = figures;
  const spread =
    medianSpread === undefined || p90Spread === undefined
      ? ''
      : `; the runtime itself by ${percent(medianSpread)}, ${percent(p90Spread)}`;
  console.log(
    `${name}: ${compared} settings, off by ${percent(medianError)} in the median, ${percent(p90Error)} at the 90th percentile${spread}`,
  );
  if (medianError > BARS.medianError || p90Error > BARS.p90Error) {
    console.log('  above the bars');
    process.exitCode = 1;
  } else {
    committed[name] = figures;
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
