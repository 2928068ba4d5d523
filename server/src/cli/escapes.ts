import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { BuildFlags } from '../engine/build/flags.ts';
import type { CompileOutcome } from '../engine/compilerlog/compilation.ts';
import type { SourceText } from '../engine/compilerlog/attach.ts';
import { tellBodylessParameters } from '../engine/compilerlog/bodyless.ts';
import type { CompilerLog, Explanation } from '../engine/compilerlog/rows.ts';
import { sitesOf, type Site } from '../engine/compilerlog/sites.ts';
import { Troubles } from '../engine/compilerlog/troubles.ts';
import { sliceFile } from '../engine/syntax/slicer.ts';
import { LineIndex } from '../engine/text/lines.ts';
import { GoToolchain } from '../toolchain/goToolchain.ts';
import type { PlanOutcome } from '../toolchain/plan.ts';
import { EXIT, type CommandContext } from './command.ts';
import { resolveTargets } from './targets.ts';

export const ESCAPES_HELP = `Usage: gomem escapes [--tier compiler] [flags] [PATH…]

Says for each place what the Go compiler decided: on the heap, on the stack, or which parameters
leak. PATH is a directory, a file, dir/... or a package pattern; the default is the directory that
you are in.

Flags:
  --tier compiler   whose verdicts: those of the user's own toolchain (the only tier as yet)
  --tags T          build tags, separated by commas
  --race            as built with -race
  --pgo F           profile for profile-guided optimization, or "auto" or "off"
  --tests           the _test.go files as well
  --all             text output: every verdict; without it, what is on the heap
  --json            JSON Lines: every verdict, one object a line
  --go COMMAND      the go command to use; the default is the one on the PATH
  --help            this text

Exit status: 0 done; 2 bad use, a package that does not compile, or no usable Go toolchain.
`;

interface Collected {
  readonly logs: CompilerLog[];
  readonly troubles: Troubles;
  readonly directories: Set<string>;
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
      race: { type: 'boolean', default: false },
      pgo: { type: 'string' },
      tests: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      go: { type: 'string', default: 'go' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(ESCAPES_HELP);
    return EXIT.done;
  }
  if (values.tier !== 'compiler') {
    context.writeError(`gomem escapes: there is no tier "${values.tier}"; use --tier compiler\n`);
    return EXIT.unusable;
  }
  const flags: BuildFlags = {
    tags: values.tags?.split(',').filter((tag) => tag !== '') ?? [],
    race: values.race,
    pgo: values.pgo,
    extra: [],
    environment: {},
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
  };
  const toolchain = new GoToolchain(values.go, context.environment);
  try {
    // A package that its tests extend is compiled with them; what has no tests comes after.
    for (const variant of values.tests ? (['test', 'build'] as const) : (['build'] as const)) {
      const known = new Set(collected.directories);
      const isKnown = (cwd: string, pattern: string) => known.has(resolve(cwd, pattern));
      for (const { cwd, patterns } of targets.groups) {
        const rest = patterns.filter((pattern) => !isKnown(cwd, pattern));
        if (rest.length > 0) {
          const planned = await toolchain.planAll({ cwd, variant, flags }, rest);
          await compileAll(toolchain, planned, collected);
        }
      }
      for (const { directory, wanted } of targets.loose) {
        if (!known.has(directory)) {
          const planned = await toolchain.planLoose({ cwd: directory, variant, flags }, wanted);
          await compileAll(toolchain, planned, collected);
        }
      }
    }
  } finally {
    await toolchain.dispose();
  }
  const rows = collected.logs.flatMap((log) => log.rows);
  const sites = sitesOf(tellBodylessParameters(rows, sourceReader()))
    .filter(({ place }) => isWanted(place.file, collected.directories, targets.files))
    .sort(bySource);
  for (const site of sites) {
    if (values.json) {
      context.writeOut(`${JSON.stringify(toJson(site, context.cwd))}\n`);
    } else if (values.all || site.verdict === 'heap') {
      context.writeOut(`${toText(site, context.cwd)}\n`);
    }
  }
  return report(collected.troubles, targets.missing.length > 0, context);
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
  await toolchain.runAll(plans, new Map(), (_, outcome) => {
    collect(outcome, collected);
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

function bySource(a: Site, b: Site): number {
  return (
    compareText(a.place.file, b.place.file) ||
    a.place.line - b.place.line ||
    a.place.column - b.place.column ||
    compareText(a.kind, b.kind) ||
    compareText(a.what, b.what)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toJson(site: Site, cwd: string): object {
  const { place, kind, what, verdict, detail, isInlined, explanation } = site;
  const isStack = verdict === 'stack';
  return {
    file: relative(cwd, place.file),
    line: place.line,
    col: place.column,
    kind,
    what,
    verdict,
    detail,
    inlined: isInlined,
    confidence: 'exact',
    tier: 'compiler',
    // How often and how much are not known to the compiler's text.
    frequency: null,
    alloc: null,
    ...(isStack ? { noAllocBecause: 'does not escape' } : {}),
    why: explanation ? whySteps(explanation, place, cwd) : [],
  };
}

function whySteps(explanation: Explanation, place: Site['place'], cwd: string): object[] {
  return explanation.flows.flatMap((flow) => [
    {
      file: relative(cwd, place.file),
      line: place.line,
      col: place.column,
      text: `flow: ${flow.destination} ← ${flow.operator}${flow.source}`,
    },
    ...flow.steps.map(({ expression, reason, at }) => ({
      file: relative(cwd, at.file),
      line: at.line,
      col: at.column,
      text: `from ${expression} (${reason})`,
    })),
  ]);
}

function toText({ place, kind, what, verdict, detail }: Site, cwd: string): string {
  const at = placeText(place.file, place.line, place.column, cwd);
  return `${at}: ${verdictText(kind, what, verdict)}${detail === '' ? '' : ` (${detail})`}`;
}

function verdictText(kind: Site['kind'], what: string, verdict: Site['verdict']): string {
  switch (verdict) {
    case 'heap':
      return kind === 'var' ? `moved to heap: ${what}` : `${what} escapes to heap`;
    case 'stack':
      return kind === 'zerocopy'
        ? 'zero-copy string->[]byte conversion'
        : `${what} does not escape`;
    case 'leak':
    case 'leak-result':
      return `leaking param: ${what}`;
    case 'leak-content':
      return `leaking param content: ${what}`;
    case 'noleak':
      return `${what} does not leak`;
  }
}

function placeText(file: string, line: number, column: number, cwd: string): string {
  return `${relative(cwd, file)}:${line}${column > 0 ? `:${column}` : ''}`;
}
