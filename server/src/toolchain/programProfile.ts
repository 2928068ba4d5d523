import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { goCommandArguments, type BuildFlags } from '../engine/build/flags.ts';
import type { GoCommand, GoEnvironment } from './goCommand.ts';
import { stampOf } from '../host/stamps.ts';

const PROFILE_NAME = 'default.pgo';

/** Folders that the go command does not look into for `./...`. */
const SKIPPED = /^(?:[._].*|testdata|vendor|node_modules)$/;

export interface ProfileRequest {
  readonly directory: string;
  readonly flags: BuildFlags;
  readonly environment: GoEnvironment;
  /** As in a compile request: changes when something outside the package did. */
  readonly outsideGeneration: number;
}

/** A main package that has a profile beside it. */
interface Program {
  readonly profile: string;
  /** Folders of the packages that it imports, directly or not. */
  readonly directories: ReadonlySet<string>;
}

interface Module {
  readonly goModStamp: string;
  /** The generation at which each package's plan last asked. */
  readonly generations: Map<string, number>;
  readonly profiles: readonly string[];
  readonly programs: Map<string, readonly Program[]>;
}

/**
 * Finds the profile with which a package is compiled when the user builds the program that it is
 * part of. `go build` of the package alone does not know of it: by default the go command takes
 * `default.pgo` from the folder of the main package that it builds, and compiles all that this
 * package imports with it.
 */
export class ProgramProfiles {
  readonly #modules = new Map<string, Module>();

  /**
   * The profile's path, or `undefined` where there is none, or where the user says which it is.
   * Several programs may import the package, and each compiles it in its own way; the editor shows
   * one: the one whose folder is the fewest steps away, and of those the first by name.
   */
  async find(
    go: GoCommand,
    request: ProfileRequest,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const { directory, environment } = request;
    const { GOMOD: goMod = '' } = environment;
    if (!isAutomatic(request) || !goMod.endsWith('.mod')) {
      return undefined;
    }
    const root = dirname(goMod);
    const module = await this.#moduleAt(root, goMod, request);
    if (module.profiles.length === 0) {
      return undefined;
    }
    const programs = await programsOf(go, root, module, request, signal);
    return programs
      .filter(({ directories }) => directories.has(directory))
      .map(({ profile }) => ({ profile, steps: countSteps(directory, dirname(profile)) }))
      .sort((a, b) => a.steps - b.steps || (a.profile < b.profile ? -1 : 1))[0]?.profile;
  }

  /** Looks through the module's folders again if something changed outside the package. */
  async #moduleAt(
    root: string,
    goMod: string,
    { directory, outsideGeneration }: ProfileRequest,
  ): Promise<Module> {
    const goModStamp = await stampOf(goMod);
    const known = this.#modules.get(root);
    const seen = known?.generations.get(directory) ?? outsideGeneration;
    const isThere = (known?.profiles ?? []).every((profile) => existsSync(profile));
    if (known?.goModStamp === goModStamp && seen === outsideGeneration && isThere) {
      known.generations.set(directory, outsideGeneration);
      return known;
    }
    const profiles = (await findProfiles(root)).sort();
    const isSame = known?.goModStamp === goModStamp && known.profiles.join() === profiles.join();
    const module: Module = {
      goModStamp,
      generations: new Map([[directory, outsideGeneration]]),
      profiles,
      programs: isSame ? known.programs : new Map<string, readonly Program[]>(),
    };
    this.#modules.set(root, module);
    return module;
  }
}

async function programsOf(
  go: GoCommand,
  root: string,
  module: Module,
  { flags, outsideGeneration }: ProfileRequest,
  signal: AbortSignal | undefined,
): Promise<readonly Program[]> {
  const stamps = await Promise.all(module.profiles.map(stampOf));
  const key = JSON.stringify([flags, outsideGeneration, stamps]);
  const known = module.programs.get(key);
  if (known) {
    return known;
  }
  const programFolders = module.profiles.map(
    (profile) => `./${relative(root, dirname(profile)).split(sep).join('/')}`,
  );
  const outcome = await go.run(
    [
      'list',
      '-e',
      '-deps',
      ...goCommandArguments({ ...flags, pgo: undefined }),
      '-f',
      '{{.ImportPath}}\t{{.Dir}}\t{{if eq .Name "main"}}{{join .Deps "\t"}}{{end}}',
      ...programFolders,
    ],
    root,
    flags,
    signal,
  );
  if (outcome.type !== 'done') {
    return [];
  }
  const programs = programsIn(outcome.value.stdout, module.profiles);
  // One generation is of interest at a time.
  module.programs.clear();
  module.programs.set(key, programs);
  return programs;
}

/** False where a profile is named, or refused, on the command line or in GOFLAGS. */
function isAutomatic({ flags, environment }: ProfileRequest): boolean {
  const words = [...flags.extra, ...(environment.GOFLAGS ?? '').split(/\s+/)];
  return (
    (flags.pgo === undefined || flags.pgo === 'auto') &&
    !words.some((word) => /^--?pgo=(?!auto$)/.test(word))
  );
}

async function findProfiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries.some(({ name }) => name === PROFILE_NAME)
    ? [join(folder, PROFILE_NAME)]
    : [];
  const below = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory() && !SKIPPED.test(entry.name))
      .map(({ name }) => findProfiles(join(folder, name))),
  );
  return [...found, ...below.flat()];
}

function programsIn(listed: string, profiles: readonly string[]): Program[] {
  const lines = listed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [importPath = '', directory = '', ...imports] = line.split('\t');
      return { importPath, directory, imports };
    });
  const directoryOf = new Map(lines.map(({ importPath, directory }) => [importPath, directory]));
  return lines.flatMap(({ directory, imports }) => {
    const profile = profiles.find((path) => dirname(path) === directory);
    return profile === undefined
      ? []
      : [{ profile, directories: new Set(imports.map((path) => directoryOf.get(path) ?? '')) }];
  });
}

function countSteps(from: string, to: string): number {
  return relative(from, to).split(sep).length;
}
