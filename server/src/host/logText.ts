import { TextDecoder } from 'node:util';
import { startsWith, unpacked } from './byteStream.ts';

const ENCODINGS: readonly { readonly mark: readonly number[]; readonly name: string }[] = [
  // What PowerShell writes for `2> file`.
  { mark: [0xff, 0xfe], name: 'utf-16le' },
  { mark: [0xfe, 0xff], name: 'utf-16be' },
];

/**
 * A text in pieces, of bytes that come in pieces: UTF-8, or UTF-16 with a mark; packed with gzip or not. Throws as
 * {@link unpacked} does.
 */
export async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  mostUnpackedBytes = Infinity,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of unpacked(bytes, mostUnpackedBytes)) {
    decoder ??= decoderFor(chunk);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

/** For a text that begins with these bytes, two at least where there are as many. */
export function decoderFor(head: Uint8Array): TextDecoder {
  return new TextDecoder(ENCODINGS.find(({ mark }) => startsWith(head, mark))?.name ?? 'utf-8');
}
