import { gunzipSync } from 'node:zlib';
import { TextDecoder } from 'node:util';
import { l10n, workspace, type Uri } from 'vscode';
import { GcLogReader, type GcLog } from '../../../server/src/engine/gclog/reader.ts';

const PIECE_BYTES = 1 << 20;
const PIECE_CHARACTERS = 1 << 20;
const MOST_UNPACKED_BYTES = 1 << 30;

/** Reads the log in a file, or in a document that is open. Rejects where there is nothing of the runtime in it. */
export async function readLogOf(uri: Uri): Promise<GcLog> {
  const open = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  const reader = new GcLogReader();
  for (const piece of open ? piecesOf(open.getText()) : decoded(await bytesOf(uri))) {
    reader.push(piece);
    await aMoment();
  }
  const log = reader.end();
  if (log.runs.length === 0 && log.countRejects === 0) {
    throw new Error(
      l10n.t('There is no line of Go’s runtime in it; GODEBUG=gctrace=1 makes it write them.'),
    );
  }
  return log;
}

async function bytesOf(uri: Uri): Promise<Uint8Array> {
  const bytes = await workspace.fs.readFile(uri);
  return bytes[0] === 0x1f && bytes[1] === 0x8b
    ? gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED_BYTES })
    : bytes;
}

/** UTF-8, or UTF-16 as PowerShell writes it. */
function* decoded(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8');
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    yield decoder.decode(bytes.subarray(from, from + PIECE_BYTES), { stream: true });
  }
  yield decoder.decode();
}

function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += PIECE_CHARACTERS) {
    yield text.slice(from, from + PIECE_CHARACTERS);
  }
}

/** The extension host does other things meanwhile. */
function aMoment(): Promise<void> {
  return new Promise((done) => {
    setImmediate(done);
  });
}
