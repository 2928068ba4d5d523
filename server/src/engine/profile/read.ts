/** Profiles from bytes, whatever they hold. */
import { goroutineProfile, isGoroutineDump, readGoroutineDump } from './goroutineDump.ts';
import { isLegacyCpu, readLegacyCpu } from './legacyCpu.ts';
import { isLegacyText } from './legacyFormats.ts';
import { readLegacyText } from './legacyText.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import type { Profile } from './profile.ts';
import { readProto } from './protoReader.ts';
import { decodeUtf8 } from './utf8.ts';

/** How the bytes of a file are packed. */
export type Packing = 'gzip' | 'zstd' | 'none';

/** What a file holds, unpacked. */
export type ProfileFormat = 'proto' | 'text' | 'goroutines' | 'cpu';

/** Where the header of a text has to be; panics may say something before it. */
const HEADER_BYTES = 1 << 14;

/** By the first bytes. */
export function packingOf(bytes: Uint8Array): Packing {
  const [a, b, c, d] = bytes;
  if (a === 0x1f && b === 0x8b) {
    return 'gzip';
  }
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd ? 'zstd' : 'none';
}

function formatOf(bytes: Uint8Array): ProfileFormat {
  if (isLegacyCpu(bytes)) {
    return 'cpu';
  }
  const start = decodeUtf8(bytes, 0, Math.min(bytes.length, HEADER_BYTES));
  if (isLegacyText(start)) {
    return 'text';
  }
  return isGoroutineDump(start) ? 'goroutines' : 'proto';
}

/** The profile of a file that is unpacked; goroutines that are printed become one, too. */
export function readProfile(bytes: Uint8Array): Profile | ProfileProblem {
  return orProblem(() => {
    if (bytes.length === 0) {
      throw new Fault('the file is empty');
    }
    const text = () => decodeUtf8(bytes, 0, bytes.length);
    switch (formatOf(bytes)) {
      case 'text':
        return readLegacyText(text());
      case 'goroutines':
        return goroutineProfile(readGoroutineDump(text()));
      case 'cpu':
        return readLegacyCpu(bytes);
      case 'proto':
        return readProto(bytes);
    }
  });
}
