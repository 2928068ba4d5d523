/** Snapshots of a running program, one after the other: what `engine/leaks` looks for growth in. */
import { join } from 'node:path';
import { CaptureCancelled } from './captureError.ts';
import { profileUrl, type Endpoint } from './endpoint.ts';
import { pause } from './pause.ts';
import { kindAt } from './profileKinds.ts';
import type { AskOptions } from './asking.ts';
import { saveProfile } from './pprofClient.ts';

export interface SnapshotRequest {
  readonly endpoint: Endpoint;
  /** What is taken of each moment, by its path below the index. */
  readonly profiles: readonly string[];
  readonly folder: string;
  readonly everyMs: number;
  /** How many moments; until the signal says so without it. */
  readonly count?: number;
  /** Told the files of each moment. */
  readonly onTaken: (files: readonly string[]) => void;
}

/** The heap as it is after a collection, and what goroutines wait for. */
export const SNAPSHOT_PROFILES = ['heap', 'goroutine'] as const;

/**
 * Takes them at even intervals, the first at once; a moment that comes while the one before is still being
 * taken is left out. Ends when there are as many as are wanted, or when the signal says so. Rejects as
 * {@link saveProfile} does, with the program's end for example; what has been taken stays.
 */
export async function takeSnapshots(
  { endpoint, profiles, folder, everyMs, count = Infinity, onTaken }: SnapshotRequest,
  options: AskOptions,
): Promise<void> {
  const { signal } = options;
  let due = performance.now();
  for (let taken = 1; taken <= count && !signal?.aborted; taken++) {
    const number = String(taken).padStart(4, '0');
    const files: string[] = [];
    try {
      for (const path of profiles) {
        const { name, parameters, content } = kindAt(path);
        const url = profileUrl(endpoint, path, new URLSearchParams(parameters));
        const file = join(folder, `${name}-${number}.pb.gz`);
        await saveProfile({ url, content, fileOf: () => file }, options);
        files.push(file);
      }
    } catch (error) {
      if (error instanceof CaptureCancelled) {
        return;
      }
      throw error;
    }
    onTaken(files);
    const now = performance.now();
    due += everyMs * Math.max(1, Math.ceil((now - due) / everyMs));
    if (taken < count) {
      await pause(due - now, signal);
    }
  }
}
