import type { Frame } from '../../../../server/src/engine/trace/generation.ts';
import { isStandard, packageOf } from '../../../../server/src/engine/profile/functionNames.ts';

/** The first frame that is not of the standard library, or the leaf; -1 where there is none. */
export function ownFrame(frames: readonly Frame[]): number {
  const own = frames.findIndex(({ functionName }) => !isStandard(packageOf(functionName)));
  return own < 0 ? Math.min(0, frames.length - 1) : own;
}
