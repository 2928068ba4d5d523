/** A way that was gone as a flag is true is not gone on as it is false. */
import type { Edge } from './graph.ts';

/** Those that are known, in the order in which they were met. */
export type Flags = readonly { readonly flag: object; readonly isTrue: boolean }[];

export const NO_FLAGS: Flags = [];

/** More of them are not told apart: each may double the ways. */
const MOST_FLAGS = 6;

/** What is known on a way once it is gone on; undefined where it cannot be. */
export function flagsBehind(flags: Flags, { known }: Edge): Flags | undefined {
  if (known?.flag === undefined) {
    return flags;
  }
  const { flag, isTrue } = known;
  const before = flags.find((each) => each.flag === flag);
  if (before) {
    return before.isTrue === isTrue ? flags : undefined;
  }
  return flags.length < MOST_FLAGS ? [...flags, { flag, isTrue }] : flags;
}

export function isSame(some: Flags, others: Flags): boolean {
  return (
    some.length === others.length &&
    some.every(({ flag, isTrue }) =>
      others.some((each) => each.flag === flag && each.isTrue === isTrue),
    )
  );
}
