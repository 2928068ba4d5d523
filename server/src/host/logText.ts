import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';

const ENCODINGS: readonly { readonly mark: readonly number[]; readonly name: string }[] = [
  // What PowerShell writes for `2> file`.
  { mark: [0xff, 0xfe], name: 'utf-16le' },
  { mark: [0xfe, 0xff], name: 'utf-16be' },
];
const GZIP = [0x1f, 0x8b];

/** A log's text in pieces: UTF-8, or UTF-16 with a mark; packed with gzip or not. Throws what Node does. */
export async function* logTextOf(path: string): AsyncGenerator<string> {
  yield* decoded(createReadStream(path));
}

export async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of unpacked(bytes)) {
    decoder ??= new TextDecoder(
      ENCODINGS.find(({ mark }) => startsWith(chunk, mark))?.name ?? 'utf-8',
    );
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

/** Chunks, of which the first has two bytes at least where there are as many. */
async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = fromSecondByteOn(bytes);
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
    const unzipped: AsyncIterable<Uint8Array> = Readable.from(all()).pipe(createGunzip());
    yield* fromSecondByteOn(unzipped);
  } else {
    yield* all();
  }
}

async function* fromSecondByteOn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  let isBegun = false;
  for await (const chunk of bytes) {
    held = isBegun ? chunk : Buffer.concat([held, chunk]);
    if (isBegun || held.length >= 2) {
      isBegun = true;
      yield held;
    }
  }
  if (!isBegun && held.length > 0) {
    yield held;
  }
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}
