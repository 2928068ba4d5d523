import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isTestFile } from '../engine/build/fileName.ts';
import type { CompileErrors, ToolchainFailure } from '../engine/compilerlog/compilation.ts';
import { sliceFile } from '../engine/syntax/slicer.ts';
import { failure } from './failure.ts';
import type { Cancelled, Done, GoCommand, GoEnvironment } from './goCommand.ts';
import {
  NULL_DEVICE,
  planCompilations,
  type CompilePlan,
  type PlanOutcome,
  type PlanRequest,
} from './plan.ts';

/** Where there is no module, the go command takes the files of one package by name. */
export function isOutsideModules(environment: GoEnvironment): boolean {
  // Empty where modules are turned off (GO111MODULE=off): then a folder is a package again.
  return environment.GOMOD === NULL_DEVICE;
}

export interface LooseRequest extends Omit<PlanRequest, 'targets'> {
  /** Names of the files in question; without it, all that the build constraints let in. */
  readonly wanted?: ReadonlySet<string> | undefined;
  /** The text of a file, where it is not the disk's. */
  textOf(path: string): string | undefined;
}

/** Plans the packages that a folder outside any module holds. */
export async function planLoose(
  go: GoCommand,
  request: LooseRequest,
  signal?: AbortSignal,
): Promise<PlanOutcome> {
  const packages = await loosePackages(go, request, signal);
  if (packages.type !== 'done') {
    return packages;
  }
  if (packages.value.length === 0) {
    const message =
      (request.environment.GOWORK ?? '') === ''
        ? 'There are no Go files in this folder.'
        : 'This folder is of a workspace, and in none of its modules: name their folders, as in `./module/...`.';
    return failure(message, [go.path, 'build'], request.cwd);
  }
  const plans: CompilePlan[] = [];
  const refusals: (CompileErrors | ToolchainFailure)[] = [];
  for (const [index, targets] of packages.value.entries()) {
    // The script of each has the same names for its files.
    const workDirectory = join(request.workDirectory, String(index));
    await mkdir(workDirectory, { recursive: true });
    const planned = await planCompilations(go, { ...request, targets, workDirectory }, signal);
    switch (planned.type) {
      case 'done':
        plans.push(...planned.value.plans);
        refusals.push(...planned.value.refusals);
        break;
      case 'cancelled':
        return planned;
      case 'errors':
      case 'failure':
        refusals.push(planned);
    }
  }
  return { type: 'done', value: { plans, refusals } };
}

/**
 * The packages of a folder, each as its files' names. A folder of scratch programs, each with its
 * own `main`, holds one package a file; so does a file that build constraints keep out of the rest
 * (`//go:build ignore`), if it is wanted by name.
 */
async function loosePackages(
  go: GoCommand,
  request: LooseRequest,
  signal: AbortSignal | undefined,
): Promise<Done<readonly (readonly string[])[]> | Cancelled | ToolchainFailure> {
  const { wanted } = request;
  const listed = await listFiles(go, request, signal);
  if (listed.type !== 'done') {
    return listed;
  }
  const { built, ignored } = listed.value;
  const files = await Promise.all(built.map((name) => readLooseFile(name, request)));
  const groups = groupFiles(files);
  if (!wanted) {
    return { type: 'done', value: groups };
  }
  const alone = ignored.filter((name) => wanted.has(name)).map((name) => [name]);
  const isWanted = (names: readonly string[]) => names.some((name) => wanted.has(name));
  return { type: 'done', value: [...groups.filter(isWanted), ...alone] };
}

interface LooseFile {
  readonly name: string;
  readonly packageName: string | undefined;
  readonly isProgram: boolean;
}

async function readLooseFile(name: string, request: LooseRequest): Promise<LooseFile> {
  const path = join(request.cwd, name);
  const text = request.textOf(path) ?? (await readFile(path, 'utf8').catch(() => ''));
  const { declarations } = sliceFile(text);
  return {
    name,
    packageName: declarations.find(({ keyword }) => keyword === 'package')?.name,
    isProgram: declarations.some(({ keyword, name }) => keyword === 'func' && name === 'main'),
  };
}

function groupFiles(files: readonly LooseFile[]): string[][] {
  const groups = new Map<string, LooseFile[]>();
  for (const file of files) {
    // Tests stand with the package that they test, whether they are of it or beside it.
    const isTest = isTestFile(file.name);
    const key = (isTest ? file.packageName?.replace(/_test$/, '') : file.packageName) ?? '';
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()].flatMap((group) =>
    group.filter(({ isProgram }) => isProgram).length > 1
      ? group.map(({ name }) => [name])
      : [group.map(({ name }) => name)],
  );
}

/** The fields of `go list -json` that are asked for. */
interface ListedFolder {
  readonly GoFiles?: readonly string[];
  readonly CgoFiles?: readonly string[];
  readonly TestGoFiles?: readonly string[];
  readonly XTestGoFiles?: readonly string[];
  readonly IgnoredGoFiles?: readonly string[];
}

/** Asks which files the build constraints let in: without modules, the go command says of any folder. */
async function listFiles(
  go: GoCommand,
  { cwd, variant, flags, environment, overlayFile }: LooseRequest,
  signal: AbortSignal | undefined,
): Promise<
  | Done<{ readonly built: readonly string[]; readonly ignored: readonly string[] }>
  | Cancelled
  | ToolchainFailure
> {
  const args = [
    'list',
    '-e',
    '-json=GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,IgnoredGoFiles',
    ...(flags.tags.length === 0 ? [] : [`-tags=${flags.tags.join(',')}`]),
    ...(overlayFile === undefined ? [] : [`-overlay=${overlayFile}`]),
    '.',
  ];
  const withoutModules = {
    GO111MODULE: 'off',
    // Flags that are for modules only are refused without them.
    GOFLAGS: (environment.GOFLAGS ?? '')
      .split(/\s+/)
      .filter((word) => !/^--?mod/.test(word))
      .join(' '),
  };
  const outcome = await go.run(
    args,
    cwd,
    { ...flags, environment: { ...flags.environment, ...withoutModules } },
    signal,
  );
  if (outcome.type !== 'done') {
    return outcome;
  }
  const { code, stdout, stderr } = outcome.value;
  if (code !== 0) {
    return go.failed(args, cwd, stderr);
  }
  const listed = JSON.parse(stdout) as ListedFolder;
  const tests = [...(listed.TestGoFiles ?? []), ...(listed.XTestGoFiles ?? [])];
  const isOfVariant = (name: string) => variant === 'test' || !isTestFile(name);
  return {
    type: 'done',
    value: {
      built: [...(listed.GoFiles ?? []), ...(listed.CgoFiles ?? []), ...tests]
        .filter(isOfVariant)
        .sort(),
      ignored: (listed.IgnoredGoFiles ?? []).filter(isOfVariant),
    },
  };
}
