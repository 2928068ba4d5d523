import { Durations } from './durations.ts';
import type { CollectorInstance } from './instances.ts';

/** How long what the collector does takes, by what it is. */
export class CollectorDurations {
  /** From GCBegin to GCEnd. */
  readonly mark = new Durations();
  readonly assist = new Durations();
  readonly sweep = new Durations();
  /** Stops of the world by what they are for. */
  readonly stops = new Map<string, Durations>();

  add({ work, reason, startNs, endNs, goroutine, stack }: CollectorInstance): void {
    const durations = work === 'stop' ? this.#stopsFor(reason) : this[work];
    durations.add(startNs, endNs - startNs, goroutine, stack);
  }

  #stopsFor(reason: string): Durations {
    const known = this.stops.get(reason);
    if (known) {
      return known;
    }
    const stops = new Durations();
    this.stops.set(reason, stops);
    return stops;
  }
}
