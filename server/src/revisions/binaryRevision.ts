import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute } from 'node:path';
import { namedRevision, type NamedRevision } from '../engine/history/namedRevision.ts';

/**
 * The revision that a binary was built of, as Go stamps it; undefined where it has none, or is not the one that
 * was profiled: `time` is when that was, in milliseconds since 1970.
 */
export function binaryRevision(
  goCommand: string,
  file: string,
  time: number,
  signal?: AbortSignal,
): Promise<NamedRevision | undefined> {
  const stat = isAbsolute(file) ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (!stat?.isFile() || (time > 0 && stat.mtimeMs > time)) {
    return Promise.resolve(undefined);
  }
  return new Promise((resolve) => {
    // In a folder of no module, so that no go.mod asks for another toolchain.
    const env = { ...process.env, GOTOOLCHAIN: 'local' };
    const options = { cwd: tmpdir(), env, signal, windowsHide: true };
    execFile(goCommand, ['version', '-m', file], options, (error, stdout) => {
      const isGit = /\bvcs=git\b/.test(stdout);
      resolve(error === null && isGit ? namedRevision(stdout) : undefined);
    });
  });
}
