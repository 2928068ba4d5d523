import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { RecentMap } from '../engine/caches/recentMap.ts';
import { excludedBy, rulesBy } from '../engine/project/excluded.ts';
import {
  parseProjectFile,
  PROJECT_FILE_NAME,
  type ParsedProjectFile,
} from '../engine/project/projectFile.ts';
import { stampOf } from './stamps.ts';
import type { RuleSettings } from '../engine/rules/run.ts';
import { reasonOf } from '../engine/text/reason.ts';

/** A project file as it is on the disk; one that cannot be read has a problem and says nothing. */
export interface LoadedProject extends ParsedProjectFile {
  /** Absolute path of the file. */
  readonly path: string;
  /** False where there is no such file. */
  readonly isThere: boolean;
  /** Whether the project leaves a file out, by its absolute path. */
  isExcluded(file: string): boolean;
  /** Rules that the project turns on or off in such a file. */
  rulesIn(file: string): RuleSettings;
}

interface Known {
  readonly stamp: string;
  readonly loaded: Promise<LoadedProject>;
}

interface Found {
  readonly foundAtMs: number;
  readonly path: Promise<string | undefined>;
}

/** As many as one looks at in a day's work. */
const MAXIMUM_KNOWN = 64;

/** The project files of a machine, read again when they change. */
export class ProjectFiles {
  /** By path, the one asked for last at the end. */
  readonly #known = new RecentMap<string, Known>(MAXIMUM_KNOWN);
  /** Where the nearest ones of directories are. */
  readonly #nearest = new Map<string, Found>();
  readonly #freshMs: number;

  /**
   * For `freshMs` nobody looks again which files there are: while one types, each request asks for
   * the settings, and to look takes longer than to answer it.
   */
  constructor({ freshMs = 0 } = {}) {
    this.#freshMs = freshMs;
  }

  /**
   * The nearest `gomem.json` of a directory, from there upwards. It is looked for up to the folder
   * with go.mod: that is what the go command builds as one, and a file further up is some other
   * project's, or anybody's. Where a go.work lies above, which the go command finds in the same
   * way, the module is part of a workspace, and the folder with go.work is the last. Outside of any
   * module the root of the disk is.
   */
  async nearest(directory: string): Promise<LoadedProject | undefined> {
    const path = await this.#pathOfNearest(directory);
    return path === undefined ? undefined : this.load(path);
  }

  #pathOfNearest(directory: string): Promise<string | undefined> {
    const now = performance.now();
    const known = this.#nearest.get(directory);
    if (known && now - known.foundAtMs < this.#freshMs) {
      return known.path;
    }
    if (this.#nearest.size >= MAXIMUM_KNOWN) {
      this.#nearest.clear();
    }
    const path = pathOfNearest(directory);
    this.#nearest.set(directory, { foundAtMs: now, path });
    return path;
  }

  /** Reads one file, which need not exist. */
  async load(path: string): Promise<LoadedProject> {
    const stamp = await stampOf(path);
    const known = this.#known.get(path);
    const loaded = known?.stamp === stamp ? known.loaded : read(path);
    if (stamp === '') {
      this.#known.delete(path);
    } else {
      this.#known.set(path, { stamp, loaded });
    }
    return loaded;
  }

  /** Reads a file anew when it is next asked for, whatever its time and size say. */
  forget(path: string): void {
    this.#known.delete(path);
    this.#nearest.clear();
  }
}

async function pathOfNearest(directory: string): Promise<string | undefined> {
  const folders = await Promise.all(foldersAbove(directory).map(look));
  const module = folders.findIndex(({ hasModule }) => hasModule);
  const workspace = folders.findIndex(({ hasWorkspace }) => hasWorkspace);
  const last = Math.max(module, workspace);
  const found = (last < 0 ? folders : folders.slice(0, last + 1)).find(
    ({ hasProject }) => hasProject,
  );
  return found && join(found.folder, PROJECT_FILE_NAME);
}

async function read(path: string): Promise<LoadedProject> {
  try {
    const parsed = parseProjectFile(await readFile(path, 'utf8'));
    const directory = dirname(path);
    const matches = excludedBy(parsed.project.exclude ?? []);
    const rules = rulesBy(parsed.project.rules ?? {});
    const pathOf = (file: string) => relative(directory, file).split(sep).join('/');
    return {
      ...parsed,
      path,
      isThere: true,
      isExcluded: (file) => matches(pathOf(file)),
      rulesIn: (file) => rules(pathOf(file)),
    };
  } catch (error) {
    const reason = reasonOf(error);
    return {
      path,
      project: {},
      problems: [{ line: 1, column: 1, length: 0, message: `it cannot be read: ${reason}` }],
      isJson: false,
      isThere: !isNoSuchFile(error),
      isExcluded: () => false,
      rulesIn: () => ({}),
    };
  }
}

function isNoSuchFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The folder itself first, the root of the disk last. */
function foldersAbove(directory: string): string[] {
  const folders = [directory];
  for (let folder = directory; dirname(folder) !== folder; folder = dirname(folder)) {
    folders.push(dirname(folder));
  }
  return folders;
}

async function look(folder: string): Promise<{
  readonly folder: string;
  readonly hasProject: boolean;
  readonly hasModule: boolean;
  readonly hasWorkspace: boolean;
}> {
  const [hasProject, hasModule, hasWorkspace] = await Promise.all([
    isFile(join(folder, PROJECT_FILE_NAME)),
    isFile(join(folder, 'go.mod')),
    isFile(join(folder, 'go.work')),
  ]);
  return { folder, hasProject, hasModule, hasWorkspace };
}

/** A folder of such a name is passed by, as the go command does. */
async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
