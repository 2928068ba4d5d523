/** Stacks on their way to a page: a name is there once, in however many stacks it is. */
import { Uint32List } from '../../../server/src/engine/profile/columns.ts';
import type { TraceFrame } from '../../../server/src/engine/profile/traces.ts';

export interface StackColumns {
  readonly names: readonly string[];
  /** Of all stacks, one behind the other: twice the place of its name, and one more where it is inlined. */
  readonly frames: Uint32Array;
  /** Where the frames of each stack end. */
  readonly to: Uint32Array;
}

export function packStacks(stacks: Iterable<readonly TraceFrame[]>): StackColumns {
  const places = new Map<string, number>();
  const frames = new Uint32List();
  const to = new Uint32List();
  for (const stack of stacks) {
    for (const { name, isInlined } of stack) {
      const place = places.get(name) ?? places.size;
      places.set(name, place);
      frames.push(2 * place + Number(isInlined));
    }
    to.push(frames.length);
  }
  return { names: [...places.keys()], frames: frames.toArray(), to: to.toArray() };
}

/** The frames of a stack, the leaf first. */
export function stackAt(stacks: StackColumns, stack: number): TraceFrame[] {
  return Array.from(framesOf(stacks, stack), (frame) => ({
    name: stacks.names[frame >> 1] ?? '',
    isInlined: frame % 2 === 1,
  }));
}

/** Whether a stack has a frame of such a name: each name is looked at once. */
export function stacksWith(
  stacks: StackColumns,
  matches: (name: string) => boolean,
): (stack: number) => boolean {
  const isMatch = stacks.names.map(matches);
  return (stack) => framesOf(stacks, stack).some((frame) => isMatch[frame >> 1]);
}

function framesOf({ frames, to }: StackColumns, stack: number): Uint32Array {
  return frames.subarray(stack === 0 ? 0 : to[stack - 1], to[stack]);
}
