import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

const GZIP = [0x1f, 0x8b];

/** The bytes of a file in pieces, unpacked where they are packed with gzip. Throws what Node does. */
export function fileBytes(path: string): AsyncGenerator<Uint8Array> {
  return unpacked(createReadStream(path));
}

/**
 * Chunks, unpacked; the first has two bytes at least where there are as many. Throws what reading and unpacking do,
 * and where more comes out than `mostUnpackedBytes`.
 */
export async function* unpacked(
  bytes: AsyncIterable<Uint8Array>,
  mostUnpackedBytes = Infinity,
): AsyncGenerator<Uint8Array> {
  const chunks = headed(bytes, GZIP.length);
  const begun = await chunks.next();
  if (begun.done === true) {
    return;
  }
  const first = begun.value;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield first;
    yield* chunks;
  };
  if (startsWith(first, GZIP)) {
    // What fails is told by the chunks; and who wants no more of them ends the reading as well.
    const unzipped = pipeline(Readable.from(all()), createGunzip(), () => undefined);
    yield* headed(limited(unzipped, mostUnpackedBytes), GZIP.length);
  } else {
    yield* all();
  }
}

async function* limited(
  bytes: AsyncIterable<Uint8Array>,
  mostBytes: number,
): AsyncGenerator<Uint8Array> {
  let countBytes = 0;
  for await (const chunk of bytes) {
    countBytes += chunk.length;
    if (countBytes > mostBytes) {
      throw new Error(`it unpacks to more than ${mostBytes} bytes`);
    }
    yield chunk;
  }
}

/** The same bytes; the first chunk has `leastBytes` at least where there are as many. */
export async function* headed(
  bytes: AsyncIterable<Uint8Array>,
  leastBytes: number,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  let isBegun = false;
  for await (const chunk of bytes) {
    held = isBegun ? chunk : Buffer.concat([held, chunk]);
    if (isBegun || held.length >= leastBytes) {
      isBegun = true;
      yield held;
    }
  }
  if (!isBegun && held.length > 0) {
    yield held;
  }
}

export function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
