import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { unpacked } from '../../../server/src/host/byteStream.ts';
import { decoded } from '../../../server/src/host/logText.ts';
import { until } from '../../support/until.ts';

async function all<Piece>(pieces: AsyncIterable<Piece>): Promise<Piece[]> {
  const found: Piece[] = [];
  for await (const piece of pieces) {
    found.push(piece);
  }
  return found;
}

/** As it comes from a disk. */
function inPieces(bytes: Uint8Array, length = 1000): AsyncIterable<Uint8Array> {
  const count = Math.ceil(bytes.length / length);
  return Readable.from(
    Array.from({ length: count }, (_, piece) => bytes.subarray(piece * length).subarray(0, length)),
  );
}

describe('packed bytes', () => {
  // What does not pack well, so that there are many pieces.
  const numbers = Uint32Array.from({ length: 100_000 }, (_, index) => (index * 2654435761) >>> 0);
  const plain = Buffer.from(numbers.buffer);
  const packed = gzipSync(plain);

  it('are unpacked, and others stay as they are', async () => {
    assert.ok(Buffer.concat(await all(unpacked(inPieces(packed)))).equals(plain));
    assert.ok(Buffer.concat(await all(unpacked(inPieces(plain)))).equals(plain));
    assert.deepEqual(await all(unpacked(inPieces(new Uint8Array()))), []);
  });

  it('tell that they are cut off, and that they cannot be read', async () => {
    await assert.rejects(all(unpacked(inPieces(packed.subarray(0, 5000)))), /unexpected end/);
    const broken = async function* () {
      yield* inPieces(packed.subarray(0, 5000));
      throw new Error('the disk is gone');
    };
    await assert.rejects(all(unpacked(broken())), /the disk is gone/);
  });

  it('are not read any more by who has seen enough', async () => {
    let isClosed = false;
    const closing = async function* () {
      try {
        yield* inPieces(packed);
      } finally {
        isClosed = true;
      }
    };
    for await (const chunk of unpacked(closing())) {
      assert.ok(chunk.length > 0);
      break;
    }
    await until(() => isClosed);
  });

  it('are no text of more bytes than that is allowed', async () => {
    const text = gzipSync('gc 1\n'.repeat(1000));
    assert.equal((await all(decoded(inPieces(text), 5000))).join('').length, 5000);
    await assert.rejects(all(decoded(inPieces(text), 4999)), /unpacks to more than 4999 bytes/);
  });
});
