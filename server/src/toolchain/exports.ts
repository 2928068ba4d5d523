import type { CompileErrors, ToolchainFailure } from '../engine/compilerlog/compilation.ts';
import { failure } from './failure.ts';
import type { Cancelled, Done, GoCommand } from './goCommand.ts';
import { parseListedPackages, type ListedError, type ListedPackage } from './listedPackages.ts';
import { placedErrors } from './loadErrors.ts';
import type { PlanRequest } from './plan.ts';

/** Packages are compiled anew for a package under test that they import, and for a profile. */
export interface Importer {
  readonly testedPath: string;
  readonly isProfiled: boolean;
}

/** What of a script's compilations decides where their export data is. */
export interface ExportsRequest {
  readonly plan: PlanRequest;
  /** The build flags and the overlay, as every go command of the plan has them. */
  readonly arguments: readonly string[];
  /** The texts of the compilations' importcfg files. */
  readonly importcfgs: readonly string[];
  readonly isProfiled: boolean;
}

const UNBUILT = /^packagefile ([^=]+)=\$WORK[/\\].*$/gm;

const PROFILED = 'profile';

/** Where the export data is of packages that a build script would compile first. */
export class ExportFiles {
  readonly #byPath = new Map<string, ListedPackage>();
  readonly #command: readonly string[];
  readonly #cwd: string;

  constructor(listed: readonly ListedPackage[], command: readonly string[], cwd: string) {
    this.#command = command;
    this.#cwd = cwd;
    for (const item of listed) {
      // `q [p.test]` is q as compiled for the tests of p, `q [main]` as compiled with main's profile.
      const [, path = '', variant] = /^(\S+)(?: \[(.*)\])?$/.exec(item.ImportPath) ?? [];
      const purpose = item.ForTest ?? (variant === undefined ? '' : PROFILED);
      this.#byPath.set(`${purpose} ${path}`, item);
    }
  }

  /** The importcfg file with what the script would have made. */
  resolve(importcfg: string, importer: Importer): string {
    return importcfg.replace(UNBUILT, (line, importPath: string) => {
      const file = this.#find(importPath, importer)?.Export;
      return file === undefined ? line : `packagefile ${importPath}=${file}`;
    });
  }

  /** Why the importer cannot be compiled: an imported package that does not compile itself. */
  refusalFor(importcfg: string, importer: Importer): CompileErrors | ToolchainFailure | undefined {
    for (const importPath of unbuiltImports(importcfg)) {
      const found = this.#find(importPath, importer);
      const error = found?.Error ?? found?.DepsErrors?.[0];
      if (error && found?.Export === undefined) {
        const said = textOf(error);
        const refusal = failure(
          `A package that this one imports does not compile: ${importPath}.`,
          this.#command,
          this.#cwd,
          said,
        );
        const errors = placedErrors(said, this.#cwd);
        return errors.length > 0 ? { type: 'errors', errors, refusal } : refusal;
      }
    }
    return undefined;
  }

  #find(importPath: string, { testedPath, isProfiled }: Importer): ListedPackage | undefined {
    const preferred = [testedPath, ...(isProfiled ? [PROFILED, ''] : ['', PROFILED])];
    const found = preferred
      .map((purpose) => this.#byPath.get(`${purpose} ${importPath}`))
      .filter((item) => item !== undefined);
    return found.find((item) => item.Export !== undefined) ?? found[0];
  }
}

function textOf({ Err, Pos = '' }: ListedError): string {
  return Pos === '' ? Err : `${Pos}: ${Err}`;
}

function unbuiltImports(importcfg: string): string[] {
  return [...importcfg.matchAll(UNBUILT)].map(([, importPath = '']) => importPath);
}

/**
 * The script names dependencies that are in the build cache by their file there. Those that are
 * not, it would compile itself: `go list -export` does that, and says where they went.
 */
export async function resolveExports(
  go: GoCommand,
  request: ExportsRequest,
  signal: AbortSignal | undefined,
): Promise<Done<ExportFiles> | Cancelled | CompileErrors | ToolchainFailure> {
  const { plan } = request;
  const unbuilt = new Set(request.importcfgs.flatMap(unbuiltImports));
  if (unbuilt.size === 0) {
    return { type: 'done', value: new ExportFiles([], [], plan.cwd) };
  }
  const args = [
    'list',
    '-e',
    '-deps',
    '-export',
    '-json=ImportPath,Export,ForTest,Error,DepsErrors',
    ...(plan.variant === 'test' ? ['-test'] : []),
    ...request.arguments,
    ...(plan.variant === 'test' || request.isProfiled ? plan.targets : unbuilt),
  ];
  const outcome = await go.run(args, plan.cwd, plan.flags, signal);
  if (outcome.type !== 'done') {
    return outcome;
  }
  if (outcome.value.code !== 0) {
    return go.refused(args, plan.cwd, outcome.value.stderr);
  }
  const command = [go.path, ...args];
  return {
    type: 'done',
    value: new ExportFiles(parseListedPackages(outcome.value.stdout), command, plan.cwd),
  };
}
