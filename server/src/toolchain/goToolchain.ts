import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { BuildFlags } from '../engine/build/flags.ts';
import type { TextStore } from '../engine/caches/textStore.ts';
import type {
  CompileOutcome,
  CompileRequest,
  ModuleOutcome,
  ModuleRequest,
  PackageOutcome,
  PackageVariant,
  ToolchainFailure,
} from '../engine/compilerlog/compilation.ts';
import type { InlineChains } from '../engine/compilerlog/inlineChains.ts';
import { runPlan, traceInlining, writeOverlay, type RunSurroundings } from './compileRun.ts';
import { writeFailure } from './failure.ts';
import { GoCommand, type Done } from './goCommand.ts';
import { KeptLogs } from './keptLogs.ts';
import { KeptPlans, type StampedProfile } from './keptPlans.ts';
import { isOutsideModules, planLoose } from './looseFiles.ts';
import { isPlanSuspect, mergeOutcomes } from './outcomes.ts';
import {
  planCompilations,
  type CompilePlan,
  type PlannedCompilations,
  type PlanOutcome,
  type PlanRequest,
} from './plan.ts';
import { ProgramProfiles } from './programProfile.ts';
import { abortable, RunningWork } from './runningWork.ts';
import { stampOf } from '../host/stamps.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../host/temporaryFolder.ts';

/** How often a package is planned whose files change in the meantime. */
const MAXIMUM_TRIES = 3;

/** Packages to be planned together. */
export interface PlanTargets {
  readonly cwd: string;
  readonly variant: PackageVariant;
  readonly flags: BuildFlags;
}

export interface ToolchainMemory {
  readonly maximumPlans?: number;
  /** Keeps what the compiler says of packages for the next process. */
  readonly logs?: TextStore | undefined;
}

/**
 * The compiler tier on this machine: plans a package's compilation once, and runs it again on each
 * state of the buffers. A plan is made anew only when something changed that it depends on: imports
 * and build constraints, the files of the folder, go.mod and its kin, the flags, other packages.
 */
export class GoToolchain {
  readonly #go: GoCommand;
  readonly #plans: KeptPlans;
  readonly #logs: KeptLogs | undefined;
  readonly #profiles = new ProgramProfiles();
  /** Nothing may write to our folder once it is deleted: disposal waits for all that runs. */
  readonly #running = new RunningWork();
  #temporary: Promise<TemporaryFolder> | undefined;
  #nextFolder = 0;

  constructor(
    goPath: string,
    environment: NodeJS.ProcessEnv,
    { maximumPlans = 32, logs }: ToolchainMemory = {},
  ) {
    this.#go = new GoCommand(goPath, environment);
    this.#plans = new KeptPlans(maximumPlans);
    this.#logs = logs && new KeptLogs(logs);
  }

  /** Compiles the package of a folder as an editor has it open. */
  compile(request: CompileRequest, signal?: AbortSignal): Promise<CompileOutcome> {
    return this.#untilWritten(signal, async (signal) => {
      const outcome = await this.#runKnown(request, signal);
      if (outcome && !isPlanSuspect(outcome)) {
        return outcome;
      }
      if (outcome) {
        // Something that the plan names is gone: from the build cache, from our temporary folder, or
        // with the Go installation.
        await this.#plans.drop(request);
      }
      return this.#planAndRun(request, signal);
    });
  }

  /** Says where the inlined copies of a package that was compiled come from. */
  async traceInlining(request: CompileRequest, signal?: AbortSignal): Promise<InlineChains> {
    const chains = await this.#untilWritten(signal, async (signal) => {
      const known = await this.#plans.current(request);
      const plans = known?.plans.filter(({ runBy }) => runBy === 'compiler') ?? [];
      const surroundings = this.#surroundings(request.buffers, signal);
      const each = plans.map((plan) => traceInlining(plan, surroundings));
      return new Map((await Promise.all(each)).flatMap((some) => [...some]));
    });
    return chains instanceof Map ? chains : new Map();
  }

  /** Plans all packages of the given patterns at once; the folder holds what the plans need. */
  planAll(
    request: PlanTargets,
    targets: readonly string[],
    signal?: AbortSignal,
  ): Promise<PlanOutcome> {
    return this.#prepare(request, signal, (go, prepared, signal) =>
      planCompilations(go, { ...prepared, targets }, signal),
    );
  }

  /** Plans what a folder outside any module holds: all of it, or what the named files belong to. */
  planLoose(
    request: PlanTargets,
    wanted: ReadonlySet<string> | undefined,
    signal?: AbortSignal,
  ): Promise<PlanOutcome> {
    return this.#prepare(request, signal, (go, prepared, signal) =>
      planLoose(go, { ...prepared, wanted, textOf: () => undefined }, signal),
    );
  }

  /** Runs plans, as many at a time as the machine has processors; each outcome is told as it comes. */
  async runAll(
    plans: readonly CompilePlan[],
    buffers: ReadonlyMap<string, string>,
    onOutcome: (plan: CompilePlan, outcome: CompileOutcome) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#running.untilEnded(signal, async (signal) => {
      const surroundings = { ...this.#surroundings(buffers, signal), logs: this.#logs };
      const waiting = plans.values();
      const worker = async () => {
        for (const plan of waiting) {
          const run = () => runPlan(this.#go, plan, surroundings);
          onOutcome(plan, await this.#orWriteFailure(run));
        }
      };
      await Promise.all(Array.from({ length: availableParallelism() }, worker));
      return { type: 'done' };
    });
  }

  /** Compiles all packages of the module around a folder, or what a folder outside any holds. */
  async compileModule(
    { directory, flags, buffers }: ModuleRequest,
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<ModuleOutcome> {
    const planned = await this.#planModule(directory, flags, signal);
    if (planned.type !== 'done') {
      return { packages: [], refusals: planned.type === 'cancelled' ? [] : [planned] };
    }
    const { plans, refusals } = planned.value;
    try {
      const packages: PackageOutcome[] = [];
      onProgress(0, plans.length);
      const onOutcome = ({ importPath, directory }: CompilePlan, outcome: CompileOutcome) => {
        packages.push({ directory, importPath, outcome });
        onProgress(packages.length, plans.length);
      };
      await this.runAll(plans, buffers, onOutcome, signal);
      return { packages, refusals };
    } finally {
      // Nobody runs them again.
      await Promise.all(
        [...new Set(plans.map(({ workDirectory }) => workDirectory))].map((folder) =>
          rm(folder, { recursive: true, force: true }),
        ),
      );
    }
  }

  /** Ends what is running, and deletes every file of ours. */
  async dispose(): Promise<void> {
    await this.#running.end();
    this.#plans.clear();
    const folder = await this.#temporary?.catch(() => undefined);
    await folder?.delete();
  }

  /** Work that writes to our folder: that it cannot is an outcome. */
  #untilWritten<T>(
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | ToolchainFailure | { readonly type: 'cancelled' }> {
    return this.#running.untilEnded(signal, (signal) => this.#orWriteFailure(() => work(signal)));
  }

  async #orWriteFailure<T>(work: () => Promise<T>): Promise<T | ToolchainFailure> {
    try {
      return await work();
    } catch (error) {
      const folder = await this.#temporary?.catch(() => undefined);
      const failure = writeFailure(error, folder?.path ?? tmpdir());
      if (!failure) {
        throw error;
      }
      return failure;
    }
  }

  #surroundings(
    buffers: ReadonlyMap<string, string>,
    signal: AbortSignal | undefined,
  ): RunSurroundings {
    return {
      buffers,
      signal,
      onClearing: (clearing) => {
        // What is not deleted now is when we end.
        this.#running.waitFor(clearing);
      },
    };
  }

  #planModule(
    directory: string,
    flags: BuildFlags,
    signal: AbortSignal | undefined,
  ): Promise<PlanOutcome> {
    const request = { cwd: directory, variant: 'build', flags } as const;
    return this.#prepare(request, signal, (go, prepared, signal) => {
      if (isOutsideModules(prepared.environment)) {
        return planLoose(go, { ...prepared, wanted: undefined, textOf: () => undefined }, signal);
      }
      // No module either where modules are turned off: then what is below the folder.
      const { GOMOD = '' } = prepared.environment;
      const cwd = GOMOD === '' ? directory : dirname(GOMOD);
      return planCompilations(go, { ...prepared, cwd, targets: ['./...'] }, signal);
    });
  }

  #prepare(
    request: PlanTargets,
    signal: AbortSignal | undefined,
    plan: (
      go: GoCommand,
      prepared: Omit<PlanRequest, 'targets'>,
      signal: AbortSignal,
    ) => Promise<PlanOutcome>,
  ): Promise<PlanOutcome> {
    return this.#untilWritten(signal, async (signal) => {
      const workDirectory = await this.#newFolder();
      return keptIfDone(workDirectory, async () => {
        const go = this.#go.withTemporary(workDirectory);
        const environment = await go.environment(request.cwd, request.flags, signal);
        return environment.type === 'done'
          ? plan(go, { ...request, environment: environment.value, workDirectory }, signal)
          : environment;
      });
    });
  }

  async #runMerged(
    { plans, refusals }: PlannedCompilations,
    { buffers }: CompileRequest,
    signal: AbortSignal,
  ): Promise<CompileOutcome> {
    const surroundings = this.#surroundings(buffers, signal);
    const outcomes = await Promise.all(plans.map((plan) => runPlan(this.#go, plan, surroundings)));
    return mergeOutcomes([...outcomes, ...refusals]);
  }

  /**
   * Runs the plans of a package that we have, if they are of its state as it is. To find that out
   * takes as long as to start the compiler: both are done at once, and a run of plans that prove to
   * be out of date is thrown away.
   */
  #runKnown(request: CompileRequest, signal: AbortSignal): Promise<CompileOutcome | undefined> {
    return abortable(signal, async (controller) => {
      const held = this.#plans.held(request);
      const running = held && this.#runMerged(held, request, controller.signal);
      // It may fail before anybody waits for it.
      running?.catch(() => undefined);
      const known = await this.#plans.current(request);
      if (held !== undefined && held === known) {
        return running;
      }
      controller.abort();
      await running?.catch(() => undefined);
      return known && this.#runMerged(known, request, signal);
    });
  }

  /**
   * Where files were deleted or renamed between a plan and its run, what is said is of no state that
   * there ever was: it is asked again.
   */
  async #planAndRun(request: CompileRequest, signal: AbortSignal): Promise<CompileOutcome> {
    for (let tries = 1; ; tries++) {
      // Taken first: what changes from here on makes the plan out of date.
      const signature = await this.#plans.signatureOf(request);
      const planned = await this.#plan(request, signature, signal);
      const outcome =
        planned.type === 'done' ? await this.#runMerged(planned.value, request, signal) : planned;
      if (
        !isPlanSuspect(outcome) ||
        tries === MAXIMUM_TRIES ||
        (await this.#plans.signatureOf(request)) === signature
      ) {
        return outcome;
      }
    }
  }

  async #plan(
    request: CompileRequest,
    signature: string,
    signal: AbortSignal,
  ): Promise<Done<PlannedCompilations> | Exclude<PlanOutcome, { type: 'done' }>> {
    const workDirectory = await this.#newFolder();
    let profile: StampedProfile | undefined;
    const planned = await keptIfDone(workDirectory, async () => {
      const made = await this.#planIn(workDirectory, request, signal);
      profile = made.profile;
      return made.planned;
    });
    if (planned.type !== 'done') {
      return planned;
    }
    // Where a plan is wanting it is asked for again.
    const isWhole = planned.value.refusals.length === 0;
    await this.#plans.keep(request, {
      ...planned.value,
      signature: isWhole ? signature : '',
      profile,
      workDirectory,
    });
    return planned;
  }

  async #planIn(
    workDirectory: string,
    request: CompileRequest,
    signal: AbortSignal,
  ): Promise<{ readonly planned: PlanOutcome; readonly profile?: StampedProfile | undefined }> {
    const { directory, variant, flags, buffers } = request;
    const go = this.#go.withTemporary(workDirectory);
    const found = await go.environment(directory, flags, signal);
    if (found.type !== 'done') {
      return { planned: found };
    }
    const environment = found.value;
    const prepared = {
      cwd: directory,
      variant,
      flags,
      environment,
      overlayFile: await this.#overlayFor(request, workDirectory),
      workDirectory,
    };
    if (isOutsideModules(environment)) {
      const textOf = (path: string) => buffers.get(path);
      const loose = { ...prepared, wanted: openFilesIn(request), textOf };
      return { planned: await planLoose(go, loose, signal) };
    }
    // `go test` does not take the profile of a program that imports the package.
    const path =
      variant === 'build'
        ? await this.#profiles.find(go, { ...request, environment }, signal)
        : undefined;
    const profile = path === undefined ? undefined : { path, stamp: await stampOf(path) };
    const planned = await planCompilations(
      go,
      {
        ...prepared,
        flags: profile ? { ...flags, pgo: profile.path } : flags,
        targets: ['.'],
      },
      signal,
    );
    return { planned, profile };
  }

  async #overlayFor(request: CompileRequest, workDirectory: string): Promise<string | undefined> {
    const folder = join(workDirectory, 'overlay');
    await mkdir(folder, { recursive: true });
    const standIns = new Map<string, string>();
    let next = 0;
    for (const [file, text] of request.buffers) {
      // A file that is as on the disk stays out: the build cache knows its package as it is.
      if ((await readFile(file, 'utf8').catch(() => undefined)) !== text) {
        const standIn = join(folder, `${next++}.go`);
        await writeFile(standIn, text);
        standIns.set(standIn, file);
      }
    }
    return standIns.size === 0 ? undefined : writeOverlay(workDirectory, standIns);
  }

  async #newFolder(): Promise<string> {
    this.#temporary ??= makeTemporaryFolder('gomem-').catch((error: unknown) => {
      // A full disk may have room again later.
      this.#temporary = undefined;
      throw error;
    });
    const { path } = await this.#temporary;
    const folder = join(path, String(this.#nextFolder++));
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

/** Makes a plan in a folder, of which nothing stays where none is made. */
async function keptIfDone(
  workDirectory: string,
  plan: () => Promise<PlanOutcome>,
): Promise<PlanOutcome> {
  let isDone = false;
  try {
    const planned = await plan();
    isDone = planned.type === 'done';
    return planned;
  } finally {
    if (!isDone) {
      await rm(workDirectory, { recursive: true, force: true });
    }
  }
}

function openFilesIn({ directory, buffers }: CompileRequest): ReadonlySet<string> {
  return new Set(
    [...buffers.keys()].filter((file) => dirname(file) === directory).map((file) => basename(file)),
  );
}
