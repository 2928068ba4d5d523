/** Which frame of a stack tells where the program waits. */
import { isStandard, packageOf, tellingPlace } from '../profile/functionNames.ts';
import type { Frame } from './generation.ts';

/**
 * The first frame that is not of the standard library; of stacks of that alone the one that tells most. -1 where
 * there is none.
 */
export function ownFrame(frames: readonly Frame[]): number {
  const own = frames.findIndex((frame) => !isOfStandard(frame));
  return own < 0 && frames.length > 0
    ? tellingPlace(frames.map(({ functionName }) => functionName))
    : own;
}

export function isOfStandard({ functionName }: Frame): boolean {
  return isStandard(packageOf(functionName));
}
