import { TraceProblem } from './problem.ts';

export function needed(value: number | undefined): number {
  if (value === undefined) {
    throw new TraceProblem('a number is cut off, or has more than 64 bits');
  }
  return value;
}

/** Names are almost always ASCII; the engine has no TextDecoder. */
export function utf8(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte < 0x80)) {
    return String.fromCharCode(...bytes);
  }
  const escaped = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return String.fromCharCode(...bytes);
  }
}
