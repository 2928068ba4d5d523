/**
 * A value that is made when somebody first asks for it. Go's declarations refer to each other in
 * any order and in circles: who asks for a value that is just being made gets `onCycle`.
 */
export class Lazy<Value> {
  #make: (() => Value) | undefined;
  readonly #onCycle: () => Value;
  #value: Value | undefined;
  #isMaking = false;

  constructor(make: () => Value, onCycle: () => Value) {
    this.#make = make;
    this.#onCycle = onCycle;
  }

  get value(): Value {
    if (this.#make === undefined) {
      return this.#value as Value;
    }
    if (this.#isMaking) {
      return this.#onCycle();
    }
    this.#isMaking = true;
    try {
      const value = this.#make();
      this.#value = value;
      this.#make = undefined;
      return value;
    } finally {
      this.#isMaking = false;
    }
  }
}

/** Makes something lazy by reading it. */
export function force(read: () => unknown): void {
  read();
}
