import { stat } from 'node:fs/promises';

/**
 * Changes whenever a file does; empty for one that is not there. When a file was written is what
 * somebody says who unpacked or copied it; when that was last said or done (`ctime`) is not.
 */
export async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${ctimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
