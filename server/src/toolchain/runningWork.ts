/** What is running, so that it can be ended and waited for. */
export class RunningWork {
  readonly #running = new Set<{ readonly abort: () => void; readonly end: Promise<unknown> }>();
  #isEnded = false;

  /** Does work that ends with the signal, or when all does; none is begun after that. */
  async untilEnded<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | { readonly type: 'cancelled' }> {
    if (this.#isEnded || signal?.aborted === true) {
      return { type: 'cancelled' };
    }
    return abortable(signal, (controller) =>
      this.#track(work(controller.signal), () => {
        controller.abort();
      }),
    );
  }

  /** Has the end wait for what nobody else waits for; how it comes out is nobody's concern. */
  waitFor(end: Promise<unknown>): void {
    this.#track(end, () => undefined).catch(() => undefined);
  }

  /** Aborts all, and waits until the last has come to its end. */
  async end(): Promise<void> {
    this.#isEnded = true;
    const running = [...this.#running];
    for (const { abort } of running) {
      abort();
    }
    await Promise.allSettled(running.map(({ end }) => end));
  }

  async #track<T>(end: Promise<T>, abort: () => void): Promise<T> {
    const running = { abort, end };
    this.#running.add(running);
    try {
      return await end;
    } finally {
      this.#running.delete(running);
    }
  }
}

/** Does work that can be aborted from inside, and is from outside. */
export async function abortable<T>(
  signal: AbortSignal | undefined,
  work: (controller: AbortController) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abort = () => {
    controller.abort();
  };
  // `AbortSignal.any` would hold on to each signal for as long as the longest lives.
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted === true) {
    abort();
  }
  try {
    return await work(controller);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
