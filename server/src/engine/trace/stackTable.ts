import type { Frame, Generation } from './generation.ts';

const MOST_STACKS = 1 << 15;
/** Of those without frames, and of those that are too many. */
export const NO_STACK = 0;

/** Stacks by numbers of our own: the same one has another number in each generation of a trace. */
export class StackTable {
  readonly #stacks: (readonly Frame[])[] = [[]];
  readonly #numbers = new Map<string, number>();
  readonly #numberOfId = new Map<number, number>();
  #generation: Generation | undefined;

  begin(generation: Generation): void {
    this.#generation = generation;
    this.#numberOfId.clear();
  }

  /** `id` is the generation's. */
  numberOf(id: number): number {
    return id === 0 ? NO_STACK : (this.#numberOfId.get(id) ?? this.#meet(id));
  }

  /** The leaf first. */
  frames(number: number): readonly Frame[] {
    return this.#stacks[number] ?? [];
  }

  /** The function that the goroutine of a stack began with; empty where that is not known. */
  rootOf(number: number): string {
    return this.frames(number).at(-1)?.functionName ?? '';
  }

  #meet(id: number): number {
    const frames = this.#generation?.stack(id) ?? [];
    const key = JSON.stringify(frames);
    let number = this.#numbers.get(key);
    if (number === undefined && this.#stacks.length < MOST_STACKS) {
      number = this.#stacks.push(frames) - 1;
      this.#numbers.set(key, number);
    }
    number ??= NO_STACK;
    this.#numberOfId.set(id, number);
    return number;
  }
}
