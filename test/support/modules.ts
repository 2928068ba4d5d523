import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

export interface PinnedModule {
  readonly module: string;
  readonly version: string;
  /** Patterns of the packages that are looked at, with blanks between them. */
  readonly packages: string;
}

/** Third-party modules that the long sweeps look at, at fixed versions; or those that one of them adds. */
export function pinnedModules(list = 'modules.json'): PinnedModule[] {
  const text = readFileSync(join(ROOT, 'test/oracle', list), 'utf8');
  return JSON.parse(text) as PinnedModule[];
}

/** Where the module cache has it, and nobody may write; fetched if it is not there. */
export function moduleFolder({
  module,
  version,
}: Pick<PinnedModule, 'module' | 'version'>): string {
  const text = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    encoding: 'utf8',
    cwd: ROOT,
  });
  return (JSON.parse(text) as { Dir: string }).Dir;
}

/**
 * Fetches a module and copies it into `folder`, where it may be written to; a copy that is there
 * already is left as it is unless `isFresh` asks for a new one.
 */
export function copyModule(
  { module, version }: PinnedModule,
  folder: string,
  isFresh = false,
): string {
  const copy = join(folder, `${module.replaceAll('/', '_')}@${version}`);
  if (isFresh) {
    rmSync(copy, { recursive: true, force: true });
  }
  if (!existsSync(copy)) {
    cpSync(moduleFolder({ module, version }), copy, { recursive: true });
    makeWritable(copy);
  }
  return copy;
}

/** The module cache is read-only, and so is a copy of it. */
function makeWritable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      makeWritable(path);
    } else {
      chmodSync(path, 0o644);
    }
  }
}
