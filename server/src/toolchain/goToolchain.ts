import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildFlags } from '../engine/build/flags.ts';
import type {
  CompileOutcome,
  CompileRequest,
  ToolchainFailure,
} from '../engine/compilerlog/compilation.ts';
import type { CompileError, CompilerLog } from '../engine/compilerlog/rows.ts';
import { runPlan, runThroughGo, writeOverlay } from './compileRun.ts';
import { GoCommand } from './goCommand.ts';
import { planCompilations, type CompilePlan } from './plan.ts';
import { PlanSignatures } from './planSignature.ts';

interface KnownPlans {
  readonly signature: string;
  readonly plans: readonly CompilePlan[];
  readonly workDirectory: string;
}

/**
 * The compiler tier on this machine: plans a package's compilation once, and runs it again on each
 * state of the buffers. A plan is made anew only when something changed that it depends on: imports
 * and build constraints, the files of the folder, go.mod and its kin, the flags, other packages.
 */
export class GoToolchain {
  readonly #go: GoCommand;
  readonly #plans = new Map<string, KnownPlans>();
  readonly #maximumPlans: number;
  readonly #signatures = new PlanSignatures();
  #temporary: Promise<string> | undefined;
  #nextFolder = 0;

  constructor(goPath: string, environment: NodeJS.ProcessEnv, maximumPlans = 32) {
    this.#go = new GoCommand(goPath, environment);
    this.#maximumPlans = maximumPlans;
  }

  async compile(request: CompileRequest, signal?: AbortSignal): Promise<CompileOutcome> {
    const outcome = await this.#compileAsPlanned(request, signal);
    if (outcome.type === 'errors' && outcome.errors.some(isMissingImport)) {
      // The build cache has dropped what the plan names, or the import is new: ask again.
      this.#plans.delete(planKey(request));
      return this.#compileAsPlanned(request, signal);
    }
    return outcome;
  }

  /** Plans all packages of the given patterns at once; the folder holds what the plans need. */
  async planAll(
    cwd: string,
    targets: readonly string[],
    variant: CompileRequest['variant'],
    flags: BuildFlags,
    signal?: AbortSignal,
  ): Promise<readonly CompilePlan[] | ToolchainFailure | { readonly type: 'cancelled' }> {
    const workDirectory = await this.#newFolder();
    const outcome = await planCompilations(
      this.#go,
      { cwd, targets, variant, flags, workDirectory },
      signal,
    );
    return outcome.type === 'done' ? outcome.value : outcome;
  }

  run(
    plan: CompilePlan,
    flags: BuildFlags,
    buffers: ReadonlyMap<string, string>,
    signal?: AbortSignal,
  ): Promise<CompileOutcome> {
    return plan.runBy === 'go'
      ? runThroughGo(this.#go, plan, flags, buffers, signal)
      : runPlan(plan, buffers, signal);
  }

  /** Deletes every file of ours. */
  async dispose(): Promise<void> {
    this.#plans.clear();
    const folder = await this.#temporary;
    if (folder !== undefined) {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #compileAsPlanned(
    request: CompileRequest,
    signal: AbortSignal | undefined,
  ): Promise<CompileOutcome> {
    const planned = await this.#plansFor(request, signal);
    if ('type' in planned) {
      return planned;
    }
    const outcomes = await Promise.all(
      planned.plans.map((plan) => this.run(plan, request.flags, request.buffers, signal)),
    );
    return mergeOutcomes(outcomes);
  }

  async #plansFor(
    request: CompileRequest,
    signal: AbortSignal | undefined,
  ): Promise<KnownPlans | Exclude<CompileOutcome, { type: 'verdicts' | 'errors' }>> {
    const key = planKey(request);
    const signature = await this.#signatures.of(request);
    const known = this.#plans.get(key);
    if (known?.signature === signature) {
      this.#plans.delete(key);
      this.#plans.set(key, known);
      return known;
    }
    const workDirectory = await this.#newFolder();
    const outcome = await planCompilations(
      this.#go,
      {
        cwd: request.directory,
        targets: ['.'],
        variant: request.variant,
        flags: request.flags,
        overlayFile: await this.#overlayFor(request, workDirectory),
        workDirectory,
      },
      signal,
    );
    if (outcome.type !== 'done') {
      await rm(workDirectory, { recursive: true, force: true });
      return outcome;
    }
    const plans: KnownPlans = { signature, plans: outcome.value, workDirectory };
    await this.#drop(key);
    this.#plans.set(key, plans);
    const [oldest] = this.#plans.keys();
    if (oldest !== undefined && this.#plans.size > this.#maximumPlans) {
      await this.#drop(oldest);
    }
    return plans;
  }

  async #drop(key: string): Promise<void> {
    const dropped = this.#plans.get(key);
    this.#plans.delete(key);
    if (dropped) {
      await rm(dropped.workDirectory, { recursive: true, force: true });
    }
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
    this.#temporary ??= mkdtemp(join(tmpdir(), 'gomem-'));
    const folder = join(await this.#temporary, String(this.#nextFolder++));
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

function planKey(request: CompileRequest): string {
  return `${request.variant} ${request.directory}`;
}

function isMissingImport(error: CompileError): boolean {
  return error.message.startsWith('could not import ');
}

function mergeOutcomes(outcomes: readonly CompileOutcome[]): CompileOutcome {
  const logs: CompilerLog[] = [];
  const errors: CompileError[] = [];
  for (const outcome of outcomes) {
    switch (outcome.type) {
      case 'verdicts':
        logs.push(outcome.log);
        break;
      case 'errors':
        errors.push(...outcome.errors);
        break;
      case 'cancelled':
      case 'failure':
        return outcome;
    }
  }
  if (errors.length > 0) {
    return { type: 'errors', errors };
  }
  const [only] = logs;
  return {
    type: 'verdicts',
    log:
      only && logs.length === 1
        ? only
        : {
            rows: logs.flatMap((log) => log.rows),
            inlineFacts: logs.flatMap((log) => log.inlineFacts),
            inlinedCalls: logs.flatMap((log) => log.inlinedCalls),
            captures: logs.flatMap((log) => log.captures),
            remarks: logs.flatMap((log) => log.remarks),
          },
  };
}
