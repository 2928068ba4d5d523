import { parseArgs } from 'node:util';
import { tellBodylessParameters } from '../engine/compilerlog/bodyless.ts';
import { sitesOf } from '../engine/compilerlog/sites.ts';
import { BUILD_OPTIONS, givenFlags, projectsFor, staticTierOf } from './buildOptions.ts';
import { collect, isWanted, sourceReader, tierNamed } from './collected.ts';
import { EXIT, type CommandContext } from './command.ts';
import { bySource, inlinerRowsOf, toJson, toText, type EscapeRow } from './escapeRows.ts';
import { compareTiers } from './escapesComparison.ts';
import { CodeViews } from './codeViews.ts';
import { HeapSyntax } from './heapSyntax.ts';
import { RowBytes } from './rowBytes.ts';
import { RowInlining } from './rowInlining.ts';
import { resolveTargets } from './targets.ts';
import { tellTroubles } from './tellTroubles.ts';

export const ESCAPES_HELP = `Usage: gomem escapes [--tier compiler|static | --compare] [flags] [PATH…]

Says for each place what the Go compiler decided: on the heap, on the stack, or which parameters
leak. PATH is a directory, a file, dir/... or a package pattern; the default is the directory that
you are in.

Flags:
  --tier TIER       whose verdicts: "compiler", those of the user's own toolchain (the default), or
                    "static", those of our own analysis, which runs no process and reads code that
                    does not compile; direct calls that a profile makes of indirect ones are not in
                    it
  --compare         what our own analysis says beside what the compiler says: the places at which
                    they differ, and of all that the compiler says how much we say as well (recall),
                    of all that we say how much it says as well (precision); by kind: on the heap, on
                    the stack, parameters, and the copies that inlined calls bring
  --tags T          build tags, separated by commas
  --race            as built with -race
  --pgo F           profile for profile-guided optimization, or "auto" or "off"
  --inline          also of each function whether it can be inlined, and what it costs
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

Exit status: 0 done; 1 with --compare, where the two differ; 2 bad use, a package that does not compile,
no usable Go toolchain, or a project FILE that cannot be read or is no JSON.
`;

/** `gomem escapes`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runEscapes(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tier: { type: 'string' },
      compare: { type: 'boolean', default: false },
      ...BUILD_OPTIONS,
      inline: { type: 'boolean', default: false },
      tests: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(ESCAPES_HELP);
    return EXIT.done;
  }
  if (values.compare && values.tier !== undefined) {
    throw new Error('--compare asks both tiers; leave out --tier');
  }
  const tier = tierNamed(values.tier ?? 'compiler');
  const projects = projectsFor(values, context);
  if (!(await projects.isUsable())) {
    return EXIT.unusable;
  }
  const given = givenFlags(values);
  const paths = positionals.length === 0 ? ['.'] : positionals;
  const targets = resolveTargets(paths, context.cwd);
  for (const path of targets.missing) {
    context.writeError(`gomem escapes: no such file or directory: ${path}\n`);
  }
  const staticTier = staticTierOf({ given, go: values.go, projects }, context);
  const request = { tier, paths, targets, go: values.go, tests: values.tests, given };
  const collected = await collect(request, staticTier, projects, context);
  const sourceOf = sourceReader();
  const finish = (status: number) => {
    const isWhole = tellTroubles('escapes', collected.troubles, context);
    return isWhole && targets.missing.length === 0 ? status : EXIT.unusable;
  };
  if (values.compare) {
    const compiled = [...collected.files].filter((file) => isWanted(file, collected, targets));
    const isSame = await compareTiers(staticTier, collected, {
      context,
      files: await projects.listed(compiled),
      sourceOf,
      withTests: values.tests,
      isJson: values.json,
    });
    return finish(isSame ? EXIT.done : EXIT.findings);
  }
  const sites = sitesOf(
    tellBodylessParameters(
      collected.logs.flatMap((log) => log.rows),
      sourceOf,
    ),
  );
  const files = await projects.listed(
    new Set(
      [...sites.map(({ place }) => place.file), ...collected.files].filter((file) =>
        isWanted(file, collected, targets),
      ),
    ),
  );
  const views = new CodeViews(staticTier);
  const syntax = values.json || values.all ? new HeapSyntax(sourceOf, views) : undefined;
  const rows: EscapeRow[] = sites.filter(({ place }) => files.has(place.file));
  for (const file of syntax ? collected.files : []) {
    if (files.has(file)) {
      rows.push(...((await syntax?.runtimeRowsOf(file)) ?? []));
    }
  }
  if (values.inline) {
    const facts = collected.logs.flatMap(({ inlineFacts }) => inlineFacts);
    rows.push(...inlinerRowsOf(facts).filter(({ place }) => files.has(place.file)));
  }
  const { cwd } = context;
  const inlining = new RowInlining(staticTier, sourceOf);
  const sizes = new RowBytes(views, sourceOf, collected.logs);
  for (const row of rows.sort(bySource)) {
    const isText =
      values.all || row.kind === 'func' || (row.kind !== 'runtime' && row.verdict === 'heap');
    if (values.json || isText) {
      const bytes = await sizes.of(row);
      const site = row.kind === 'runtime' || row.kind === 'func' ? undefined : row;
      const kept = site && (await inlining.of(site));
      const onHeap = site?.verdict === 'heap' ? site : undefined;
      const frequency = onHeap && (await syntax?.frequencyOf(onHeap));
      const noAlloc = onHeap && (await syntax?.noAllocBecause(onHeap));
      const text = values.json
        ? JSON.stringify(toJson(row, { noAlloc, frequency, bytes, kept, tier, cwd }))
        : toText(row, cwd, { bytes, kept });
      context.writeOut(`${text}\n`);
    }
  }
  return finish(EXIT.done);
}
