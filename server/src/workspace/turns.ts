/** A quarter of a frame: what is asked meanwhile waits for a step more, and for the garbage collector. */
const MAXIMUM_AT_ONCE_MS = 4;

/** Long work in pieces: whoever does it says after each small step that others may have their turn. */
export class Turns {
  readonly #pause: () => Promise<void>;
  #start = performance.now();

  /** `pause` lets everybody else have their turn. */
  constructor(pause: () => Promise<void>) {
    this.#pause = pause;
  }

  /** Whether it is time to `rest`. */
  get isOver(): boolean {
    return performance.now() - this.#start > MAXIMUM_AT_ONCE_MS;
  }

  /** Pauses if there was work for long enough. */
  async rest(): Promise<void> {
    if (this.isOver) {
      await this.#pause();
      this.#start = performance.now();
    }
  }
}
