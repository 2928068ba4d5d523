import { mkdir, mkdtemp, readFile, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mergeGcflags, goCommandArguments } from '../engine/build/flags.ts';
import type { CompileOutcome } from '../engine/compilerlog/compilation.ts';
import { readInlineChains, type InlineChains } from '../engine/compilerlog/inlineChains.ts';
import { CompilerLogReader } from '../engine/compilerlog/reader.ts';
import type { GoCommand } from './goCommand.ts';
import { failure, goCommandFailure, noRoom } from './failure.ts';
import type { KeptLogs } from './keptLogs.ts';
import { END_MARK_FLAG, NULL_DEVICE, VERDICT_FLAGS, type CompilePlan } from './plan.ts';
import { fileResolver } from './printedFiles.ts';
import { runProcess, type ProcessOutcome } from './process.ts';

/** No name of a Go file, so none that a buffer's stand-in can have. */
const OUTPUT_FILE = 'output';

/** What a run of a plan is given beside it. */
export interface RunSurroundings {
  readonly buffers: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal | undefined;
  /** Where what the compiler says is looked for first, and kept. */
  readonly logs?: KeptLogs | undefined;
  /** Given what still goes on after the answer: a killed compiler ends, its files are deleted. */
  readonly onClearing: (clearing: Promise<void>) => void;
}

/** Runs a plan on the given buffers. */
export function runPlan(
  go: GoCommand,
  plan: CompilePlan,
  surroundings: RunSurroundings,
): Promise<CompileOutcome> {
  return inFolder(plan, surroundings, (run) =>
    plan.runBy === 'go' ? runThroughGo(go.withTemporary(run.folder), run) : runCompiler(run),
  );
}

/**
 * Asks the compiler where inlined copies come from. Its JSON says so, which it writes at its very
 * end: this takes as long as compiling does.
 */
export function traceInlining(
  plan: CompilePlan,
  surroundings: RunSurroundings,
): Promise<InlineChains> {
  return inFolder(plan, surroundings, async ({ folder, standIns, signal }) => {
    const logs = join(folder, 'log');
    const args = compilerArguments(plan, folder, standIns).filter(
      (word) => word !== END_MARK_FLAG && !(VERDICT_FLAGS as readonly string[]).includes(word),
    );
    await runProcess({
      command: plan.executable,
      args: [`-json=0,${pathToFileURL(logs).href}`, ...args],
      cwd: plan.cwd,
      env: plan.environment,
      signal,
    });
    const names = await readdir(logs, { recursive: true }).catch(() => []);
    const texts = names
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFile(join(logs, name), 'utf8'));
    return readInlineChains(
      await Promise.all(texts),
      fileResolver(plan, plan.cwd, { folder, standIns }),
    );
  });
}

async function inFolder<T>(
  plan: CompilePlan,
  { buffers, signal, logs, onClearing }: RunSurroundings,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  // A run has a folder of its own: one that was cancelled may still write its buffers when the next
  // has begun.
  await mkdir(plan.workDirectory, { recursive: true });
  const folder = await mkdtemp(join(plan.workDirectory, 'run-'));
  let ended: Promise<unknown> | undefined;
  try {
    return await work({
      plan,
      folder,
      standIns: await writeStandIns(plan, buffers, folder),
      signal,
      logs,
      endsWith: (end) => {
        ended = Promise.all([ended, end]);
      },
    });
  } finally {
    const clear = async () => {
      await ended;
      await rm(folder, { recursive: true, force: true });
    };
    onClearing(clear());
  }
}

interface Run {
  readonly plan: CompilePlan;
  /** For the run's own files, and gone when it is over. */
  readonly folder: string;
  /** The files that hold the buffers, and those that they stand for. */
  readonly standIns: ReadonlyMap<string, string>;
  readonly signal: AbortSignal | undefined;
  readonly logs: KeptLogs | undefined;
  /** Told what still goes on after the answer, and may need the run's folder. */
  readonly endsWith: (end: Promise<void>) => void;
}

/**
 * Reads the compiler's text as it streams. The compiler is stopped as soon as escape analysis is
 * over: what it would still do is build an object nobody asked for.
 */
async function runCompiler(run: Run): Promise<CompileOutcome> {
  const { plan, folder, standIns, signal, logs } = run;
  const reader = new CompilerLogReader(fileResolver(plan, plan.cwd, { folder, standIns }));
  const kept = standIns.size === 0 ? await logs?.of(plan) : undefined;
  const known = await kept?.lines();
  if (known) {
    for (const line of known) {
      reader.readLine(line);
    }
    return { type: 'verdicts', log: reader.finish() };
  }
  const said: string[] = [];
  const args = compilerArguments(plan, folder, standIns);
  const outcome = await runProcess({
    command: plan.executable,
    args,
    cwd: plan.cwd,
    env: plan.environment,
    signal,
    lines: {
      file: join(folder, OUTPUT_FILE),
      onLine: (line) => {
        if (kept) {
          said.push(line);
        }
        reader.readLine(line);
        return reader.isEscapeAnalysisOver ? 'stop' : undefined;
      },
    },
  });
  if (outcome.type === 'stopped') {
    run.endsWith(outcome.ended);
  }
  const command = [plan.executable, ...args];
  const hasRoom = await isRoomLeft(outcome, folder);
  const concluded = conclude(outcome, reader, command, plan.cwd, (text) =>
    hasRoom
      ? failure('The Go compiler failed.', command, plan.cwd, text)
      : noRoom(folder, command, plan.cwd, text),
  );
  if (kept && concluded.type === 'verdicts') {
    run.endsWith(kept.keep(said));
  }
  return concluded;
}

function compilerArguments(
  plan: CompilePlan,
  folder: string,
  standIns: ReadonlyMap<string, string>,
): string[] {
  const standInOf = new Map([...standIns].map(([standIn, file]) => [file, standIn]));
  return [
    '-o',
    join(folder, 'package.a'),
    ...plan.args,
    ...plan.files.map((file) => standInOf.get(file) ?? file),
  ];
}

/**
 * The same through `go build`, for packages whose sources are generated (cgo). It comes later, and
 * is not stopped early: the go command prints a compiler's text when the compiler is done.
 */
async function runThroughGo(
  go: GoCommand,
  { plan, folder, standIns, signal }: Run,
): Promise<CompileOutcome> {
  const { flags, directory } = plan;
  const reader = new CompilerLogReader(fileResolver(plan, directory, { folder, standIns }));
  const overlay = await writeOverlay(folder, standIns);
  const gcflags = mergeGcflags(flags, plan.environment.GOFLAGS ?? '', VERDICT_FLAGS);
  const args = [
    ...(plan.variant === 'test' ? ['test', '-c', '-vet=off'] : ['build']),
    '-buildvcs=false',
    '-o',
    NULL_DEVICE,
    ...goCommandArguments(flags),
    `-overlay=${overlay}`,
    `-gcflags=${gcflags}`,
    ...plan.targets,
  ];
  const outcome = await runProcess({
    command: go.path,
    args,
    cwd: directory,
    env: go.environmentFor(flags),
    signal,
    lines: {
      file: join(folder, OUTPUT_FILE),
      onLine: (line) => {
        reader.readLine(line);
        return undefined;
      },
    },
  });
  const command = [go.path, ...args];
  const hasRoom = await isRoomLeft(outcome, folder);
  return conclude(outcome, reader, command, directory, (text) =>
    hasRoom ? goCommandFailure(command, directory, text) : noRoom(folder, command, directory, text),
  );
}

/** Asked after a failure: a process whose output has no room cannot say so. */
async function isRoomLeft(outcome: ProcessOutcome, folder: string): Promise<boolean> {
  if (outcome.type !== 'exited' || outcome.code === 0) {
    return true;
  }
  const room = await statfs(folder).catch(() => undefined);
  return room?.bavail !== 0;
}

function conclude(
  outcome: ProcessOutcome,
  reader: CompilerLogReader,
  command: readonly string[],
  cwd: string,
  failed: (text: string) => CompileOutcome,
): CompileOutcome {
  switch (outcome.type) {
    case 'cancelled':
      return outcome;
    case 'missing':
      return failure(
        outcome.what === 'folder'
          ? `The folder does not exist any more: ${cwd}`
          : `The Go compiler cannot be run: ${command[0] ?? ''}`,
        command,
        cwd,
        outcome.message,
      );
    case 'stopped':
      return { type: 'verdicts', log: reader.finish() };
    case 'exited': {
      const log = reader.finish();
      if (outcome.code === 0) {
        return { type: 'verdicts', log };
      }
      return log.remarks.length > 0
        ? { type: 'errors', errors: log.remarks }
        : failed(reader.unplacedText);
    }
  }
}

/**
 * Writes the buffers to files of ours, and maps those files to the real. The compiler is given the
 * package's own, the go command all: it reads other packages as well.
 */
async function writeStandIns(
  plan: CompilePlan,
  buffers: ReadonlyMap<string, string>,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const standIns = new Map<string, string>();
  const writes: Promise<void>[] = [];
  const own = new Set(plan.files);
  for (const [file, text] of buffers) {
    if (plan.runBy === 'go' || own.has(file)) {
      // One name may be in several folders.
      const standIn = own.has(file)
        ? join(folder, basename(file))
        : join(folder, `${standIns.size}_${basename(file)}`);
      standIns.set(standIn, file);
      writes.push(writeFile(standIn, text));
    }
  }
  await Promise.all(writes);
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
