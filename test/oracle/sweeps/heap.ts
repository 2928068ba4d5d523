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

/**
 * Half of all settings are off by no more than the first, nine of ten by no more than the second. The peaks of large
 * objects are told without it: such a script allocates gigabytes in a second, so a cycle that begins some milliseconds
 * late is tens of megabytes, and its runs are as far from each other as from the simulator.
 */
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
for (const [name, scripts, hasPeakBar] of [
  ['scripts', SCRIPTS, true],
  ['scripts of several phases', PHASED_SCRIPTS, true],
  ['scripts with large objects', LARGE_SCRIPTS, false],
] as const) {
  const compared = allSettings(scripts, GOGCS).map((setting) => {
    const result = compare(real, setting, COUNT_RUNS);
    console.log(describeCompared(result));
    return result;
  });
  tell(name, cycleFigures(compared), true);
  tell(`peaks of ${name}`, peakFigures(compared), hasPeakBar);
  // As soon as they are there: the sweep takes minutes, and what ends it may not be of its doing.
  figuresFile.write(committed);
}

function tell(name: string, figures: ErrorFigures, hasBar: boolean): void {
  const { compared, medianError, p90Error, medianSpread, p90Spread } = figures;
  console.log(
    `${name}: ${compared} settings, off by ${percent(medianError)} in the median, ${percent(p90Error)} at the 90th percentile; the runtime itself by ${percent(medianSpread)}, ${percent(p90Spread)}`,
  );
  if (hasBar && (medianError > BARS.medianError || p90Error > BARS.p90Error)) {
    console.log('  above the bars');
    process.exitCode = 1;
  } else {
    committed[name] = figures;
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
