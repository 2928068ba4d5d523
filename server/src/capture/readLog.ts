import { setImmediate as aMoment } from 'node:timers/promises';
import { GcLogReader, type GcLog } from '../engine/gclog/reader.ts';
import { decoded } from '../host/logText.ts';

/**
 * Reads a log from its bytes as they come: UTF-8, or UTF-16 with a mark; packed with gzip or not. Rejects with what
 * reading and unpacking throw, and where more comes out than `mostUnpackedBytes`.
 */
export async function readLog(
  bytes: AsyncIterable<Uint8Array>,
  mostUnpackedBytes = Infinity,
): Promise<GcLog> {
  const reader = new GcLogReader();
  for await (const piece of decoded(bytes, mostUnpackedBytes)) {
    reader.push(piece);
    // The extension host does other things meanwhile.
    await aMoment();
  }
  return reader.end();
}
