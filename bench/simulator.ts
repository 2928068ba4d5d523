import { readScript } from '../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../server/src/engine/heap/simulation.ts';
import { SCRIPTS } from '../test/oracle/heap/scripts.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';

const COUNT_PASSES = 5;
const GOGC = 100;
/** Ten million allocations a second. */
const MOST_MS_PER_MILLION = 100;

/** Scripts of the simulator to their ends, without drawing: CPU time for a million allocations. */
export function measureSimulator(): Promise<readonly Part[]> {
  return Promise.resolve(
    SCRIPTS.map(({ name, procs, seed, phases }) => {
      const { script, problem } = readScript({ procs, seed, phases, gogc: GOGC });
      if (script === undefined) {
        throw new Error(`${name}: ${problem}`);
      }
      // The first pass is the compiler's.
      runToEnd(script);
      const times = Array.from({ length: COUNT_PASSES }, () => {
        const before = process.cpuUsage().user;
        const { heap } = runToEnd(script);
        return (process.cpuUsage().user - before) / 1000 / (heap.allocations / 1e6);
      });
      return {
        title: `Simulating ${name}, GOGC=${GOGC}`,
        rows: [figureOf('a million allocations', times)],
        bars: [barAtMost('ms', median(times), MOST_MS_PER_MILLION)],
      };
    }),
  );
}
