import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { decompress } from 'fzstd';
import { packingOf } from '../engine/profile/read.ts';

/** What unpacks to more is taken for a bomb: some twenty times the largest profiles that are known. */
const MAXIMUM_UNPACKED_BYTES = 1 << 30;

/** The bytes of a profile, unpacked. Throws an error whose message is for a person. */
export async function readProfileFile(path: string): Promise<Uint8Array> {
  return unpackProfile(await readFile(path));
}

export function unpackProfile(bytes: Uint8Array): Uint8Array {
  switch (packingOf(bytes)) {
    case 'gzip':
      try {
        return gunzipSync(bytes, { maxOutputLength: MAXIMUM_UNPACKED_BYTES });
      } catch (error) {
        throw unpackError('gzip', error);
      }
    case 'zstd':
      return unpackZstd(bytes);
    case 'none':
      return bytes;
  }
}

function unpackZstd(bytes: Uint8Array): Uint8Array {
  const announced = zstdContentBytes(bytes);
  if (announced > MAXIMUM_UNPACKED_BYTES) {
    throw new Error(`the file unpacks to ${announced} bytes, more than a profile may have`);
  }
  try {
    return decompress(bytes);
  } catch (error) {
    throw unpackError('zstd', error);
  }
}

/** What the header of the first frame says (RFC 8878, 3.1.1.1); 0 where it does not. */
function zstdContentBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const descriptor = bytes[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const start = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  if (view.byteLength < start + 8) {
    return 0;
  }
  switch (descriptor >> 6) {
    case 1:
      return view.getUint16(start, true) + 256;
    case 2:
      return view.getUint32(start, true);
    case 3:
      return Number(view.getBigUint64(start, true));
    default:
      return isSingle ? view.getUint8(start) : 0;
  }
}

function unpackError(packing: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`the file is no whole ${packing}: ${reason}`);
}
