/** Stacks as flamegraph.pl of github.com/brendangregg/FlameGraph reads them: `main;f;g 12`. */
import type { Report } from './report.ts';
import { DistinctStacks } from './stacks.ts';

/** One stack a line. What ends a frame or a line in the format is written otherwise in names. */
export function* foldedLines(report: Report): Generator<string> {
  const stacks = new DistinctStacks(report);
  const names = stacks.table.names.map((name) => name.replaceAll(';', ',').replace(/\s+/g, ' '));
  for (const { frames, value } of stacks.withValues(report.column)) {
    yield `${frames.map((frame) => names[frame] ?? '').join(';')} ${value}`;
  }
}
