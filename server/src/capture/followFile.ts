/** Text files that grow: logs. */
import type { Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { TextDecoder } from 'node:util';
import { decoderFor } from '../host/logText.ts';
import { pause } from './pause.ts';

export interface FollowRequest {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
  /** The file begins anew: it was cut, or another one has taken its place. */
  readonly onRestart: () => void;
  /** All that is there has been read, and something new was among it; also the first time. */
  readonly onCaughtUp: () => void;
}

const CHUNK_BYTES = 1 << 16;
/** How often it is looked at: watchers of the system say nothing of what is appended on network drives. */
const EVERY_MS = 250;
/** What is made of the text may take a fifth of the time. */
const REST = 4;
/** Fewer do not tell in which encoding it is. */
const LEAST_BYTES = 2;

/** Reads a file from its beginning and as it grows, until the signal says so. Rejects with what Node says. */
export async function followFile(request: FollowRequest): Promise<void> {
  const { path, signal, onCaughtUp, onRestart } = request;
  let file = await FollowedFile.open(path);
  let isFirst = true;
  try {
    while (!signal.aborted) {
      const hasGrown = await file.readOn(request);
      const begun = performance.now();
      if (hasGrown || isFirst) {
        onCaughtUp();
        isFirst = false;
      }
      await pause(Math.max(EVERY_MS, REST * (performance.now() - begun)), signal);
      if (await file.isOver(path)) {
        // What was written before another file took its place.
        await file.readOn(request);
        await file.close();
        file = await FollowedFile.open(path);
        onRestart();
        isFirst = true;
      }
    }
    // What was written just before the end.
    if (await file.readOn(request)) {
      onCaughtUp();
    }
  } finally {
    await file.close();
  }
}

class FollowedFile {
  readonly #file: FileHandle;
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #position = 0;
  #decoder: TextDecoder | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<FollowedFile> {
    return new FollowedFile(await open(path, 'r'));
  }

  /** Hands on what is there and has not been read; false where there is nothing. */
  async readOn({ onText }: FollowRequest): Promise<boolean> {
    let hasGrown = false;
    for (;;) {
      const { bytesRead } = await this.#file.read(this.#chunk, 0, CHUNK_BYTES, this.#position);
      if (bytesRead === 0 || (this.#position === 0 && bytesRead < LEAST_BYTES)) {
        return hasGrown;
      }
      const bytes = this.#chunk.subarray(0, bytesRead);
      this.#position += bytesRead;
      this.#decoder ??= decoderFor(bytes);
      onText(this.#decoder.decode(bytes, { stream: true }));
      hasGrown = true;
    }
  }

  /** It is shorter than what has been read, or the path is another file's by now. */
  async isOver(path: string): Promise<boolean> {
    const held = await this.#file.stat();
    const named = await statOf(path);
    const isOther = named !== undefined && (named.ino !== held.ino || named.dev !== held.dev);
    return isOther || held.size < this.#position;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

/** Undefined between the moment when a file is renamed and that when the next one is there. */
async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}
