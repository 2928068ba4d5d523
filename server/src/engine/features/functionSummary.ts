import type { Allocation } from '../alloc/allocations.ts';
import { FREQUENCIES } from '../frequency/frequency.ts';
import type { DeclarationVerdicts } from '../compilerlog/attach.ts';
import { sizeText, totalBytes } from './byteTexts.ts';
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
    const counts = costsByFrequency(allocations, localize).join(', ');
    texts.push(`${sitesText(allocations.length, localize)}: ${counts}`);
  }
  const leaking = leakingParameters(verdicts);
  if (leaking.length > 0) {
    texts.push(localize('Leaking parameters: {0}', leaking.map(code).join(', ')));
  }
  return texts;
}

/**
 * The same in a few words for a line above the function; `undefined` where nothing is allocated.
 * `2 sites · 48 B per call · 1 when it grows`
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
    ...costsByFrequency(allocations, localize),
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

/** In the order of how often: the bytes where those of all sites are known, else how many sites. */
function costsByFrequency(allocations: readonly Allocation[], localize: Localize): string[] {
  return FREQUENCIES.flatMap((frequency) => {
    const those = allocations.filter((each) => each.frequency === frequency);
    const bytes = totalBytes(those);
    const cost = bytes === undefined ? String(those.length) : sizeText(bytes, localize);
    return those.length === 0 ? [] : [`${cost} ${frequencyText(frequency, localize)}`];
  });
}

function leakingParameters(verdicts: DeclarationVerdicts | undefined): string[] {
  const names = (verdicts?.sites ?? [])
    .filter(({ fact }) => fact.verdict === 'leak' || fact.verdict === 'leak-content')
    .map(({ fact }) => fact.what);
  return [...new Set(names)];
}
