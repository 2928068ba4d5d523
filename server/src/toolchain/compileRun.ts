import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { mergeGcflags, goCommandArguments, type BuildFlags } from '../engine/build/flags.ts';
import type { CompileOutcome } from '../engine/compilerlog/compilation.ts';
import { CompilerLogReader } from '../engine/compilerlog/reader.ts';
import type { GoCommand } from './goCommand.ts';
import { failure } from './failure.ts';
import { NULL_DEVICE, VERDICT_FLAGS, type CompilePlan } from './plan.ts';
import { runProcess, type ProcessOutcome } from './process.ts';

/**
 * Runs a plan on the given buffers and reads the compiler's text as it streams. The compiler is
 * stopped as soon as escape analysis is over: what it would still do is build an object nobody asked
 * for.
 */
export async function runPlan(
  plan: CompilePlan,
  buffers: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<CompileOutcome> {
  const standIns = await writeStandIns(plan, buffers);
  const reader = new CompilerLogReader(fileResolver(plan, plan.cwd, standIns));
  const args = [
    '-o',
    join(plan.workDirectory, `${safeName(plan.importPath)}.a`),
    '-trimpath',
    [...standIns].map(([standIn, file]) => `${standIn}=>${file}`).join(';'),
    ...plan.args,
    ...plan.files.map((file) => standInOf(standIns, file) ?? file),
  ];
  const outcome = await runProcess({
    command: plan.executable,
    args,
    cwd: plan.cwd,
    env: plan.environment,
    signal,
    onLine: (line) => {
      reader.readLine(line);
      return reader.isEscapeAnalysisOver ? 'stop' : undefined;
    },
  });
  return conclude(outcome, reader, [plan.executable, ...args], plan.cwd);
}

/**
 * The same through `go build`, for packages whose sources are generated (cgo). It comes later, and
 * is not stopped early: the go command prints a compiler's text when the compiler is done.
 */
export async function runThroughGo(
  go: GoCommand,
  plan: CompilePlan,
  flags: BuildFlags,
  buffers: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<CompileOutcome> {
  const standIns = await writeStandIns(plan, buffers);
  const reader = new CompilerLogReader(fileResolver(plan, plan.directory, standIns));
  const overlay = await writeOverlay(plan.workDirectory, standIns);
  const gcflags = mergeGcflags(flags, plan.environment.GOFLAGS ?? '', VERDICT_FLAGS);
  const args = [
    ...(plan.variant === 'test' ? ['test', '-c', '-vet=off'] : ['build']),
    '-buildvcs=false',
    '-o',
    NULL_DEVICE,
    ...goCommandArguments(flags),
    `-overlay=${overlay}`,
    `-gcflags=${gcflags}`,
    '.',
  ];
  const outcome = await runProcess({
    command: go.path,
    args,
    cwd: plan.directory,
    env: go.environmentFor(flags),
    signal,
    onLine: (line) => {
      reader.readLine(line);
      return undefined;
    },
  });
  return conclude(outcome, reader, [go.path, ...args], plan.directory);
}

function conclude(
  outcome: ProcessOutcome,
  reader: CompilerLogReader,
  command: readonly string[],
  cwd: string,
): CompileOutcome {
  switch (outcome.type) {
    case 'cancelled':
      return outcome;
    case 'missing':
      return failure('The Go compiler cannot be run.', command, cwd, outcome.message);
    case 'stopped':
      return { type: 'verdicts', log: reader.finish() };
    case 'exited': {
      const log = reader.finish();
      if (outcome.code === 0) {
        return { type: 'verdicts', log };
      }
      return log.remarks.length > 0
        ? { type: 'errors', errors: log.remarks }
        : failure('The Go compiler failed.', command, cwd, reader.unplacedText);
    }
  }
}

/** Writes each buffer that belongs to the plan to a file of ours; maps those files to the real. */
async function writeStandIns(
  plan: CompilePlan,
  buffers: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const folder = join(plan.workDirectory, 'buffers', safeName(plan.importPath));
  const standIns = new Map<string, string>();
  for (const file of plan.files) {
    const text = buffers.get(file);
    if (text !== undefined) {
      standIns.set(join(folder, basename(file)), file);
    }
  }
  if (standIns.size > 0) {
    await mkdir(folder, { recursive: true });
  }
  await Promise.all(
    [...standIns].map(([standIn, file]) => writeFile(standIn, buffers.get(file) ?? '')),
  );
  return standIns;
}

/** Writes an overlay file as `go build -overlay` reads it. */
export async function writeOverlay(
  folder: string,
  standIns: ReadonlyMap<string, string>,
): Promise<string> {
  const replace = Object.fromEntries([...standIns].map(([standIn, file]) => [file, standIn]));
  const path = join(folder, 'overlay.json');
  await writeFile(path, JSON.stringify({ Replace: replace }));
  return path;
}

function standInOf(standIns: ReadonlyMap<string, string>, file: string): string | undefined {
  for (const [standIn, real] of standIns) {
    if (real === file) {
      return standIn;
    }
  }
  return undefined;
}

/**
 * A file as the compiler prints it: absolute, relative to where it ran, or below `$GOROOT`. What is
 * no file of the user's stands in angle brackets, as the compiler has it for `<autogenerated>`.
 */
function fileResolver(
  plan: CompilePlan,
  cwd: string,
  standIns: ReadonlyMap<string, string>,
): (printed: string) => string {
  return (printed) => {
    if (printed.startsWith('<')) {
      return printed;
    }
    // No source of the user's: such names are cgo's and the test runner's, and Go ignores them.
    if (basename(printed).startsWith('_')) {
      return `<${basename(printed)}>`;
    }
    const path = printed.startsWith('$GOROOT')
      ? plan.goroot + printed.slice('$GOROOT'.length)
      : printed;
    if (!isAbsolute(path) && !existsSync(resolve(cwd, path))) {
      // A `//line` directive names files relative to the one it stands in.
      return resolve(plan.directory, path);
    }
    const absolute = isAbsolute(path) ? path : resolve(cwd, path);
    // Type errors name the stand-in, verdicts the file it stands for.
    return standIns.get(absolute) ?? absolute;
  };
}

function safeName(importPath: string): string {
  return importPath.replace(/[^\w.-]/g, '_');
}
