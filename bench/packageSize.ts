import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf } from './commands.ts';
import { barAtMost, type Part } from './figures.ts';
import { CACHE, ROOT } from './subjects.ts';

const MOST_BYTES = 2_000_000;
const LONGEST_MS = 120_000;

/** What a user downloads. */
export async function measurePackage(): Promise<Part> {
  const file = join(CACHE, 'extension.vsix');
  await mkdir(CACHE, { recursive: true });
  await outputOf('packaging', {
    command: process.execPath,
    args: [
      join(ROOT, 'node_modules/@vscode/vsce/vsce'),
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '-o',
      file,
    ],
    cwd: ROOT,
    timeoutMs: LONGEST_MS,
  });
  const { size } = await stat(file);
  return {
    title: 'The package',
    rows: [{ type: 'amount', subject: '.vsix', amount: size, unit: 'bytes' }],
    bars: [barAtMost('.vsix in bytes', size, MOST_BYTES)],
  };
}
