/** Stacks of addresses, as profiles have them that are older than profile.proto. */

/** All that a line names. */
export function hexAddresses(line: string): bigint[] {
  return (line.match(/0x[0-9a-f]+/g) ?? []).map((text) => BigInt.asUintN(64, BigInt(text)));
}

/** A return address is behind the call that it belongs to; the leaf is none. */
export function withCalls(stack: readonly bigint[]): bigint[] {
  return stack.map((address, frame) => (frame === 0 ? address : callBefore(address)));
}

/** The call that returns to an address. */
export function callBefore(address: bigint): bigint {
  return BigInt.asUintN(64, address - 1n);
}

/** The leaf may come from the signal and, one less, from the stack. */
export function withoutDoubledLeaf(stack: readonly bigint[]): bigint[] {
  const [leaf, second] = stack;
  const isDoubled = second !== undefined && leaf === second + 1n;
  return isDoubled ? stack.toSpliced(1, 1) : [...stack];
}
