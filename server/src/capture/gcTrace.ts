/** Programs of the user's, run so that the runtime logs its collections. */
import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { goCommandArguments, type BuildFlags } from '../engine/build/flags.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { runProgram, type ProgramEnding } from './runProgram.ts';

export interface GcTraceProgram {
  /** The program of a package, its tests and benchmarks, or a file that can be run. */
  readonly mode: 'run' | 'test' | 'binary';
  /** Relative to `directory`: the package's folder, or the file. */
  readonly program: string;
  readonly args: readonly string[];
  readonly directory: string;
  /** As the runtime takes them; empty for what the environment says. */
  readonly gogc: string;
  readonly goMemLimit: string;
}

export interface GcTraceRequest {
  readonly program: GcTraceProgram;
  readonly goCommand: string;
  readonly flags: BuildFlags;
  readonly environment: NodeJS.ProcessEnv;
  /** A file to whose end goes what the program writes to its standard error. */
  readonly log: string;
  readonly signal: AbortSignal;
  /** What is run, and what it writes. */
  readonly onOutput: (text: string | Buffer) => void;
}

/**
 * Builds and runs. It is built first, and run by itself: what `go run` and `go test` start would log its own
 * collections, and so would they. The log is whole when this resolves. Rejects where it cannot be written.
 */
export async function runWithGcTrace(request: GcTraceRequest): Promise<ProgramEnding> {
  const { program, flags, environment, log, signal, onOutput } = request;
  const { mode, directory, args } = program;
  const folder = await makeTemporaryFolder('go-memory-run-');
  const written = createWriteStream(log, { flags: 'a' });
  const whole = finished(written);
  // What is wrong with the log is told in the end: the program goes on.
  whole.catch(() => undefined);
  try {
    const binary =
      mode === 'binary' ? resolve(directory, program.program) : join(folder.path, 'run.exe');
    const built = mode === 'binary' ? undefined : await build(request, binary);
    if (built && (built.type !== 'exited' || built.code !== 0)) {
      return built;
    }
    const settings = { GODEBUG: 'gctrace=1', ...settingsOf(program) };
    const shown = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    onOutput(`${[...shown, binary, ...args].join(' ')}\n`);
    return await runProgram({
      command: binary,
      args,
      cwd: mode === 'test' ? resolve(directory, program.program) : directory,
      env: gcTraceEnvironment({ ...environment, ...flags.environment }, program),
      signal,
      onOutput: (bytes, stream) => {
        onOutput(bytes);
        if (stream === 'stderr') {
          written.write(bytes);
        }
      },
    });
  } finally {
    written.end();
    await folder.delete();
    await whole;
  }
}

function build(
  { program, goCommand, flags, environment, signal, onOutput }: GcTraceRequest,
  binary: string,
): Promise<ProgramEnding> {
  const args = [
    ...(program.mode === 'test' ? ['test', '-c'] : ['build']),
    `-o=${binary}`,
    ...goCommandArguments(flags),
    '.',
  ];
  onOutput(`${[goCommand, ...args].join(' ')}\n`);
  return runProgram({
    command: goCommand,
    args,
    // Its module may be another one than that of the folder where it runs.
    cwd: resolve(program.directory, program.program),
    env: { ...environment, ...flags.environment },
    signal,
    onOutput,
  });
}

/** What the user has set of GODEBUG stays. */
function gcTraceEnvironment(
  environment: NodeJS.ProcessEnv,
  program: GcTraceProgram,
): NodeJS.ProcessEnv {
  const debug = [environment.GODEBUG ?? '', 'gctrace=1'].filter((each) => each !== '').join(',');
  return { ...environment, ...settingsOf(program), GODEBUG: debug };
}

function settingsOf({ gogc, goMemLimit }: GcTraceProgram): Record<string, string> {
  return {
    ...(gogc === '' ? {} : { GOGC: gogc }),
    ...(goMemLimit === '' ? {} : { GOMEMLIMIT: goMemLimit }),
  };
}
