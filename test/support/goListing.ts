import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { DEFAULT_BUILD_FLAGS, type BuildFlags } from '../../server/src/engine/build/flags.ts';
import { goCommandArguments } from '../../server/src/engine/build/flags.ts';
import {
  compareWithGoList,
  type ListedPackage,
  type PackageDifference,
} from '../../server/src/engine/build/goList.ts';
import { Packages } from '../../server/src/engine/build/packages.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../server/src/host/goFiles.ts';

export interface Listing {
  /** Where the go command runs. */
  readonly directory: string;
  readonly patterns: readonly string[];
  /** On top of the process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly flags?: Partial<BuildFlags>;
  readonly tests?: boolean;
}

export interface ComparedListing {
  readonly differences: readonly PackageDifference[];
  readonly packages: Packages;
  readonly countPackages: number;
  /** Of the packages that the patterns mean, as the go command finds them. */
  readonly roots: readonly string[];
  /** How long our side took, with nothing known. */
  readonly milliseconds: number;
}

/** Lists packages and all that they import, with the go command and without it. */
export function compareListings(listing: Listing): ComparedListing {
  const { directory, tests = false } = listing;
  const listed = listedByGo(listing);
  const roots = listed
    .filter(({ DepOnly, ForTest, ImportPath }) => {
      const isOfTests = ForTest !== undefined || ImportPath.endsWith('.test');
      return DepOnly !== true && !isOfTests;
    })
    .map(({ Dir }) => enginePath(Dir ?? ''));
  const start = performance.now();
  const files = new GoFiles().view();
  const variables = { ...process.env, ...listing.environment };
  const flags = { ...DEFAULT_BUILD_FLAGS, ...listing.flags };
  const packages = Packages.load(files, hostEnvironment(variables), {
    flags,
    directory: enginePath(directory),
  });
  const closure = packages.closure(roots, { tests });
  const milliseconds = performance.now() - start;
  return {
    differences: compareWithGoList(packages, closure, listed),
    packages,
    countPackages: closure.packages.size,
    roots,
    milliseconds,
  };
}

/** What the go command says. */
export function listedByGo(listing: Listing): ListedPackage[] {
  const { directory, patterns, environment, flags, tests = false } = listing;
  const text = execFileSync(
    'go',
    [
      'list',
      '-e',
      '-deps',
      '-json',
      ...(tests ? ['-test'] : []),
      ...goCommandArguments({ ...DEFAULT_BUILD_FLAGS, ...flags }),
      '--',
      ...patterns,
    ],
    {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, ...environment, ...flags?.environment },
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  // One object after the other, each of which begins and ends in the first column.
  return JSON.parse(`[${text.replaceAll(/^\}\n\{$/gm, '},{')}]`) as ListedPackage[];
}

/** A variable of the go command. */
export function goVariable(name: string, directory = '.'): string {
  return execFileSync('go', ['env', name], { encoding: 'utf8', cwd: directory }).trim();
}

/** The toolchains of other Go versions that are on this machine, as GOTOOLCHAIN names them. */
export function olderToolchains(): string[] {
  const cache = goVariable('GOMODCACHE');
  const platform = `${goVariable('GOHOSTOS')}-${goVariable('GOHOSTARCH')}`;
  return ['go1.22.12', 'go1.23.12', 'go1.24.9', 'go1.25.3'].filter((name) =>
    existsSync(`${cache}/golang.org/toolchain@v0.0.1-${name}.${platform}`),
  );
}
