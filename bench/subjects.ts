import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from './commands.ts';
import type { SourceFile } from './edits.ts';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** Everything that a run writes. */
export const CACHE = join(ROOT, '.cache/bench');

/** A module's own copies, which may be written to. */
export interface ModuleCopies {
  readonly version: string;
  /** For servers, which see unsaved text only: nothing is written here during a run. */
  readonly forServers: string;
  /** For what reads the disk. */
  readonly forCommands: string;
}

interface PinnedModule {
  readonly module: string;
  readonly version: string;
}

/** The version of a module that the long sweeps look at. */
async function pinnedVersion(module: string): Promise<string> {
  const pins = JSON.parse(
    await readFile(join(ROOT, 'test/oracle/modules.json'), 'utf8'),
  ) as PinnedModule[];
  const pin = pins.find((each) => each.module === module);
  if (!pin) {
    throw new Error(`${module} is not among the pinned modules`);
  }
  return pin.version;
}

/** Fetches a module, of the pinned version or another one, copies it twice and builds what it depends on. */
export async function copyModule(module: string, otherVersion?: string): Promise<ModuleCopies> {
  const version = otherVersion ?? (await pinnedVersion(module));
  const listed = await outputOf(`fetching ${module}`, {
    command: 'go',
    args: ['mod', 'download', '-json', `${module}@${version}`],
  });
  const { Dir: source } = JSON.parse(listed) as { Dir: string };
  const folder = join(CACHE, 'modules', module.replaceAll('/', '_'));
  const copies: ModuleCopies = {
    version,
    forServers: join(folder, 'servers'),
    forCommands: join(folder, 'commands'),
  };
  await rm(folder, { recursive: true, force: true });
  for (const copy of [copies.forServers, copies.forCommands]) {
    await cp(source, copy, { recursive: true });
    // The module cache is read-only.
    await makeWritable(copy);
    await outputOf(`building ${module}`, { command: 'go', args: ['build', '.'], cwd: copy });
  }
  return copies;
}

export async function readSources(
  folder: string,
  names: readonly string[],
): Promise<readonly SourceFile[]> {
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
}

/** Writes a typist's texts over a copy's files. */
export async function writeSources(folder: string, sources: Iterable<SourceFile>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, text } of sources) {
    await writeFile(join(folder, name), text);
  }
}

export async function goEnvironment(name: 'GOROOT' | 'GOVERSION'): Promise<string> {
  const text = await outputOf('go env', { command: 'go', args: ['env', name] });
  return text.trim();
}

/** The names of the files that the go command compiles for the package in a folder. */
export async function builtFiles(folder: string): Promise<ReadonlySet<string>> {
  const format = '{{range .GoFiles}}{{.}}\n{{end}}{{range .CgoFiles}}{{.}}\n{{end}}';
  const args = ['list', '-f', format, '.'];
  const text = await outputOf('go list', { command: 'go', args, cwd: folder });
  return new Set(text.split('\n').filter((line) => line !== ''));
}

async function makeWritable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await makeWritable(path);
    } else if (entry.isFile()) {
      await chmod(path, 0o644);
    }
  }
}
