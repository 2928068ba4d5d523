import { isOfFunction } from '../measured/functionMatch.ts';
import { NOTHING_MEASURED, sumOf } from '../measured/measured.ts';
import type { MeasuredAllocations, MeasuredLine } from '../measured/measuredLines.ts';
import { siteAt, type MeasuredSite, type SiteFunction } from './site.ts';

/** The lines of the functions by the bytes that were measured, most first. */
export function measuredSites(
  functions: readonly SiteFunction[],
  { lines }: MeasuredAllocations,
): MeasuredSite[] {
  const byPath = new Map<string, SiteFunction[]>();
  for (const each of functions) {
    byPath.set(each.path, [...(byPath.get(each.path) ?? []), each]);
  }
  return [...byPath]
    .flatMap(([path, inFile]) => sitesIn(inFile, lines.get(path) ?? []))
    .filter(({ measured }) => measured.bytes > 0)
    .sort((a, b) => b.measured.bytes - a.measured.bytes);
}

/** A line may be in the profile under several names: of literals, of instances. */
function sitesIn(
  functions: readonly SiteFunction[],
  lines: readonly MeasuredLine[],
): MeasuredSite[] {
  const sites = new Map<string, MeasuredSite>();
  for (const { line, functionName, own, called, callee } of lines) {
    const of = functions.find(
      ({ declared, firstLine, lastLine }) =>
        firstLine <= line && line <= lastLine && isOfFunction(functionName, declared),
    );
    if (of) {
      const key = `${of.declared}\0${line}`;
      const known = sites.get(key) ?? measuredSite(of, line, own.bytes > 0, callee);
      sites.set(key, { ...known, measured: sumOf(known.measured, sumOf(own, called)) });
    }
  }
  return [...sites.values()];
}

function measuredSite(
  of: SiteFunction,
  line: number,
  allocatesItself: boolean,
  callee: string,
): MeasuredSite {
  const site = siteAt(of, line);
  // What is inlined of the user's own code is measured at its own lines; of others' it is a callee.
  const allocations = site.allocations.filter(({ kind }) => kind !== 'inlined');
  const isUnexplained = allocatesItself && allocations.length === 0;
  return {
    ...site,
    allocations,
    callee,
    unreported: isUnexplained ? of.unreported.filter((each) => each.line === line) : [],
    measured: NOTHING_MEASURED,
  };
}
