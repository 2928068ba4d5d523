import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CompileOutcome } from '../engine/compilerlog/compilation.ts';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import { tellBodylessParameters } from '../engine/compilerlog/bodyless.ts';
import type { CompilerLog } from '../engine/compilerlog/rows.ts';
import { sitesOf } from '../engine/compilerlog/sites.ts';
import { Troubles } from '../engine/compilerlog/troubles.ts';
import { projectFlags, type GivenFlags } from '../engine/project/projectFlags.ts';
import type { Parser } from '../engine/syntax/cursor.ts';
import { sliceFile } from '../engine/syntax/slicer.ts';
import { LineIndex } from '../engine/text/lines.ts';
import { hostGoarch } from '../host/goarch.ts';
import type { LoadedProject } from '../host/projectFiles.ts';
import { GoToolchain } from '../toolchain/goToolchain.ts';
import type { PlanOutcome } from '../toolchain/plan.ts';
import { EXIT, type CommandContext } from './command.ts';
import { bySource, placeText, toJson, toText, type EscapeRow } from './escapeRows.ts';
import { HeapSyntax } from './heapSyntax.ts';
import { CommandProjects } from './projects.ts';
import { RowBytes } from './rowBytes.ts';
import { collectStatic } from './staticEscapes.ts';
import { staticTierFor } from './staticPaths.ts';
import { directoryOf, resolveTargets, type Targets } from './targets.ts';

export const ESCAPES_HELP = `Usage: gomem escapes [--tier compiler|static] [flags] [PATH…]

Says for each place what the Go compiler decided: on the heap, on the stack, or which parameters
leak. PATH is a directory, a file, dir/... or a package pattern; the default is the directory that
you are in.

Flags:
  --tier TIER       whose verdicts: "compiler", those of the user's own toolchain (the default), or
                    "static", those of our own analysis, which runs no process and reads code that
                    does not compile; --tags, --race and --pgo are for the compiler
  --tags T          build tags, separated by commas
  --race            as built with -race
  --pgo F           profile for profile-guided optimization, or "auto" or "off"
  --tests           the _test.go files as well
  --all             text output: every verdict, and what the runtime allocates; without it, what the
                    compiler puts on the heap
  --json            JSON Lines: all of that, one object a line
  --go COMMAND      the go command to use; the default is the one on the PATH
  --project FILE    the project file; the default is the nearest gomem.json of each package
  --no-project      no project file
  --help            this text

A gomem.json says how a project is built, and which files are left out. What --tags, --race and --pgo
say wins over it. Its flags and environment are the go command's: --no-project where you do not trust
the folder.

Exit status: 0 done; 2 bad use, a package that does not compile, no usable Go toolchain, or a project
FILE that cannot be read or is no JSON.
`;

export interface Collected {
  readonly logs: CompilerLog[];
  readonly troubles: Troubles;
  readonly directories: Set<string>;
  /** Go files of the packages that compiled. */
  readonly files: Set<string>;
}

/** `gomem escapes`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runEscapes(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tier: { type: 'string', default: 'compiler' },
      tags: { type: 'string' },
      race: { type: 'boolean' },
      pgo: { type: 'string' },
      tests: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      go: { type: 'string', default: 'go' },
      project: { type: 'string' },
      'no-project': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(ESCAPES_HELP);
    return EXIT.done;
  }
  const { tier } = values;
  if (tier !== 'compiler' && tier !== 'static') {
    context.writeError(
      `gomem escapes: there is no tier "${tier}"; use --tier compiler or --tier static\n`,
    );
    return EXIT.unusable;
  }
  const projects = new CommandProjects(
    { file: values.project, isIgnored: values['no-project'] },
    context,
  );
  if (!(await projects.isUsable())) {
    return EXIT.unusable;
  }
  const given: GivenFlags = {
    tags: values.tags?.split(',').filter((tag) => tag !== ''),
    race: values.race,
    pgo: values.pgo,
  };
  const paths = positionals.length === 0 ? ['.'] : positionals;
  const targets = resolveTargets(paths, context.cwd);
  for (const path of targets.missing) {
    context.writeError(`gomem escapes: no such file or directory: ${path}\n`);
  }
  const collected: Collected = {
    logs: [],
    troubles: new Troubles(),
    directories: new Set(),
    files: new Set(),
  };
  const parser = values.json || values.all ? loadParser(context) : undefined;
  if (tier === 'static') {
    await collectStatic(paths, values.tests, context, collected);
  } else {
    await collectCompiled(values, given, targets, projects, context, collected);
  }
  const sourceOf = sourceReader();
  const sites = sitesOf(
    tellBodylessParameters(
      collected.logs.flatMap((log) => log.rows),
      sourceOf,
    ),
  );
  const files = await projects.listed(
    new Set(
      [...sites.map(({ place }) => place.file), ...collected.files].filter((file) =>
        isWanted(file, collected.directories, targets.files),
      ),
    ),
  );
  const loaded = await parser;
  const syntax = loaded && new HeapSyntax(loaded, sourceOf);
  const rows: EscapeRow[] = sites.filter(({ place }) => files.has(place.file));
  for (const file of syntax ? collected.files : []) {
    if (files.has(file)) {
      rows.push(...(syntax?.runtimeRowsOf(file) ?? []));
    }
  }
  const { cwd } = context;
  const sizes = new RowBytes(
    staticTierFor(context, context.environment.GOARCH ?? hostGoarch(), undefined, {
      flags: projectFlags(given, undefined),
      goCommand: values.go,
    }),
    sourceOf,
    collected.logs,
  );
  for (const row of rows.sort(bySource)) {
    const isText = values.all || (row.kind !== 'runtime' && row.verdict === 'heap');
    if (values.json || isText) {
      const bytes = await (row.kind === 'runtime' ? sizes.ofRuntimeRow(row) : sizes.ofSite(row));
      const text = values.json
        ? JSON.stringify(toJson(row, { syntax, bytes, tier, cwd }))
        : toText(row, cwd, bytes);
      context.writeOut(`${text}\n`);
    }
  }
  return report(collected.troubles, targets.missing.length > 0, context);
}

/** Compiles what the paths name, and reads what the compiler says. */
async function collectCompiled(
  values: { readonly go: string; readonly tests: boolean },
  given: GivenFlags,
  targets: Targets,
  projects: CommandProjects,
  context: CommandContext,
  collected: Collected,
): Promise<void> {
  const toolchain = new GoToolchain(values.go, context.environment);
  try {
    // A package that its tests extend is compiled with them; what has no tests comes after.
    for (const variant of values.tests ? (['test', 'build'] as const) : (['build'] as const)) {
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

function report(
  { errors, refusals, failures }: Troubles,
  isPathMissing: boolean,
  context: CommandContext,
): number {
  for (const { place, message } of errors) {
    context.writeError(
      `${placeText(place.file, place.line, place.column, context.cwd)}: ${message}\n`,
    );
  }
  for (const { command, cwd } of refusals) {
    context.writeError(`  command: ${command}\n  in: ${cwd}\n`);
  }
  for (const { message, command, cwd, output } of failures) {
    const said = output === '' ? '' : `${output.replace(/^/gm, '  ')}\n`;
    context.writeError(`gomem escapes: ${message}\n  command: ${command}\n  in: ${cwd}\n${said}`);
  }
  const isWhole = !isPathMissing && errors.length + failures.length === 0;
  return isWhole ? EXIT.done : EXIT.unusable;
}

/** The parser, or nothing where it cannot be had: what the compiler says is said without it. */
async function loadParser(context: CommandContext): Promise<Parser | undefined> {
  try {
    return await context.loadParser();
  } catch (error) {
    context.writeError(`gomem escapes: the parser cannot be loaded: ${String(error)}\n`);
    return undefined;
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
    collect(planned, collected);
    return;
  }
  for (const refusal of planned.value.refusals) {
    collect(refusal, collected);
  }
  const plans = planned.value.plans.filter(
    ({ directory }) => !collected.directories.has(directory),
  );
  for (const { directory } of plans) {
    collected.directories.add(directory);
  }
  await toolchain.runAll(plans, new Map(), ({ files }, outcome) => {
    collect(outcome, collected);
    for (const file of outcome.type === 'verdicts' ? files : []) {
      collected.files.add(file);
    }
  });
}

function collect(outcome: CompileOutcome, { logs, troubles }: Collected): void {
  if (outcome.type === 'verdicts') {
    logs.push(outcome.log);
  } else if (outcome.type !== 'cancelled') {
    troubles.add(outcome);
  }
}

/** Reads and slices a file when it is first asked for. */
function sourceReader(): (file: string) => SourceText | undefined {
  const known = new Map<string, SourceText | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      known.set(
        file,
        text === undefined ? undefined : { slices: sliceFile(text), lines: new LineIndex(text) },
      );
    }
    return known.get(file);
  };
}

/** Rows of generic instances stand in other packages' files: shown where those are asked for. */
function isWanted(
  file: string,
  directories: ReadonlySet<string>,
  files: ReadonlySet<string>,
): boolean {
  const directory = dirname(file);
  return files.has(file) || (directories.has(directory) && !hasFileIn(files, directory));
}

function hasFileIn(files: ReadonlySet<string>, directory: string): boolean {
  return [...files].some((file) => dirname(file) === directory);
}
