import { Durations } from './durations.ts';
import type { Frame } from './generation.ts';
import type { StackTable } from './stackTable.ts';

/** What goroutines waited for, and where. */
export interface WaitReason {
  /** In the runtime's words; `syscall` for system calls. */
  readonly reason: string;
  readonly durations: Durations;
  /** By stack, those that waited longest first. */
  readonly stacks: readonly StackWait[];
  /** Goroutines that still waited at the end, and how long until then; they are not in the durations. */
  readonly countUnfinished: number;
  readonly unfinishedNs: number;
}

export interface StackWait {
  /** The leaf first. */
  readonly frames: readonly Frame[];
  readonly count: number;
  readonly totalNs: number;
  readonly longestNs: number;
}

/** A reason to wait at a stack. */
export interface WaitSite {
  readonly number: number;
  readonly reason: string;
  /** In the table of stacks. */
  readonly stack: number;
  readonly ofReason: OfReason;
  count: number;
  totalNs: number;
  longestNs: number;
}

interface OfReason {
  readonly durations: Durations;
  readonly sites: Map<number, WaitSite>;
  countUnfinished: number;
  unfinishedNs: number;
}

/** How long goroutines waited, by reason and by stack. */
export class Waits {
  readonly #stacks: StackTable;
  readonly #reasons = new Map<string, OfReason>();
  readonly #sites: WaitSite[] = [];

  constructor(stacks: StackTable) {
    this.#stacks = stacks;
  }

  /** By their numbers. */
  get sites(): readonly WaitSite[] {
    return this.#sites;
  }

  siteOf(reason: string, stack: number): WaitSite {
    let ofReason = this.#reasons.get(reason);
    if (!ofReason) {
      ofReason = {
        durations: new Durations(),
        sites: new Map(),
        countUnfinished: 0,
        unfinishedNs: 0,
      };
      this.#reasons.set(reason, ofReason);
    }
    let site = ofReason.sites.get(stack);
    if (!site) {
      const number = this.#sites.length;
      site = { number, reason, stack, ofReason, count: 0, totalNs: 0, longestNs: 0 };
      ofReason.sites.set(stack, site);
      this.#sites.push(site);
    }
    return site;
  }

  /** A wait is over. */
  add(site: WaitSite, startNs: number, ns: number, goroutine: number): void {
    site.ofReason.durations.add(startNs, ns, goroutine, site.stack);
    site.count++;
    site.totalNs += ns;
    site.longestNs = Math.max(site.longestNs, ns);
  }

  /** A wait goes on at the end of the trace. */
  addUnfinished({ ofReason }: WaitSite, ns: number): void {
    ofReason.countUnfinished++;
    ofReason.unfinishedNs += ns;
  }

  /** What took longest first. */
  get reasons(): WaitReason[] {
    return Array.from(this.#reasons, ([reason, ofReason]) => ({
      reason,
      durations: ofReason.durations,
      countUnfinished: ofReason.countUnfinished,
      unfinishedNs: ofReason.unfinishedNs,
      stacks: Array.from(ofReason.sites.values(), ({ stack, count, totalNs, longestNs }) => ({
        frames: this.#stacks.frames(stack),
        count,
        totalNs,
        longestNs,
      })).sort((a, b) => b.totalNs - a.totalNs),
    })).sort((a, b) => b.durations.totalNs - a.durations.totalNs);
  }
}
