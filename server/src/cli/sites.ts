import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { english } from '../engine/features/localize.ts';
import type { MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import { fixTitle } from '../engine/rules/gainText.ts';
import { estimatedSites } from '../engine/sites/estimatedSites.ts';
import { measuredSites } from '../engine/sites/measuredSites.ts';
import type { EstimatedSite, MeasuredSite, SiteFunction } from '../engine/sites/site.ts';
import { causesOf } from '../engine/sites/siteTexts.ts';
import { nativePath } from '../host/goFiles.ts';
import { Findings, isChecked, knownAllocations } from '../workspace/findings.ts';
import { hasSites, siteFunctionOf } from '../workspace/siteFunctions.ts';
import { BUILD_OPTIONS, givenFlags, projectsFor } from './buildOptions.ts';
import { checkedFiles, type CheckedFile } from './checkedFiles.ts';
import { tierNamed } from './collected.ts';
import { EXIT, type CommandContext } from './command.ts';
import { measuredFor, measuredJson, measuredText } from './commandProfile.ts';
import { tellMissing } from './tellTroubles.ts';

export const SITES_HELP = `Usage: gomem sites [flags] [PATH…]

The lines that allocate most, with why, and the fix where a rule has one. With --profile by the bytes
that were measured; without it they are estimated: the bytes of each object, more for what is in loops
and for functions that are called from many places. Such an order is a guess, and is called estimated.
PATH is as in gomem escapes; the default is "./...".

Flags:
  --profile FILE    a profile of allocations, as go test -memprofile or /debug/pprof/allocs gives
  --count N         how many; the default is 10
  --json            JSON Lines: one object a site
  --tier TIER       whose verdicts: "compiler" (the default) or "static", as in gomem escapes
  --tags T          build tags, separated by commas
  --race            as built with -race
  --pgo F           profile for profile-guided optimization, or "auto" or "off"
  --tests           _test.go files as well
  --go COMMAND      the go command to use; the default is the one on the PATH
  --project FILE    the project file; the default is the nearest gomem.json of each package
  --no-project      no project file
  --help            this text

Exit status: 0 done; 2 as gomem escapes.
`;

type RankedSite = MeasuredSite | EstimatedSite;

/** `gomem sites`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runSites(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tier: { type: 'string', default: 'compiler' },
      ...BUILD_OPTIONS,
      profile: { type: 'string' },
      count: { type: 'string', default: '10' },
      tests: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(SITES_HELP);
    return EXIT.done;
  }
  const tier = tierNamed(values.tier);
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1) {
    throw new Error(`--count ${values.count}: it is no number of sites`);
  }
  const projects = projectsFor(values, context);
  if (!(await projects.isUsable())) {
    return EXIT.unusable;
  }
  const { go, tests, profile } = values;
  const paths = positionals.length === 0 ? ['./...'] : positionals;
  const checked = await checkedFiles(
    { paths, tier, go, tests, given: givenFlags(values) },
    projects,
    context,
  );
  const functions = functionsIn(checked.files, tests);
  const measured = await measuredFor('sites', checked, { profile, go }, context);
  const sites: RankedSite[] = measured
    ? measuredSites(functions, measured)
    : estimatedSites(functions);
  for (const [index, site] of sites.slice(0, count).entries()) {
    context.writeOut(
      values.json
        ? `${JSON.stringify(siteJson(site, index, context.cwd, measured))}\n`
        : `${siteText(site, index, context.cwd, measured)}\n`,
    );
  }
  return tellMissing('sites', checked, context) ? EXIT.done : EXIT.unusable;
}

function functionsIn(files: readonly CheckedFile[], inTests: boolean): SiteFunction[] {
  const rules = new Findings();
  return files.flatMap((file) => {
    const { view, slices } = file;
    const choice = { rules: file.rules, inTests, inGenerated: true, isUnweighed: true };
    return isChecked(view, slices, choice)
      ? slices.declarations.filter(hasSites).map((declaration) => {
          const verdicts = file.verdictsOn(declaration);
          const allocated = knownAllocations(view, slices, declaration, verdicts);
          const findings = rules.in(slices, declaration, view, allocated, choice);
          return siteFunctionOf({ view, source: file, declaration, allocated, findings });
        })
      : [];
  });
}

function siteText(
  site: RankedSite,
  index: number,
  cwd: string,
  measured: MeasuredAllocations | undefined,
): string {
  const { function: of, line, finding } = site;
  const place = `${relative(cwd, nativePath(of.path))}:${line}`;
  const much = 'measured' in site && measured ? measuredText(site.measured, measured) : 'estimated';
  return [
    `${index + 1}. ${place}: ${of.declared}: ${much}`,
    ...causesOf(site, english).map((cause) => `  ${cause}`),
    ...(finding
      ? [
          `  ${finding.message} [${finding.rule}]`,
          ...(finding.fix ? [`  fix: ${fixTitle(finding, finding.fix.title, english)}`] : []),
        ]
      : []),
    '',
  ].join('\n');
}

function siteJson(
  site: RankedSite,
  index: number,
  cwd: string,
  measured: MeasuredAllocations | undefined,
): object {
  const { function: of, line, finding, allocations } = site;
  return {
    rank: index + 1,
    file: relative(cwd, nativePath(of.path)),
    line,
    function: of.calledAs,
    causes: causesOf(site, english),
    allocations: allocations.map(({ what, kind, frequency, countObjects, bytes }) => ({
      what,
      kind,
      frequency,
      objects: countObjects,
      bytes: bytes?.kind === 'fixed' ? bytes.takenBytes : null,
    })),
    callee: 'callee' in site && site.callee !== '' ? site.callee : null,
    measured: 'measured' in site && measured ? measuredJson(site.measured, measured) : null,
    isEstimated: !('measured' in site),
    rule: finding?.rule ?? null,
    fix: finding?.fix ? { title: finding.fix.title } : null,
  };
}
