import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { goCommandArguments, mergeGcflags, type BuildFlags } from '../engine/build/flags.ts';
import type {
  CompileErrors,
  PackageVariant,
  ToolchainFailure,
} from '../engine/compilerlog/compilation.ts';
import { parseBuildScript, runsTool, type BuildScript, type ScriptCommand } from './buildScript.ts';
import { resolveExports, type ExportFiles, type Importer } from './exports.ts';
import { failure } from './failure.ts';
import type { Cancelled, Done, GoCommand, GoEnvironment } from './goCommand.ts';
import { loadableTargets } from './loadable.ts';
import { runProcess } from './process.ts';

/**
 * What we add to the user's compiler flags.
 * `-m=2`: verdicts with their explanations. `escapemutationscalls`: tells parameters from
 * expressions of the same name. `-W`: the compiler announces the first function that reaches the
 * backend, which is right after its last verdict, and four fifths of its time before its end.
 */
export const VERDICT_FLAGS = ['-m=2', '-d=escapemutationscalls=1'] as const;
/** The go command knows this name, and builds for it without writing anything. */
export const NULL_DEVICE = process.platform === 'win32' ? 'NUL' : '/dev/null';

export const END_MARK_FLAG = '-W';

/** One package's compilation, ready to be run any number of times on changing buffers. */
export interface CompilePlan {
  readonly importPath: string;
  readonly variant: PackageVariant;
  /** The package's own folder. */
  readonly directory: string;
  /** Where the compiler runs; relative names in its output are relative to it. */
  readonly cwd: string;
  readonly executable: string;
  /** All arguments but the output, the path rewriting and the files. */
  readonly args: readonly string[];
  /** The package's Go files as the user knows them, absolute. */
  readonly files: readonly string[];
  /**
   * `compiler`: the compile command can be run directly. `go`: the package has generated sources
   * (cgo), and only the go command can build it.
   */
  readonly runBy: 'compiler' | 'go';
  /** What the go command is to build in `directory`: the package there, or files by name. */
  readonly targets: readonly string[];
  readonly flags: BuildFlags;
  readonly environment: NodeJS.ProcessEnv;
  readonly goroot: string;
  /** A folder of our own for the run's files. */
  readonly workDirectory: string;
}

export interface PlanRequest {
  readonly cwd: string;
  /** Directories or patterns, or file names of one ad-hoc package. */
  readonly targets: readonly string[];
  readonly variant: PackageVariant;
  readonly flags: BuildFlags;
  /** What `go env` says in `cwd`. */
  readonly environment: GoEnvironment;
  /** An overlay file for the go command, where unsaved buffers change what it would see. */
  readonly overlayFile?: string | undefined;
  /** A folder of our own that nobody else writes to. */
  readonly workDirectory: string;
}

export interface PlannedCompilations {
  readonly plans: readonly CompilePlan[];
  /** Of targets that have no plan, because what they import does not compile or cannot be had. */
  readonly refusals: readonly (CompileErrors | ToolchainFailure)[];
}

export type PlanOutcome = Done<PlannedCompilations> | Cancelled | CompileErrors | ToolchainFailure;

/**
 * Asks the go command how it would compile the targets, and readies what those commands need. What cannot be
 * loaded of several packages is left out, with the refusal.
 */
export async function planCompilations(
  go: GoCommand,
  request: PlanRequest,
  signal?: AbortSignal,
): Promise<PlanOutcome> {
  const gcflags = mergeGcflags(request.flags, request.environment.GOFLAGS ?? '', [
    ...VERDICT_FLAGS,
    END_MARK_FLAG,
  ]);
  const args = [
    // In a folder, the binaries of two packages of one name would be the same file.
    ...(request.variant === 'test' ? ['test', '-c', '-vet=off'] : ['build']),
    '-o',
    NULL_DEVICE,
    '-n',
    '-buildvcs=false',
    ...commonArguments(request),
    `-gcflags=${gcflags}`,
    ...request.targets,
  ];
  const outcome = await go.run(args, request.cwd, request.flags, signal);
  if (outcome.type !== 'done') {
    return outcome;
  }
  if (outcome.value.code !== 0) {
    const refusal = go.refused(args, request.cwd, outcome.value.stderr);
    const targets = await loadableTargets(go, request, commonArguments(request), signal);
    if (targets === undefined) {
      return refusal;
    }
    const planned = await planCompilations(go, { ...request, targets }, signal);
    return planned.type === 'done'
      ? {
          type: 'done',
          value: { ...planned.value, refusals: [refusal, ...planned.value.refusals] },
        }
      : planned;
  }
  const script = parseBuildScript(outcome.value.stderr, request.cwd);
  const compilations = script.commands.filter(
    (command) =>
      runsTool(command, 'compile') &&
      command.argv.includes(END_MARK_FLAG) &&
      !command.argv.some((word) => word.endsWith('_testmain.go')),
  );
  const importcfgOf = ({ argv }: ScriptCommand) =>
    script.files.get(flagValue(argv, '-importcfg') ?? '') ?? '';
  const exports = await resolveExports(
    go,
    {
      plan: request,
      arguments: commonArguments(request),
      importcfgs: compilations.map(importcfgOf),
      isProfiled: compilations.some(isProfiled),
    },
    signal,
  );
  if (exports.type !== 'done') {
    return exports;
  }
  const context: Context = { request, script, go, exports: exports.value };
  const plans: CompilePlan[] = [];
  const refusals: (CompileErrors | ToolchainFailure)[] = [];
  for (const command of compilations) {
    const refusal = exports.value.refusalFor(importcfgOf(command), importerOf(command));
    if (refusal) {
      refusals.push(refusal);
      continue;
    }
    const plan = await readyPlan(context, command, signal);
    if (plan.type !== 'done') {
      return plan;
    }
    plans.push(plan.value);
  }
  return { type: 'done', value: { plans, refusals } };
}

function commonArguments(request: PlanRequest): string[] {
  return [
    ...goCommandArguments(request.flags),
    ...(request.overlayFile === undefined ? [] : [`-overlay=${request.overlayFile}`]),
  ];
}

interface Context {
  readonly request: PlanRequest;
  readonly script: BuildScript;
  readonly go: GoCommand;
  readonly exports: ExportFiles;
}

function importerOf(command: Pick<ScriptCommand, 'argv'>): Importer {
  return {
    testedPath: (flagValue(command.argv, '-p') ?? '').replace(/_test$/, ''),
    isProfiled: isProfiled(command),
  };
}

function isProfiled({ argv }: Pick<ScriptCommand, 'argv'>): boolean {
  return argv.some((word) => word.startsWith('-pgoprofile='));
}

async function readyPlan(
  context: Context,
  command: ScriptCommand,
  signal: AbortSignal | undefined,
): Promise<Done<CompilePlan> | Cancelled | ToolchainFailure> {
  const { request, script, go } = context;
  const { environment } = request;
  const [executable = '', ...words] = command.argv;
  const importPath = flagValue(words, '-p') ?? '';
  let firstFile = words.length;
  while (firstFile > 0 && words[firstFile - 1]?.endsWith('.go') === true) {
    firstFile--;
  }
  const overlaid = overlaidFiles(flagValue(words, '-trimpath') ?? '');
  const files = words.slice(firstFile).map((file) => {
    const path = resolve(command.cwd, file);
    return overlaid.get(path) ?? path;
  });
  const args = words.slice(0, firstFile);
  for (const flag of ['-o', '-trimpath']) {
    const at = args.indexOf(flag);
    if (at >= 0) {
      args.splice(at, 2);
    }
  }
  // A package with cgo may have no source but generated ones, in the work folder.
  const generated = words.find((word) => /[/\\]_cgo_gotypes\.go$/.test(word));
  const runBy = generated === undefined ? 'compiler' : 'go';
  const generator = script.commands.find(
    (candidate) =>
      generated !== undefined &&
      runsTool(candidate, 'cgo') &&
      flagValue(candidate.argv, '-objdir') === generated.replace(/[^/\\]*$/, ''),
  );
  const plan: CompilePlan = {
    importPath,
    variant: request.variant,
    directory: generator?.cwd ?? dirname(files[0] ?? command.cwd),
    cwd: command.cwd,
    executable,
    args: args.map((word) => inWorkDirectory(word, request.workDirectory)),
    files,
    runBy,
    targets: request.targets.every((target) => target.endsWith('.go'))
      ? request.targets.map((target) => basename(target))
      : ['.'],
    flags: request.flags,
    environment: go.toolEnvironment(request.flags, environment),
    goroot: environment.GOROOT ?? '',
    workDirectory: request.workDirectory,
  };
  if (runBy === 'go') {
    return { type: 'done', value: plan };
  }
  const ready = await readyInputs(context, plan, args, signal);
  return ready ?? { type: 'done', value: plan };
}

/** Writes or makes each file of the script's work folder that the compile command reads. */
async function readyInputs(
  context: Context,
  plan: CompilePlan,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Cancelled | ToolchainFailure | undefined> {
  const { request, script, exports } = context;
  const importer = importerOf({ argv: args });
  for (const word of args) {
    const name = /(?:^|=)(\$WORK[/\\].*)$/.exec(word)?.[1];
    if (name === undefined) {
      continue;
    }
    const path = inWorkDirectory(name, request.workDirectory);
    await mkdir(dirname(path), { recursive: true });
    const text = script.files.get(name);
    if (text !== undefined) {
      await writeFile(path, exports.resolve(text, importer));
      continue;
    }
    const maker = script.commands.find(
      (candidate) =>
        (runsTool(candidate, 'asm') || runsTool(candidate, 'preprofile')) &&
        flagValue(candidate.argv, '-o') === name,
    );
    const failed = maker && (await makeInput(plan, maker, context, signal));
    if (failed) {
      return failed;
    }
  }
  return undefined;
}

async function makeInput(
  plan: CompilePlan,
  maker: ScriptCommand,
  context: Context,
  signal: AbortSignal | undefined,
): Promise<Cancelled | ToolchainFailure | undefined> {
  const { request, script } = context;
  const [command = '', ...args] = maker.argv.map((word) =>
    inWorkDirectory(word, request.workDirectory),
  );
  const folder = (flagValue(maker.argv, '-o') ?? '').replace(/[^/\\]*$/, '');
  for (const [name, text] of script.files) {
    // The assembler reads an empty header in place of the one that the compiler will write.
    if (name === `${folder}go_asm.h`) {
      const path = inWorkDirectory(name, request.workDirectory);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }
  const outcome = await runProcess({
    command,
    args,
    cwd: maker.cwd,
    env: plan.environment,
    signal,
  });
  if (outcome.type === 'exited' && outcome.code === 0) {
    return undefined;
  }
  if (outcome.type === 'cancelled' || outcome.type === 'stopped') {
    return { type: 'cancelled' };
  }
  const output = outcome.type === 'exited' ? outcome.stderr || outcome.stdout : outcome.message;
  return failure(`A tool of the Go toolchain failed.`, [command, ...args], maker.cwd, output);
}

function inWorkDirectory(word: string, workDirectory: string): string {
  // As a function, for a folder may have a `$` in its name.
  return word.replace(/(^|=)\$WORK(?=[/\\]|$)/, (_, before: string) => before + workDirectory);
}

function flagValue(words: readonly string[], flag: string): string | undefined {
  const at = words.indexOf(flag);
  return at < 0 ? undefined : words[at + 1];
}

/** The go command tells the compiler of overlaid files by rewriting their names: `stand-in=>file`. */
function overlaidFiles(trimpath: string): Map<string, string> {
  return new Map(
    trimpath.split(';').flatMap((rule) => {
      const arrow = rule.indexOf('=>');
      const file = arrow < 0 ? '' : rule.slice(arrow + 2);
      return file.endsWith('.go') ? [[rule.slice(0, arrow), file] as const] : [];
    }),
  );
}
