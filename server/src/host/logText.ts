import { TextDecoder } from 'node:util';
import { fileBytes, startsWith, unpacked } from './byteStream.ts';

const ENCODINGS: readonly { readonly mark: readonly number[]; readonly name: string }[] = [
  // What PowerShell writes for `2> file`.
  { mark: [0xff, 0xfe], name: 'utf-16le' },
  { mark: [0xfe, 0xff], name: 'utf-16be' },
];

/** A log's text in pieces: UTF-8, or UTF-16 with a mark; packed with gzip or not. Throws what Node does. */
export async function* logTextOf(path: string): AsyncGenerator<string> {
  yield* decoded(fileBytes(path));
}

export async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of unpacked(bytes)) {
    decoder ??= decoderFor(chunk);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder?.decode() ?? '';
}

/** For a text that begins with these bytes, two at least where there are as many. */
export function decoderFor(head: Uint8Array): TextDecoder {
  return new TextDecoder(ENCODINGS.find(({ mark }) => startsWith(head, mark))?.name ?? 'utf-8');
}
