import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { l10n, workspace, type Uri } from 'vscode';
import { readLog } from '../../../server/src/capture/readLog.ts';
import type { GcLog } from '../../../server/src/engine/gclog/reader.ts';

const PIECE_BYTES = 1 << 20;
const MOST_UNPACKED_BYTES = 1 << 30;

/** Reads the log in a file, or in a document that is open. Rejects where there is nothing of the runtime in it. */
export async function readLogOf(uri: Uri): Promise<GcLog> {
  const log = await readLog(await bytesOf(uri), MOST_UNPACKED_BYTES);
  if (log.runs.length === 0 && log.countRejects === 0) {
    throw new Error(
      l10n.t('There is no line of Go’s runtime in it; GODEBUG=gctrace=1 makes it write them.'),
    );
  }
  return log;
}

async function bytesOf(uri: Uri): Promise<AsyncIterable<Uint8Array>> {
  const open = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (!open && uri.scheme === 'file') {
    return createReadStream(uri.fsPath);
  }
  const bytes = open ? Buffer.from(open.getText()) : await workspace.fs.readFile(uri);
  return Readable.from(piecesOf(bytes));
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    yield bytes.subarray(from, from + PIECE_BYTES);
  }
}
