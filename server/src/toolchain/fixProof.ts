/** Runs a fix for real, and leaves the user's files as they are: both sides are built with overlays. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { goCommandArguments, type BuildFlags } from '../engine/build/flags.ts';
import type { ToolchainFailure } from '../engine/compilerlog/compilation.ts';
import { benchmarkRuns, type BenchmarkRun } from '../engine/proof/benchmarkOutput.ts';
import {
  compareRuns,
  LEAST_RUNS,
  outcomeOf,
  type BenchmarkChange,
} from '../engine/proof/comparison.ts';
import { countRuns, MORE_ROUNDS, runsInRounds } from '../engine/proof/coverProfile.ts';
import type { Unproven, Withdrawal } from '../engine/proof/proofTexts.ts';
import {
  failingAgain,
  newComplaints,
  newFailures,
  type Printed,
} from '../engine/proof/testOutput.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import type { GoCommand } from './goCommand.ts';
import { runProcess } from './process.ts';

export interface ProofRequest {
  /** Of the package. */
  readonly directory: string;
  readonly flags: BuildFlags;
  /** Texts of editors, by path: they count, whatever is on the disk. */
  readonly buffers: ReadonlyMap<string, string>;
  readonly file: string;
  readonly fixedText: string;
  /** Any of them is to be reached, in the text before the fix: from 1 on. */
  readonly lines: readonly number[];
  readonly budgetMs: number;
}

/** In their order. */
export const PROOF_STEPS = ['build', 'vet', 'tests', 'coverage', 'benchmarks'] as const;

export type ProofStep = (typeof PROOF_STEPS)[number];

export type ProofOutcome =
  | { readonly type: 'proven'; readonly changes: readonly BenchmarkChange[] }
  /** The fix is of no use; `output` is what Go says where it does not build or breaks a test. */
  | {
      readonly type: 'withdrawn';
      readonly because: Withdrawal;
      readonly changes: readonly BenchmarkChange[];
      readonly output: string;
    }
  | { readonly type: 'unproven'; readonly because: Unproven }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly failure: ToolchainFailure };

/** More benchmarks than these say nothing new, and take their time. */
const MAXIMUM_BENCHMARKS = 3;
const BENCHMARK_TIME = '50ms';

/** So often tests are to fail with a fix, and not without it, before it is withdrawn: some go by the clock. */
const FAILED_RUNS = 3;

/** The name of no benchmark: what runs then is what the package sets up for all of them. */
const NOTHING = '';

/** Ends the work with what it has come to. */
class Ended extends Error {
  readonly outcome: ProofOutcome;

  constructor(outcome: ProofOutcome) {
    super(outcome.type);
    this.outcome = outcome;
  }
}

export async function proveFix(
  go: GoCommand,
  request: ProofRequest,
  onStep: (step: ProofStep) => void,
  signal?: AbortSignal,
): Promise<ProofOutcome> {
  const folder = await makeTemporaryFolder('gomem-proof-');
  const deadline = AbortSignal.timeout(request.budgetMs);
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
  try {
    const proof = new Proof(go.withTemporary(folder.path), request, folder.path, stop, onStep);
    return await proof.run();
  } catch (error) {
    if (!(error instanceof Ended)) {
      throw error;
    }
    const isLate = error.outcome.type === 'cancelled' && signal?.aborted !== true;
    return isLate ? { type: 'unproven', because: 'time' } : error.outcome;
  } finally {
    await folder.delete();
  }
}

interface Side {
  readonly overlay: string;
  readonly binary: string;
}

class Proof {
  readonly #go: GoCommand;
  readonly #request: ProofRequest;
  readonly #folder: string;
  readonly #stop: AbortSignal;
  readonly #onStep: Parameters<typeof proveFix>[2];

  constructor(
    go: GoCommand,
    request: ProofRequest,
    folder: string,
    stop: AbortSignal,
    onStep: Parameters<typeof proveFix>[2],
  ) {
    this.#go = go;
    this.#request = request;
    this.#folder = folder;
    this.#stop = stop;
    this.#onStep = onStep;
  }

  async run(): Promise<ProofOutcome> {
    const { buffers, file, fixedText } = this.#request;
    this.#onStep('build');
    const before = await this.#side('before', buffers);
    const after = await this.#side('after', new Map([...buffers, [file, fixedText]]));
    await this.#build(before, 'failed');
    await this.#build(after, 'withdrawn');
    await this.#vet(before, after);
    await this.#test(before, after);
    const benchmarks = await this.#reaching(before);
    if (benchmarks.length === 0) {
      return { type: 'unproven', because: 'noBenchmark' };
    }
    const changes = await this.#measure(before, after, benchmarks);
    const outcome = outcomeOf(changes);
    return outcome === 'fewer'
      ? { type: 'proven', changes }
      : { type: 'withdrawn', because: outcome, changes, output: '' };
  }

  /** An overlay of texts that are not on the disk. */
  async #side(name: string, texts: ReadonlyMap<string, string>): Promise<Side> {
    const folder = join(this.#folder, name);
    await mkdir(folder);
    const replaced: Record<string, string> = {};
    for (const [index, [path, text]] of [...texts].entries()) {
      const copy = join(folder, `${index}-${basename(path)}`);
      await writeFile(copy, text);
      replaced[path] = copy;
    }
    const overlay = join(folder, 'overlay.json');
    await writeFile(overlay, JSON.stringify({ Replace: replaced }));
    return { overlay, binary: join(folder, 'package.test.exe') };
  }

  async #build({ overlay, binary }: Side, otherwise: 'failed' | 'withdrawn'): Promise<void> {
    const args = ['test', '-c', '-vet=off', `-o=${binary}`, ...this.#flags(overlay)];
    const { code, output } = await this.#goRun(args);
    if (code === 0) {
      return;
    }
    throw new Ended(
      otherwise === 'withdrawn'
        ? { type: 'withdrawn', because: 'build', changes: [], output }
        : { type: 'failed', failure: this.#go.failed(args, this.#request.directory, output) },
    );
  }

  async #vet(before: Side, after: Side): Promise<void> {
    this.#onStep('vet');
    const vet = async ({ overlay }: Side) => this.#goRun(['vet', ...this.#flags(overlay)]);
    const now = await vet(after);
    const complaints = now.code === 0 ? [] : newComplaints((await vet(before)).output, now.output);
    if (complaints.length > 0) {
      const output = complaints.join('\n');
      throw new Ended({ type: 'withdrawn', because: 'vet', changes: [], output });
    }
  }

  async #test(before: Side, after: Side): Promise<void> {
    this.#onStep('tests');
    const now = await this.#runTests(after);
    let failures = now.code === 0 ? [] : newFailures(await this.#runTests(before), now);
    for (let run = 1; run < FAILED_RUNS && failures.length > 0; run++) {
      failures = failingAgain(failures, await this.#runTests(after));
    }
    if (failures.length > 0) {
      const output = failures.join('\n');
      throw new Ended({ type: 'withdrawn', because: 'tests', changes: [], output });
    }
  }

  async #runTests(side: Side): Promise<Printed> {
    return this.#runBinary(side.binary, ['-test.count=1']);
  }

  /** Benchmarks of the package that run one of the lines in each round, in the order in which they are listed. */
  async #reaching({ overlay, binary }: Side): Promise<string[]> {
    const listed = await this.#runBinary(binary, ['-test.list=^Benchmark']);
    const names = listed.output.split('\n').filter((name) => /^Benchmark\S*$/.test(name));
    if (names.length === 0) {
      return [];
    }
    this.#onStep('coverage');
    const covered = join(this.#folder, 'cover.test.exe');
    const { code } = await this.#goRun([
      ...['test', '-c', '-vet=off', '-cover', '-covermode=atomic', `-o=${covered}`],
      ...this.#flags(overlay),
    ]);
    const found: string[] = [];
    if (code !== 0) {
      return [];
    }
    const anyway = await this.#countRuns(covered, NOTHING, 1);
    for (const name of names) {
      const once = (await this.#countRuns(covered, name, 1)) - anyway;
      const more = once > 0 ? (await this.#countRuns(covered, name, MORE_ROUNDS)) - anyway : 0;
      if (runsInRounds(once, more)) {
        found.push(name);
      }
      if (found.length === MAXIMUM_BENCHMARKS) {
        break;
      }
    }
    return found;
  }

  async #countRuns(covered: string, name: string, rounds: number): Promise<number> {
    const { file, lines } = this.#request;
    const profile = join(this.#folder, `${name}-${rounds}.cover`);
    const args = ['-test.run=^$', `-test.bench=^${name}$`, `-test.benchtime=${rounds}x`];
    await this.#runBinary(covered, [...args, `-test.coverprofile=${profile}`]);
    const text = textOf(profile);
    return Math.max(...lines.map((line) => countRuns(text, basename(file), line)));
  }

  /** In turn, and each side first every other time, so that what slows the machine slows both. */
  async #measure(
    before: Side,
    after: Side,
    benchmarks: readonly string[],
  ): Promise<BenchmarkChange[]> {
    const args = [
      ...['-test.run=^$', `-test.bench=^(?:${benchmarks.join('|')})$`],
      ...['-test.benchmem', `-test.benchtime=${BENCHMARK_TIME}`, '-test.count=1'],
    ];
    const runs = new Map<Side, BenchmarkRun[]>([
      [before, []],
      [after, []],
    ]);
    this.#onStep('benchmarks');
    for (let round = 0; round < LEAST_RUNS; round++) {
      for (const side of round % 2 === 0 ? [before, after] : [after, before]) {
        const { output } = await this.#runBinary(side.binary, args);
        runs.get(side)?.push(...benchmarkRuns(output));
      }
    }
    return compareRuns(runs.get(before) ?? [], runs.get(after) ?? []);
  }

  #flags(overlay: string): string[] {
    return [...goCommandArguments(this.#request.flags), `-overlay=${overlay}`, '.'];
  }

  async #goRun(args: readonly string[]): Promise<Printed> {
    const { directory, flags } = this.#request;
    const outcome = await this.#go.run(args, directory, flags, this.#stop);
    switch (outcome.type) {
      case 'done':
        return { code: outcome.value.code, output: outcome.value.stdout + outcome.value.stderr };
      case 'cancelled':
        throw new Ended(outcome);
      case 'failure':
        throw new Ended({ type: 'failed', failure: outcome });
    }
  }

  /** A test binary runs in the folder of its package, as `go test` does it; one that is not there prints nothing. */
  async #runBinary(binary: string, args: readonly string[]): Promise<Printed> {
    const { directory, flags } = this.#request;
    const outcome = await runProcess({
      command: binary,
      args,
      cwd: directory,
      env: this.#go.environmentFor(flags),
      signal: this.#stop,
    });
    switch (outcome.type) {
      case 'exited':
        return { code: outcome.code, output: outcome.stdout + outcome.stderr };
      case 'missing':
        return { code: 0, output: '' };
      case 'stopped':
      case 'cancelled':
        throw new Ended({ type: 'cancelled' });
    }
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // A benchmark that fails writes none.
    return '';
  }
}
