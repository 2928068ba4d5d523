import type { Run } from './run.ts';

/** What the scavenger did beside each cycle, in MiB; NaN where the log has no line of scavtrace for it. */
export interface Scavenging {
  /** Given back to the system since the line before: in the background, and at once by who allocates. */
  readonly backgroundMB: Float64Array;
  readonly eagerMB: Float64Array;
  /** Of the heap, what the system has; before Go 1.21 all that was given back. */
  readonly releasedMB: Float64Array;
}

const KIB_PER_MB = 1024;

/**
 * Lines of scavtrace have no time. The runtime prints one when a cycle's spans are swept (mgcsweep.go, Go 1.19 to
 * 1.26), before the cycle's own line or behind it: each counts for the last cycle before it, the first for the first.
 */
export function scavengingOf({ cycles, scavenges }: Run): Scavenging {
  const unknown = () => new Float64Array(cycles.count).fill(NaN);
  const found = { backgroundMB: unknown(), eagerMB: unknown(), releasedMB: unknown() };
  const lines = cycles.column('line');
  let row = 0;
  for (let index = 0; index < scavenges.count; index++) {
    const line = scavenges.value(index, 'line');
    while ((lines[row + 1] ?? Infinity) < line) {
      row++;
    }
    const mb = (field: 'backgroundKiB' | 'eagerKiB' | 'releasedKiB') =>
      scavenges.value(index, field) / KIB_PER_MB;
    add(found.backgroundMB, row, mb('backgroundKiB'));
    add(found.eagerMB, row, mb('eagerKiB'));
    found.releasedMB[row] = mb('releasedKiB');
  }
  return found;
}

function add(values: Float64Array, row: number, value: number): void {
  const before = values[row] ?? NaN;
  values[row] = Number.isNaN(before) ? value : before + value;
}
