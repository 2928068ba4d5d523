/** The disk, and the machine, for what finds packages without running Go (engine/build). */
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type {
  DirectoryEntry,
  FileStart,
  FileStatus,
  GoFileSystem,
} from '../engine/build/fileSystem.ts';
import { HEADER_BYTES } from '../engine/build/fileHeaders.ts';
import type { HostEnvironment } from '../engine/build/goVariables.ts';
import { below, fromNative } from '../engine/build/paths.ts';
import type { ReadAhead, Reading } from '../engine/build/reading.ts';
import { isInSummary, SummaryFiles } from '../engine/build/standardSummary.ts';
import { RecentMap } from '../engine/caches/recentMap.ts';
import { pause } from './pause.ts';

/** Of work between two files that are read, before others have their turn. */
const MAXIMUM_STEP_MS = 8;
const IS_WINDOWS = process.platform === 'win32';

/** A path of this system as the engine has it. */
export function enginePath(path: string): string {
  return fromNative(path, IS_WINDOWS);
}

/** A path of the engine's as this system writes it. */
export function nativePath(path: string): string {
  return IS_WINDOWS ? path.replaceAll('/', '\\') : path;
}

/** This machine in Go's words, with the environment of a process. */
export function hostEnvironment(variables: NodeJS.ProcessEnv = process.env): HostEnvironment {
  return {
    variables: IS_WINDOWS
      ? Object.fromEntries(
          Object.entries(variables).map(([name, value]) => [name.toUpperCase(), value]),
        )
      : variables,
    goos: GOOS[process.platform] ?? process.platform,
    goarch: goarch(),
    temporaryDirectory: tmpdir(),
  };
}

const GOOS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  win32: 'windows',
  sunos: 'solaris',
};

const GOARCH: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', mipsel: 'mipsle' };

function goarch(): string {
  if (process.arch === 'ppc64') {
    return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'ppc64le' : 'ppc64';
  }
  return GOARCH[process.arch] ?? process.arch;
}

/** As many as the directories of a few large programs. */
const MAXIMUM_DIRECTORIES = 20_000;

interface KnownDirectory {
  readonly stamp: string;
  readonly entries: readonly DirectoryEntry[];
}

/** What is known of directories, as long as they do not change. */
export class GoFiles {
  /** By path, in the order in which they were read. */
  readonly #directories = new RecentMap<string, KnownDirectory>(MAXIMUM_DIRECTORIES);
  readonly #standardLibrary: () => SummaryFiles;

  /** `standardLibrary` is asked for once Go is not found. */
  constructor(standardLibrary = () => new SummaryFiles([])) {
    this.#standardLibrary = standardLibrary;
  }

  /** What of the standard library is known without Go. */
  get standardLibrary(): SummaryFiles {
    return this.#standardLibrary();
  }

  /** The disk as it is from now on. */
  view(): GoFileView {
    return new GoFileView(this);
  }

  entriesOf(path: string, stamp: string): readonly DirectoryEntry[] | undefined {
    const known = this.#directories.get(path);
    return known?.stamp === stamp ? known.entries : undefined;
  }

  keep(path: string, stamp: string, entries: readonly DirectoryEntry[]): void {
    this.#directories.set(path, { stamp, entries });
  }
}

/** How many files are read at once: more only wait for each other in Node's thread pool. */
const MAXIMUM_AT_ONCE = 32;

/**
 * The disk at one time: what has been looked at once stays as it was for as long as the view lives.
 * Texts are given once, and not kept.
 */
class GoFileView implements GoFileSystem {
  readonly #known: GoFiles;
  readonly #statuses = new Map<string, FileStatus | undefined>();
  readonly #directories = new Map<string, readonly DirectoryEntry[] | undefined>();
  /** Read ahead, and not asked for yet. */
  readonly #texts = new Map<string, string>();
  readonly #starts = new Map<string, FileStart>();
  readonly #buffer = Buffer.allocUnsafe(HEADER_BYTES);

  constructor(known: GoFiles) {
    this.#known = known;
  }

  stat(path: string): FileStatus | undefined {
    if (isInSummary(path)) {
      return this.#known.standardLibrary.stat(path);
    }
    if (!this.#statuses.has(path)) {
      const stats = attempt(() => statSync(path, { throwIfNoEntry: false }));
      this.#statuses.set(path, stats && statusOf(stats));
    }
    return this.#statuses.get(path);
  }

  readDirectory(path: string): readonly DirectoryEntry[] | undefined {
    if (isInSummary(path)) {
      return this.#known.standardLibrary.readDirectory(path);
    }
    if (!this.#directories.has(path)) {
      this.#directories.set(path, this.#readDirectory(path));
    }
    return this.#directories.get(path);
  }

  #readDirectory(path: string): readonly DirectoryEntry[] | undefined {
    const status = this.stat(path);
    if (status?.isDirectory !== true) {
      return undefined;
    }
    const known = this.#known.entriesOf(path, status.stamp);
    if (known) {
      return known;
    }
    const found = attempt(() => readdirSync(path, { withFileTypes: true }));
    const entries = found && entriesOf(found, (name) => this.#targetOf(below(path, name)));
    if (entries) {
      this.#known.keep(path, status.stamp, entries);
    }
    return entries;
  }

  /** What a link leads to: not a status that is kept, since a device is neither. */
  #targetOf(path: string): Stats | undefined {
    return attempt(() => statSync(path, { throwIfNoEntry: false }));
  }

  readFile(path: string): string | undefined {
    if (isInSummary(path)) {
      return this.#known.standardLibrary.readFile(path);
    }
    const text = this.#texts.get(path);
    if (text !== undefined) {
      this.#texts.delete(path);
      return text;
    }
    return attempt(() => readFileSync(path, 'utf8'));
  }

  readStart(path: string, countBytes: number): FileStart | undefined {
    if (isInSummary(path)) {
      return this.#known.standardLibrary.readStart(path);
    }
    const start = this.#starts.get(path);
    if (start !== undefined) {
      this.#starts.delete(path);
      return start;
    }
    const buffer = countBytes > HEADER_BYTES ? Buffer.allocUnsafe(countBytes) : this.#buffer;
    return attempt(() => {
      const file = openSync(path, 'r');
      try {
        const countRead = readSync(file, buffer, 0, countBytes, 0);
        return startOf(buffer, countRead, countBytes);
      } finally {
        closeSync(file);
      }
    });
  }

  realPath(path: string): string | undefined {
    if (isInSummary(path)) {
      return this.#known.standardLibrary.realPath(path);
    }
    const real = attempt(() => realpathSync.native(path));
    return real === undefined ? undefined : enginePath(real);
  }

  /** Does work that reads files without blocking, for them or for long. */
  async run<Result>(reading: Reading<Result>): Promise<Result> {
    let start = performance.now();
    for (;;) {
      const step = reading.next();
      if (step.done === true) {
        return step.value;
      }
      await this.#readAhead(step.value);
      if (performance.now() - start > MAXIMUM_STEP_MS) {
        await pause();
        start = performance.now();
      }
    }
  }

  async #readAhead({ directories = [], files = [], starts = [] }: ReadAhead): Promise<void> {
    await each(onDisk(directories), (path) => this.#readDirectoryAhead(path));
    await each(onDisk(files), (path) => this.#readFileAhead(path));
    await each(onDisk(starts), (path) => this.#readStartAhead(path));
  }

  async #statAhead(path: string): Promise<FileStatus | undefined> {
    if (!this.#statuses.has(path)) {
      const stats = await stat(path).catch(() => undefined);
      this.#statuses.set(path, stats && statusOf(stats));
    }
    return this.#statuses.get(path);
  }

  async #readDirectoryAhead(path: string): Promise<void> {
    const status = await this.#statAhead(path);
    const isKnown =
      status?.isDirectory !== true ||
      this.#directories.has(path) ||
      this.#known.entriesOf(path, status.stamp) !== undefined;
    if (isKnown) {
      return;
    }
    const found = await readdir(path, { withFileTypes: true }).catch(() => undefined);
    if (found) {
      const entries = entriesOf(found, (name) => this.#targetOf(below(path, name)));
      this.#known.keep(path, status.stamp, entries);
    }
  }

  async #readFileAhead(path: string): Promise<void> {
    const status = await this.#statAhead(path);
    const text = status && (await readFile(path, 'utf8').catch(() => undefined));
    if (text !== undefined) {
      this.#texts.set(path, text);
    }
  }

  async #readStartAhead(path: string): Promise<void> {
    const status = await this.#statAhead(path);
    const file = status && (await open(path).catch(() => undefined));
    if (!file) {
      return;
    }
    try {
      const buffer = Buffer.allocUnsafe(HEADER_BYTES);
      const { bytesRead } = await file.read(buffer, 0, HEADER_BYTES, 0);
      this.#starts.set(path, startOf(buffer, bytesRead, HEADER_BYTES));
    } catch {
      // It is asked for again when it is needed, and missing then.
    } finally {
      await file.close();
    }
  }
}

function onDisk(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !isInSummary(path));
}

function statusOf(stats: Stats): FileStatus {
  const { mtimeMs, ctimeMs, size, ino } = stats;
  return {
    isDirectory: stats.isDirectory(),
    stamp: `${mtimeMs} ${ctimeMs} ${size} ${ino}`,
  };
}

function entriesOf(
  found: readonly Dirent[],
  targetOf: (name: string) => Stats | undefined,
): readonly DirectoryEntry[] {
  return found
    .map((entry): DirectoryEntry => {
      const { name } = entry;
      const isLink = entry.isSymbolicLink();
      const target = isLink ? targetOf(name) : entry;
      return {
        name,
        isFile: target?.isFile() === true,
        isDirectory: target?.isDirectory() === true,
        isLink,
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function startOf(buffer: Buffer, countRead: number, countWanted: number): FileStart {
  return { text: buffer.toString('utf8', 0, countRead), isWhole: countRead < countWanted };
}

async function each(
  paths: readonly string[],
  action: (path: string) => Promise<void>,
): Promise<void> {
  const rest = paths.values();
  const work = async (): Promise<void> => {
    for (const path of rest) {
      await action(path);
    }
  };
  await Promise.all(Array.from({ length: Math.min(MAXIMUM_AT_ONCE, paths.length) }, work));
}

/** Undefined where the file system refuses. */
function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
