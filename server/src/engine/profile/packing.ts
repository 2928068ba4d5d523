/** How the bytes of a file are packed. */
export type Packing = 'gzip' | 'zstd' | 'none';

/** How many of a file's bytes tell. */
export const PACKING_BYTES = 4;

/** By the first bytes. */
export function packingOf(bytes: Uint8Array): Packing {
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b) {
    return 'gzip';
  }
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd ? 'zstd' : 'none';
}
