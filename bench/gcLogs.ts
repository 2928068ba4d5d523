import { readFileSync } from 'node:fs';
import { findingsOf } from '../server/src/engine/gclog/findings.ts';
import { GcLogReader } from '../server/src/engine/gclog/reader.ts';
import { barAtMost, figureOf, median, type Part } from './figures.ts';

const RECORDED = new URL('../test/fixtures/gclog/go1.26.log', import.meta.url);
const COUNT_PASSES = 7;
const SIZES = [
  { countLines: 100_000, mostMs: 300 },
  { countLines: 1_000_000, mostMs: 2000 },
];

/** Reading a log of a program's own lines and the runtime's, half of each, up to its findings. */
export function measureGcLogs(): Promise<readonly Part[]> {
  const lines = readFileSync(RECORDED, 'utf8').trimEnd().split('\n');
  return Promise.resolve(
    SIZES.map(({ countLines, mostMs }) => {
      const text = mixedLog(lines, countLines);
      const times: number[] = [];
      let countCycles = 0;
      for (let pass = 0; pass < COUNT_PASSES; pass++) {
        const start = performance.now();
        const reader = new GcLogReader();
        for (let from = 0; from < text.length; from += 1 << 16) {
          reader.push(text.slice(from, from + (1 << 16)));
        }
        const { runs } = reader.end();
        runs.forEach((run) => findingsOf(run));
        times.push(performance.now() - start);
        countCycles = runs.reduce((sum, { cycles }) => sum + cycles.count, 0);
      }
      return {
        title: `GC log of ${countLines.toLocaleString('en')} lines (${(text.length / 1e6).toFixed(1)} MB, ${countCycles} cycles)`,
        rows: [figureOf('read, measures, findings', times)],
        bars: [barAtMost('ms', median(times), mostMs)],
      };
    }),
  );
}

function mixedLog(recorded: readonly string[], countLines: number): string {
  return Array.from({ length: countLines }, (_, index) =>
    index % 2 === 0
      ? `2026/11/27 17:14:10 INFO request done method=GET path=/items/${index} status=200 took=1.2ms`
      : (recorded[(index >> 1) % recorded.length] ?? ''),
  ).join('\n');
}
