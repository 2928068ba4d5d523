import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT } from '../editor/install.ts';

/** Names the package of a run of many files: it is made once, and `dist` stays as it is. */
const OFFERED = 'GO_MEMORY_PACKAGE';

let packaged = process.env[OFFERED];

/** Builds the extension and packages it as its users get it; answers the `.vsix` file. */
export function packageExtension(): string {
  if (packaged === undefined) {
    const folder = join(ROOT, '.cache/e2e');
    mkdirSync(folder, { recursive: true });
    packaged = join(folder, 'go-memory-insight.vsix');
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: 'inherit' });
    execFileSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/@vscode/vsce/vsce'),
        'package',
        '--no-dependencies',
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        '--out',
        packaged,
      ],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
    );
  }
  return packaged;
}

/** Makes the package for all files that this process runs. */
export function offerPackage(): void {
  process.env[OFFERED] = packageExtension();
}

/** What is in the package, unpacked below `parent` so that a test may change it. */
export function copyExtension(parent: string): string {
  const folder = join(parent, 'extension');
  packageExtension();
  for (const name of ['dist', 'images', 'l10n', 'package.json', 'package.nls.json', 'schemas']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  return folder;
}

/** A folder that is made for a suite. */
export interface TestedFolder {
  readonly folder: string;
  readonly dispose: () => void;
}

/** An empty one. */
export function makeFolder(): TestedFolder {
  const folder = mkdtempSync(join(tmpdir(), 'go-memory-e2e-'));
  return {
    folder,
    dispose() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A copy that a test may edit, of the same name. */
export function copyFolder(source: string): TestedFolder {
  const { folder: parent, dispose } = makeFolder();
  const folder = join(parent, basename(source));
  cpSync(source, folder, { recursive: true });
  return { folder, dispose };
}

/** A copy of the samples module. */
export function copySamples(): TestedFolder {
  return copyFolder(join(ROOT, 'samples'));
}
