/** What the view of a running program's memory and its page say to each other, typed once for both sides. */
import type { Breakdown } from '../../../server/src/engine/memstats/breakdown.ts';
import type { MemoryRow } from '../../../server/src/engine/memstats/memoryWatch.ts';
import type { Resident } from '../../../server/src/engine/memstats/smaps.ts';

/** Rows that are kept. */
export const MOST_ROWS = 7200;

/** What is known now. */
export interface MemoryNow extends Breakdown {
  readonly numGc: number;
  readonly numForcedGc: number;
  /** From 0 to 1, since the program began. */
  readonly gcCpuShare: number;
  /** Undefined where the system does not say it. */
  readonly maxResidentBytes: number | undefined;
  /** What is resident; undefined where that is not known. */
  readonly resident: Resident | undefined;
  readonly countRestarts: number;
}

export type ToMemoryView =
  | {
      readonly type: 'start';
      readonly messages: Readonly<Record<string, string>>;
      /** Of the program. */
      readonly name: string;
      readonly rows: readonly MemoryRow[];
      readonly now: MemoryNow | undefined;
    }
  | { readonly type: 'row'; readonly row: MemoryRow; readonly now: MemoryNow }
  /** Whether it is asked, and what it answers with: `text` for a person. */
  | { readonly type: 'state'; readonly isWatching: boolean; readonly text: string };

export type FromMemoryView =
  { readonly type: 'ready' } | { readonly type: 'pause' } | { readonly type: 'resume' };
