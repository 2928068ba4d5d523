/** A simulation's outcome as text. */
import type { Outcome } from '../engine/heap/outcome.ts';
import type { Script } from '../engine/heap/script.ts';

const LAST_CYCLES = 10;

export function outcomeLines(script: Script, outcome: Outcome): string[] {
  const { final, cycles, numGC, allocations } = outcome;
  const limit = script.memoryLimitBytes;
  return [
    `go ${script.go} ${script.goarch}, GOGC ${script.gogc === Infinity ? 'off' : script.gogc}, GOMEMLIMIT ${limit === Infinity ? 'off' : bytesText(limit)}, ${script.procs} P`,
    `${allocations} allocations, ${numGC} GC cycles`,
    `heap: ${bytesText(final.heapAllocBytes)} of objects in ${bytesText(final.heapInuseBytes)} of spans, ${bytesText(final.heapSysBytes)} from the operating system, ${bytesText(final.heapReleasedBytes)} of it released`,
    '',
    ...textTable(
      ['size', 'scan', 'spans', 'objects', 'span bytes'],
      final.spansByClass.map(({ sizeBytes, scan, spans, objects, spanBytes }) => [
        sizeBytes === 0 ? 'large' : String(sizeBytes),
        scan ? 'yes' : 'no',
        String(spans),
        String(objects),
        String(spanBytes),
      ]),
    ),
    ...(numGC === 0
      ? []
      : [
          '',
          ...(numGC > LAST_CYCLES ? [`the last ${LAST_CYCLES} cycles:`] : []),
          ...textTable(
            ['gc', 'allocation', 'began at', 'ended at', 'live', 'goal'],
            cycles
              .slice(-LAST_CYCLES)
              .map(({ cycle, allocIndex, triggerBytes, heapBytes, liveBytes, goalBytes }) => [
                String(cycle),
                String(allocIndex),
                bytesText(triggerBytes),
                bytesText(heapBytes),
                bytesText(liveBytes),
                bytesText(goalBytes),
              ]),
          ),
        ]),
  ];
}

export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const index = Math.min(3, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 2 ** (10 * index);
  return `${index === 0 ? value : value.toFixed(2)} ${units[index] ?? ''}`;
}

/** Columns of numbers, to the right. */
export function textTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [heads, ...rows].map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '),
  );
}
