/** Which frames are of the program's own code, or of its modules, and not of Go's standard library. */
import type { Frame } from '../profile/frames.ts';
import { isStandard, packageOf, tellingPlace } from '../profile/functionNames.ts';

export function isOwnCode({ name }: Frame): boolean {
  return !isStandard(packageOf(name));
}

/** Of a stack with the leaf first, the frame that its owner can change, or that tells most. */
export function ownFrame(stack: readonly Frame[]): Frame | undefined {
  return stack.find(isOwnCode) ?? stack[tellingPlace(stack.map(({ name }) => name))];
}
