import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The sum of an archive that nobody looks at. */
export const ANY_SUM = `h1:${'A'.repeat(43)}=`;

/**
 * Puts a module into a module cache as the go command does when it downloads one:
 * golang.org/ref/mod#module-cache.
 */
export function publishModule(
  cache: string,
  path: string,
  version: string,
  files: Readonly<Record<string, string>>,
): void {
  const escaped = path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
  writeFiles(join(cache, `${escaped}@${version}`), files);
  writeFiles(join(cache, 'cache/download', escaped, '@v'), {
    [`${version}.mod`]: files['go.mod'] ?? `module ${path}\n`,
    [`${version}.info`]: JSON.stringify({ Version: version }),
    [`${version}.zip`]: '',
    [`${version}.ziphash`]: ANY_SUM,
  });
}

/** Texts by their names below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
