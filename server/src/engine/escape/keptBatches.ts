/** Whose code and graphs are kept: they are large, and what was found of functions holds without them. */
import type { Instance } from './instances.ts';

/** Of all functions that are kept together: some fifteen megabytes. */
const MAXIMUM_LOCATIONS = 10_000;

/** The functions that were analysed together. */
type InstanceBatch = readonly Instance[];

export class KeptBatches {
  /** How many locations their graphs have; the batch that was asked for last is at the end. */
  readonly #locations = new Map<InstanceBatch, number>();
  #countLocations = 0;
  /**
   * Twice those of the largest batch, if that is more: it would be analysed anew for each function of it that is asked
   * for behind another one.
   */
  #maximumLocations = MAXIMUM_LOCATIONS;

  add(batch: InstanceBatch, countLocations: number): void {
    this.delete(batch);
    this.#locations.set(batch, countLocations);
    this.#countLocations += countLocations;
    this.#maximumLocations = Math.max(this.#maximumLocations, 2 * countLocations);
    for (const oldest of this.#locations.keys()) {
      if (this.#countLocations <= this.#maximumLocations || oldest === batch) {
        return;
      }
      this.delete(oldest);
      for (const instance of oldest) {
        if (instance.batch === oldest) {
          instance.code = undefined;
        }
      }
    }
  }

  /** Somebody has asked for a function of a batch: others go before it. */
  touch(batch: InstanceBatch): void {
    const countLocations = this.#locations.get(batch);
    if (countLocations !== undefined) {
      this.#locations.delete(batch);
      this.#locations.set(batch, countLocations);
    }
  }

  delete(batch: InstanceBatch): void {
    this.#countLocations -= this.#locations.get(batch) ?? 0;
    this.#locations.delete(batch);
  }
}
