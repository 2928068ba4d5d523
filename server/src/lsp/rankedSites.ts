import { basename, dirname } from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { attachVerdicts } from '../engine/compilerlog/attach.ts';
import { sizeText } from '../engine/features/byteTexts.ts';
import { measuredShareText } from '../engine/measured/measured.ts';
import type { MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import { fixTitle } from '../engine/rules/gainText.ts';
import { estimatedSites } from '../engine/sites/estimatedSites.ts';
import { measuredSites } from '../engine/sites/measuredSites.ts';
import type { EstimatedSite, MeasuredSite, SiteFunction } from '../engine/sites/site.ts';
import { causesOf } from '../engine/sites/siteTexts.ts';
import { sliceFile } from '../engine/syntax/slicer.ts';
import { readAllocationProfile } from '../revisions/allocationProfile.ts';
import { enginePath, nativePath } from '../host/goFiles.ts';
import type { SiteEntry, SitesParams, SitesResult } from '../protocol.ts';
import { isChecked, knownAllocations } from '../workspace/findings.ts';
import type { ScannedPackage } from '../workspace/moduleScan.ts';
import { filesOf } from '../workspace/packageListing.ts';
import { hasSites, siteFunctionOf } from '../workspace/siteFunctions.ts';
import type { LanguageContext } from './languageContext.ts';
import { problemsOf, scanModule, type ScannedModule } from './moduleAllocations.ts';
import { fileOfUri, uriOfFile } from './uris.ts';
import { reasonOf } from '../engine/text/reason.ts';

/** The lines of a document's module that allocate most, by a profile, or estimated without one. */
export async function provideSites(
  context: LanguageContext,
  params: SitesParams,
  token: CancellationToken,
): Promise<SitesResult> {
  const file = fileOfUri(params.uri);
  const scan = file && (await scanModule(context, file, params.workDoneToken, token));
  if (!file || !scan) {
    return { ...NO_SITES, problems: [context.localize('The compiler is not run.')] };
  }
  const functions: SiteFunction[] = [];
  for (const each of scan.packages) {
    functions.push(...(await functionsIn(context, each, scan)));
    if (token.isCancellationRequested) {
      return NO_SITES;
    }
  }
  const { measured, problems } = await measuredIn(context, params, scan);
  const matched = measured ? measuredSites(functions, measured) : [];
  const isMeasured = matched.length > 0;
  // A profile of which nothing is matched puts nothing in order.
  const sites = isMeasured ? matched : estimatedSites(functions);
  return {
    entries: sites.slice(0, params.count).map((site) => entryOf(context, site, measured)),
    isMeasured,
    problems: [
      ...problems,
      ...(measured ? mismatchesOf(context, params, measured, isMeasured) : []),
      ...problemsOf(scan, dirname(file)),
    ],
  };
}

export const NO_SITES: SitesResult = { entries: [], isMeasured: false, problems: [] };

async function functionsIn(
  context: LanguageContext,
  { directory, log }: ScannedPackage,
  { buffers }: ScannedModule,
): Promise<SiteFunction[]> {
  const isExcluded = await context.services.excludedIn(directory);
  const viewOf = await context.codeViewsIn(directory);
  const functions: SiteFunction[] = [];
  for (const file of filesOf(log, directory).filter((each) => !isExcluded(each))) {
    const { rules } = await context.settingsFor(uriOfFile(file));
    const text = buffers.get(file) ?? (await context.services.readText(file));
    const view = viewOf(enginePath(file));
    const slices = sliceFile(text ?? '');
    const choice = { ...rules, inGenerated: true, isUnweighed: true };
    if (view && isChecked(view, slices, choice)) {
      const source = { slices, lines: slices.lines };
      const verdictsOf = attachVerdicts(log, new Map([[file, source]])).get(file);
      for (const declaration of slices.declarations.filter(hasSites)) {
        const verdicts = verdictsOf?.get(declaration.id);
        const allocated = knownAllocations(view, slices, declaration, verdicts);
        const findings = rules.areEnabled
          ? context.findings.in(slices, declaration, view, allocated, choice)
          : [];
        functions.push(siteFunctionOf({ view, source, declaration, allocated, findings }));
      }
    }
  }
  return functions;
}

/** Files that are not as they are on the disk are not matched. */
async function measuredIn(
  context: LanguageContext,
  { profile, revision, folders, uri }: SitesParams,
  { buffers }: ScannedModule,
): Promise<{
  readonly measured: MeasuredAllocations | undefined;
  readonly problems: readonly string[];
}> {
  if (profile === undefined) {
    return { measured: undefined, problems: [] };
  }
  const { goPath } = await context.settingsFor(uri);
  try {
    const measured = await readAllocationProfile(
      { path: profile, revision },
      { folders, goCommand: goPath },
      process.env,
    );
    const lines = new Map(measured.lines);
    const changed = new Set(measured.changedPaths);
    for (const [file, text] of buffers) {
      const path = enginePath(file);
      if (lines.has(path) && (await context.services.readText(file)) !== text) {
        lines.delete(path);
        changed.add(path);
      }
    }
    return { measured: { ...measured, lines, changedPaths: [...changed] }, problems: [] };
  } catch (error) {
    const reason = reasonOf(error);
    return { measured: undefined, problems: [`${basename(profile)}: ${reason}`] };
  }
}

/** What of a profile is not matched with the code, and why. */
function mismatchesOf(
  { localize }: LanguageContext,
  { profile = '' }: SitesParams,
  { changedPaths, countGone }: MeasuredAllocations,
  isMeasured: boolean,
): string[] {
  const [changed] = changedPaths;
  const hasChanged = changed !== undefined || countGone > 0;
  if (!isMeasured) {
    const name = basename(profile);
    return [
      hasChanged
        ? localize('The code has changed since {0} was taken: estimated instead', name)
        : localize('{0} has measured nothing of this code: estimated instead', name),
    ];
  }
  if (changed !== undefined) {
    return [
      changedPaths.length === 1
        ? localize('{0} has changed since the profile was taken', basename(changed))
        : localize('{0} files have changed since the profile was taken', changedPaths.length),
    ];
  }
  return countGone > 0
    ? [localize('Lines that have changed since the build that was profiled: {0}', countGone)]
    : [];
}

function entryOf(
  context: LanguageContext,
  site: MeasuredSite | EstimatedSite,
  measured: MeasuredAllocations | undefined,
): SiteEntry {
  const { localize } = context;
  const { function: of, line, finding } = site;
  const file = nativePath(of.path);
  const own = 'measured' in site ? site.measured : undefined;
  return {
    uri: context.documents.ofFile(file)?.uri ?? uriOfFile(file),
    position: { line: line - 1, character: 0 },
    functionName: of.declared,
    measured:
      own &&
      localize(
        '{0}, {1} objects',
        sizeText(own.bytes, localize),
        own.objects.toLocaleString('en-US'),
      ),
    share: own && measured ? measuredShareText(own, measured.total) : '',
    causes: causesOf(site, localize),
    rule: finding && {
      message: finding.message,
      fix: finding.fix && fixTitle(finding, finding.fix.title, localize),
    },
  };
}
