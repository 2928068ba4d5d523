import type { Allocation } from '../alloc/allocations.ts';
import { FREQUENCIES, type Frequency } from '../frequency/frequency.ts';
import type { DeclarationVerdicts } from '../compilerlog/attach.ts';
import { frequencyText } from './labels.ts';
import type { Localize } from './localize.ts';
import { code } from './markdown.ts';

/** What a function allocates and which of its parameters leak, a paragraph each; none if nothing. */
export function functionSummary(
  verdicts: DeclarationVerdicts | undefined,
  allocations: readonly Allocation[],
  localize: Localize,
): string[] {
  const texts: string[] = [];
  if (allocations.length > 0) {
    const counts = countByFrequency(allocations).map(
      ([frequency, count]) => `${count} ${frequencyText(frequency, localize)}`,
    );
    texts.push(`${sitesText(allocations.length, localize)}: ${counts.join(', ')}`);
  }
  const leaking = leakingParameters(verdicts);
  if (leaking.length > 0) {
    texts.push(localize('Leaking parameters: {0}', leaking.map(code).join(', ')));
  }
  return texts;
}

/**
 * The same in a few words for a line above the function; `undefined` where nothing is allocated.
 * `2 sites · 1 per call · 1 when it grows`
 */
export function functionLensTitle(
  verdicts: DeclarationVerdicts | undefined,
  allocations: readonly Allocation[],
  localize: Localize,
): string | undefined {
  if (allocations.length === 0) {
    return undefined;
  }
  const parts = [
    sitesText(allocations.length, localize),
    ...countByFrequency(allocations).map(
      ([frequency, count]) => `${count} ${frequencyText(frequency, localize)}`,
    ),
  ];
  const countInlined = verdicts?.calls.length ?? 0;
  if (countInlined > 0) {
    parts.push(
      countInlined === 1 ? localize('1 call inlined') : localize('{0} calls inlined', countInlined),
    );
  }
  const countLeaking = leakingParameters(verdicts).length;
  if (countLeaking > 0) {
    parts.push(
      countLeaking === 1
        ? localize('1 leaking parameter')
        : localize('{0} leaking parameters', countLeaking),
    );
  }
  return parts.join(' · ');
}

function sitesText(count: number, localize: Localize): string {
  return count === 1 ? localize('1 site') : localize('{0} sites', count);
}

/** Sites, in the order of how often. */
function countByFrequency(allocations: readonly Allocation[]): [Frequency, number][] {
  return FREQUENCIES.map((frequency): [Frequency, number] => [
    frequency,
    allocations.filter((each) => each.frequency === frequency).length,
  ]).filter(([, count]) => count > 0);
}

function leakingParameters(verdicts: DeclarationVerdicts | undefined): string[] {
  const names = (verdicts?.sites ?? [])
    .filter(({ fact }) => fact.verdict === 'leak' || fact.verdict === 'leak-content')
    .map(({ fact }) => fact.what);
  return [...new Set(names)];
}
