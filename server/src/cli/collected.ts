/** What both tiers say of the packages that a command line names. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { KnownVerdicts, SourceText } from '../engine/compilerlog/attach.ts';
import type { CompileOutcome } from '../engine/compilerlog/compilation.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import { Troubles } from '../engine/compilerlog/troubles.ts';
import { projectFlags, type GivenFlags } from '../engine/project/projectFlags.ts';
import { sliceFile } from '../engine/syntax/slicer.ts';
import type { LoadedProject } from '../host/projectFiles.ts';
import { GoToolchain } from '../toolchain/goToolchain.ts';
import type { PlanOutcome } from '../toolchain/plan.ts';
import type { StaticTier } from '../workspace/staticTier.ts';
import type { CommandContext } from './command.ts';
import type { CommandProjects } from './projects.ts';
import { collectStatic } from './staticEscapes.ts';
import { directoryOf, type Targets } from './targets.ts';

export interface Collected {
  readonly logs: CompilerLog[];
  readonly troubles: Troubles;
  readonly directories: Set<string>;
  /** Go files of the packages that compiled. */
  readonly files: Set<string>;
}

/** Whose verdicts a command asks for. */
export type TierName = KnownVerdicts['tier'];

export interface CollectRequest {
  readonly tier: TierName;
  readonly paths: readonly string[];
  /** What they are to the go command. */
  readonly targets: Targets;
  readonly go: string;
  readonly tests: boolean;
  readonly given: GivenFlags;
}

/** What `--tier` names; throws where there is no such tier. */
export function tierNamed(name: string): TierName {
  if (name !== 'compiler' && name !== 'static') {
    throw new Error(`there is no tier "${name}"; use --tier compiler or --tier static`);
  }
  return name;
}

/** What the tier that is asked says of all that the paths name. */
export async function collect(
  request: CollectRequest,
  staticTier: StaticTier,
  projects: CommandProjects,
  context: CommandContext,
): Promise<Collected> {
  const collected: Collected = {
    logs: [],
    troubles: new Troubles(),
    directories: new Set(),
    files: new Set(),
  };
  if (request.tier === 'static') {
    const { paths, tests } = request;
    await collectStatic(staticTier, paths, tests, context, collected);
  } else {
    await collectCompiled(request, projects, context, collected);
  }
  return collected;
}

/** Compiles what the paths name, and reads what the compiler says. */
async function collectCompiled(
  { go, tests, given, targets }: CollectRequest,
  projects: CommandProjects,
  context: CommandContext,
  collected: Collected,
): Promise<void> {
  const toolchain = new GoToolchain(go, context.environment, { logs: context.compilerLogs });
  try {
    // A package that its tests extend is compiled with them; what has no tests comes after.
    for (const variant of tests ? (['test', 'build'] as const) : (['build'] as const)) {
      const known = new Set(collected.directories);
      const isKnown = (cwd: string, pattern: string) => known.has(resolve(cwd, pattern));
      for (const { cwd, patterns } of targets.groups) {
        const rest = patterns.filter((pattern) => !isKnown(cwd, pattern));
        for (const [project, patterns] of await groupByProject(cwd, rest, projects)) {
          const flags = projectFlags(given, project?.project.build);
          const planned = await toolchain.planAll({ cwd, variant, flags }, patterns);
          await compileAll(toolchain, planned, collected);
        }
      }
      for (const { directory, wanted } of targets.loose) {
        if (!known.has(directory)) {
          const flags = projectFlags(given, (await projects.of(directory))?.project.build);
          const planned = await toolchain.planLoose({ cwd: directory, variant, flags }, wanted);
          await compileAll(toolchain, planned, collected);
        }
      }
    }
  } finally {
    await toolchain.dispose();
  }
}

/** Patterns by the project of the folder that they name, which says how it is built. */
async function groupByProject(
  cwd: string,
  patterns: readonly string[],
  projects: CommandProjects,
): Promise<ReadonlyMap<LoadedProject | undefined, readonly string[]>> {
  const groups = new Map<LoadedProject | undefined, string[]>();
  for (const pattern of patterns) {
    const project = await projects.of(directoryOf(pattern, cwd));
    groups.set(project, [...(groups.get(project) ?? []), pattern]);
  }
  return groups;
}

/** Compiles what is not compiled yet of what was planned. */
async function compileAll(
  toolchain: GoToolchain,
  planned: PlanOutcome,
  collected: Collected,
): Promise<void> {
  if (planned.type !== 'done') {
    add(planned, collected);
    return;
  }
  for (const refusal of planned.value.refusals) {
    add(refusal, collected);
  }
  const plans = planned.value.plans.filter(
    ({ directory }) => !collected.directories.has(directory),
  );
  for (const { directory } of plans) {
    collected.directories.add(directory);
  }
  await toolchain.runAll(plans, new Map(), ({ files }, outcome) => {
    add(outcome, collected);
    for (const file of outcome.type === 'verdicts' ? files : []) {
      collected.files.add(file);
    }
  });
}

function add(outcome: CompileOutcome, { logs, troubles }: Collected): void {
  if (outcome.type === 'verdicts') {
    logs.push(outcome.log);
  } else if (outcome.type !== 'cancelled') {
    troubles.add(outcome);
  }
}

/** Reads and slices a file when it is first asked for. */
export function sourceReader(): (file: string) => SourceText | undefined {
  const known = new Map<string, SourceText | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const slices = existsSync(file) ? sliceFile(readFileSync(file, 'utf8')) : undefined;
      known.set(file, slices && { slices, lines: slices.lines });
    }
    return known.get(file);
  };
}

/** Rows of generic instances stand in other packages' files: shown where those are asked for. */
export function isWanted(file: string, { directories }: Collected, { files }: Targets): boolean {
  const directory = dirname(file);
  return files.has(file) || (directories.has(directory) && !hasFileIn(files, directory));
}

function hasFileIn(files: ReadonlySet<string>, directory: string): boolean {
  return [...files].some((file) => dirname(file) === directory);
}
