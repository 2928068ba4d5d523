import { stat } from 'node:fs/promises';

/** Changes whenever a file does; empty for one that is not there. */
export async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(path);
    return `${mtimeMs} ${size}`;
  } catch {
    return '';
  }
}
