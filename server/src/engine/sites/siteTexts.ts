/** Why a line allocates, in words. */
import type { Allocation } from '../alloc/allocations.ts';
import { allocationLabel } from '../features/labels.ts';
import type { Localize } from '../features/localize.ts';
import { shortName } from '../profile/functionNames.ts';
import type { MeasuredSite, Site, UnreportedText } from './site.ts';

/**
 * One for each cause, `&record{…} escapes to heap: 64 B`; empty where nothing of ours says why the line
 * allocates.
 */
export function causesOf(
  site: Site & Partial<Pick<MeasuredSite, 'callee' | 'unreported'>>,
  localize: Localize,
): readonly string[] {
  const causes = [
    ...site.allocations.map((allocation) => causeText(allocation, localize)),
    ...(site.unreported ?? []).map((each) => unreportedText(each, localize)),
  ];
  const callee = site.callee ?? '';
  return callee === '' ? causes : [localize('{0} allocates', shortName(callee)), ...causes];
}

function causeText(allocation: Allocation, localize: Localize): string {
  const what = allocation.what.replace(/\s+/g, ' ');
  const label = allocationLabel(allocation, localize);
  switch (allocation.kind) {
    case 'variable':
      return localize('{0} is moved to the heap: {1}', what, label);
    case 'append':
      return localize('{0} grows: {1}', what, label);
    case 'expression':
      return localize('{0} escapes to heap: {1}', what, label);
    case 'inlined':
    case 'runtime':
      return localize('{0} allocates: {1}', what, label);
  }
}

function unreportedText({ kind, what }: UnreportedText, localize: Localize): string {
  switch (kind) {
    case 'entry':
      return localize('{0} allocates when the map is full', what);
    case 'length':
      return localize('{0} is on the heap where it is longer than 32 B', what);
    case 'runtime':
      return localize('{0} allocates in the runtime', what);
  }
}
