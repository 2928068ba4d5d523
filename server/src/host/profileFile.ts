import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { Decompress } from 'fzstd';
import { packingOf } from '../engine/profile/packing.ts';
import { reasonOf } from '../engine/text/reason.ts';

/** What unpacks to more is taken for a bomb: some twenty times the largest profiles that are known. */
const MAXIMUM_UNPACKED_BYTES = 1 << 30;
/** What is unpacked at once of zstd, so that the limit is met before the memory is taken. */
const CHUNK_BYTES = 1 << 16;
/** Of gzip: Node's own chunks of 16 KB take a quarter longer. */
const GZIP_CHUNK_BYTES = 1 << 20;

/** The bytes of a profile, unpacked. Throws an error whose message is for a person. */
export async function readProfileFile(path: string): Promise<Uint8Array> {
  return unpackProfile(await readFile(path));
}

/** `mostBytes` is what may come out at most. */
export function unpackProfile(bytes: Uint8Array, mostBytes = MAXIMUM_UNPACKED_BYTES): Uint8Array {
  switch (packingOf(bytes)) {
    case 'gzip':
      try {
        return gunzipSync(bytes, { maxOutputLength: mostBytes, chunkSize: GZIP_CHUNK_BYTES });
      } catch (error) {
        const isTooMuch =
          error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
        throw unpackError('gzip', isTooMuch ? tooMuch(mostBytes) : error);
      }
    case 'zstd':
      return unpackZstd(bytes, mostBytes);
    case 'none':
      return bytes;
  }
}

function unpackZstd(bytes: Uint8Array, mostBytes: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((chunk) => {
    length += chunk.length;
    if (length > mostBytes) {
      throw tooMuch(mostBytes);
    }
    chunks.push(chunk);
  });
  try {
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
      const to = Math.min(bytes.length, from + CHUNK_BYTES);
      stream.push(bytes.subarray(from, to), to === bytes.length);
    }
  } catch (error) {
    throw unpackError('zstd', error);
  }
  return Buffer.concat(chunks);
}

function tooMuch(mostBytes: number): Error {
  return new Error(`it unpacks to more than ${mostBytes} bytes`);
}

function unpackError(packing: string, error: unknown): Error {
  const reason = reasonOf(error);
  return new Error(`the file is no whole ${packing}: ${reason}`);
}
