/** Which frames are inlined where they are called, told without the weights of calls. */
import type { GraphSource } from './edges.ts';
import type { FrameTable } from './frames.ts';
import { PairTable } from './pairTable.ts';
import { hasValueAt } from './valueSums.ts';

/** Whether callers have a frame inlined. */
export type Inlining = 'all' | 'some' | 'none';

/** The frames that some location has inlined: 1 for those. */
export function inlinedFrames({ frames, from, to, ofLocation }: FrameTable): Uint8Array {
  const marks = new Uint8Array(frames.length);
  for (let location = 0; location < from.length; location++) {
    const last = (to[location] ?? 0) - 1;
    for (let at = from[location] ?? 0; at < last; at++) {
      marks[ofLocation[at] ?? 0] = 1;
    }
  }
  return marks;
}

const INLINED = 1;
const CALLED = 2;

/**
 * By frame, of a graph from which nothing is left out: what its edges say. As in pprof, a sample says of an edge what
 * is so next to its root, and an edge counts as inlined that is so in each sample. Only edges that a location has
 * inlined are told apart; they are few.
 */
export function inliningOf({ samples, table, values }: GraphSource): readonly Inlining[] {
  const { stackFrom, stackTo, stack } = samples;
  const { from, to, ofLocation } = table;
  const isInlined = inlinedFrames(table);
  const { pairs, pairAt } = inlinedPairs(table);
  const flags = new Uint8Array(pairs.count);
  /** The sample that each was last met in, counted from 1. */
  const seen = new Uint32Array(pairs.count);
  const meet = (pair: number, sample: number, flag: number) => {
    if (seen[pair] !== sample + 1) {
      seen[pair] = sample + 1;
      flags[pair] = (flags[pair] ?? 0) | flag;
    }
  };
  /** Frames that are called by others than those that have them inlined. */
  const isCalled = new Uint8Array(isInlined.length);
  for (let sample = 0; sample < samples.count; sample++) {
    if (!hasValueAt(values, sample)) {
      continue;
    }
    const leaf = stackFrom[sample] ?? 0;
    let parent = -1;
    for (let entry = (stackTo[sample] ?? 0) - 1; entry >= leaf; entry--) {
      const location = stack[entry] ?? 0;
      const first = from[location] ?? 0;
      const last = (to[location] ?? 0) - 1;
      if (last < first) {
        continue;
      }
      const frame = ofLocation[last] ?? 0;
      if (isInlined[frame] === 1 && parent >= 0 && parent !== frame) {
        const pair = pairs.find(parent, frame);
        if (pair < 0) {
          isCalled[frame] = 1;
        } else {
          meet(pair, sample, CALLED);
        }
      }
      for (let at = last - 1; at >= first; at--) {
        const pair = pairAt[at] ?? -1;
        if (pair >= 0) {
          meet(pair, sample, INLINED);
        }
      }
      parent = ofLocation[first] ?? 0;
    }
  }
  const isSome = new Uint8Array(isInlined.length);
  for (let pair = 0; pair < pairs.count; pair++) {
    const [, frame] = pairs.pairAt(pair);
    if (flags[pair] === INLINED) {
      isSome[frame] = 1;
    } else if (flags[pair] !== 0) {
      isCalled[frame] = 1;
    }
  }
  return Array.from(isSome, (some, frame) =>
    some === 0 ? 'none' : isCalled[frame] === 1 ? 'some' : 'all',
  );
}

/** Who has whom inlined in any location, and which pair each frame of a location is of; -1 for none. */
function inlinedPairs({ from, to, ofLocation }: FrameTable): {
  readonly pairs: PairTable;
  readonly pairAt: Int32Array;
} {
  const pairs = new PairTable();
  const pairAt = new Int32Array(ofLocation.length).fill(-1);
  for (let location = 0; location < from.length; location++) {
    const last = (to[location] ?? 0) - 1;
    for (let at = from[location] ?? 0; at < last; at++) {
      const parent = ofLocation[at + 1] ?? 0;
      const frame = ofLocation[at] ?? 0;
      // What is inlined into itself is one frame.
      if (parent !== frame) {
        pairAt[at] = pairs.indexOf(parent, frame);
      }
    }
  }
  return { pairs, pairAt };
}
