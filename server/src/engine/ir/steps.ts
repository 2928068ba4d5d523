/** Long work is a generator that yields after each small step: whoever has the time does all at once. */
export function resultOf<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) {
      return step.value;
    }
  }
}

/** The same steps, with something to do before each but the first. Who leaves them leaves those as well. */
export function* withEach<Result>(
  steps: Generator<void, Result>,
  act: () => void,
): Generator<void, Result> {
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) {
        return step.value;
      }
      yield;
      act();
    }
  } finally {
    leave(steps);
  }
}

/** Nobody goes on with these steps: what is open in the midst of them is closed. */
export function leave(steps: Generator<void, unknown>): void {
  steps.return(undefined);
}
