/** Profiles and execution traces that `go test` writes of one test or benchmark. */
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { goCommandArguments, type BuildFlags } from '../engine/build/flags.ts';
import { english, type Localize } from '../engine/features/localize.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { CaptureCancelled, CaptureError } from './captureError.ts';
import { runProgram } from './runProgram.ts';
import { writeWholeFile } from '../host/wholeFile.ts';

export interface TestFunction {
  /** `BenchmarkDecode`, `TestDecode` */
  readonly name: string;
  readonly isBenchmark: boolean;
}

export type TestProfile = 'allocations' | 'cpu' | 'trace';

export interface TestProfileRequest {
  readonly goCommand: string;
  /** Of the package. */
  readonly directory: string;
  readonly test: TestFunction;
  readonly what: TestProfile;
  readonly flags: BuildFlags;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the profile goes. */
  readonly file: string;
  readonly signal?: AbortSignal | undefined;
  readonly localize?: Localize;
  /** Told the command, and what it writes. */
  readonly onOutput: (text: string) => void;
}

/**
 * The arguments of the go command. Each allocation is recorded, not one in 512 KiB: so the bytes are exact, and
 * what such a run says of time is not.
 */
export function testProfileArguments(
  { name, isBenchmark }: TestFunction,
  what: TestProfile,
  profile: string,
): string[] {
  return [
    'test',
    ...(isBenchmark
      ? ['-run=^$', `-bench=^${name}$`, '-benchmem']
      : [`-run=^${name}$`, '-count=1']),
    ...profileFlags(what, profile),
  ];
}

function profileFlags(what: TestProfile, profile: string): string[] {
  switch (what) {
    case 'allocations':
      return [`-memprofile=${profile}`, '-memprofilerate=1'];
    case 'cpu':
      return [`-cpuprofile=${profile}`];
    case 'trace':
      return [`-trace=${profile}`];
  }
}

/**
 * Runs the test and saves its profile. Rejects with a {@link CaptureError} where the test fails or there is no
 * profile, and with {@link CaptureCancelled}.
 */
export async function profileTest(request: TestProfileRequest): Promise<void> {
  const { goCommand, directory, test, what, flags, environment, file, signal, onOutput } = request;
  const localize = request.localize ?? english;
  const folder = await makeTemporaryFolder('go-memory-test-');
  try {
    const profile = join(folder.path, 'profile');
    // The go command keeps the binary of a test that is profiled, beside the sources if it is not told.
    const binary = join(folder.path, 'test.exe');
    const args = [
      ...testProfileArguments(test, what, profile),
      `-o=${binary}`,
      ...goCommandArguments(flags),
      '.',
    ];
    onOutput(`${[goCommand, ...args].join(' ')}\n`);
    const ending = await runProgram({
      command: goCommand,
      args,
      cwd: directory,
      env: { ...environment, ...flags.environment },
      signal,
      onOutput: (bytes) => {
        onOutput(bytes.toString('utf8'));
      },
    });
    switch (ending.type) {
      case 'stopped':
        throw new CaptureCancelled();
      case 'missing':
        throw new CaptureError(localize('Go cannot be run: {0}', ending.message));
      case 'killed':
        throw new CaptureError(localize('go test was ended by {0}.', ending.signal));
      case 'exited':
        if (ending.code !== 0) {
          throw new CaptureError(localize('{0} fails.', test.name));
        }
    }
    if (!existsSync(profile)) {
      throw new CaptureError(localize('go test has written no profile of {0}.', test.name));
    }
    await writeWholeFile(file, createReadStream(profile));
  } finally {
    await folder.delete();
  }
}
