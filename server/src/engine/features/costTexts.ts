/** What a function allocates with all that it calls, in words. */
import { FREQUENCIES, type Frequency } from '../frequency/frequency.ts';
import { type Amount, isUsual, type Totals } from '../summary/totals.ts';
import { sizeText } from './byteTexts.ts';
import { frequencyText } from './labels.ts';
import type { Localize } from './localize.ts';

/** A sentence each: what is usual, what is apart, what is not known. */
export function costLines(totals: Totals, localize: Localize): string[] {
  const usual = amountTexts(totals, isUsual, localize);
  const apart = amountTexts(totals, (frequency) => !isUsual(frequency), localize);
  const lines = [
    usual.length > 0
      ? localize('With calls: {0}', usual.join(', '))
      : localize('With calls: allocates nothing that is known'),
  ];
  if (apart.length > 0) {
    lines.push(localize('Apart: {0}', apart.join(', ')));
  }
  if (totals.buffered > 0) {
    lines.push(localize('Only when larger than 32 B: {0}', totals.buffered));
  }
  const unknown = unknownTexts(totals, localize);
  if (unknown.length > 0) {
    lines.push(localize('Not known: {0}', unknown.join(', ')));
  }
  return lines;
}

/** The same in one line, whatever is known: `64 B in 2 objects per call, 1 dynamic call`. */
export function amountsText(totals: Totals, localize: Localize): string {
  const amounts = amountTexts(totals, () => true, localize);
  return [...amounts, ...unknownTexts(totals, localize)].join(', ');
}

/** What is usual, for a line above the function; undefined if it is nothing that is known. */
export function costLensTitle(totals: Totals, localize: Localize): string | undefined {
  const usual = amountTexts(totals, isUsual, localize);
  return usual.length > 0 ? localize('with calls {0}', usual.join(' · ')) : undefined;
}

/** `up to 64 B in 2 objects per call` */
function amountTexts(
  { amounts }: Totals,
  isWanted: (frequency: Frequency) => boolean,
  localize: Localize,
): string[] {
  return FREQUENCIES.flatMap((frequency) => {
    const amount = isWanted(frequency) ? amounts.get(frequency) : undefined;
    return amount ? [`${amountText(amount, localize)} ${frequencyText(frequency, localize)}`] : [];
  });
}

/** `64 B in 2 objects`, `64 B in 2 objects and 1 of a length known when it runs`. */
function amountText(amount: Amount, localize: Localize): string {
  const { objects, bytes, unsized, isUpTo } = amount;
  const sized = objects - unsized;
  const parts: string[] = [];
  if (sized > 0) {
    const size = sizeText(bytes, localize);
    parts.push(
      sized === 1 ? localize('{0} in 1 object', size) : localize('{0} in {1} objects', size, sized),
    );
  }
  if (unsized > 0) {
    parts.push(localize('{0} of a length known when it runs', unsized));
  }
  const text = parts.join(` ${localize('and')} `);
  return isUpTo ? localize('up to {0}', text) : text;
}

function unknownTexts(
  { dynamicCalls, unseenCalls, hasOtherBranches }: Totals,
  localize: Localize,
): string[] {
  const texts: string[] = [];
  if (dynamicCalls > 0) {
    texts.push(
      dynamicCalls === 1 ? localize('1 dynamic call') : localize('{0} dynamic calls', dynamicCalls),
    );
  }
  if (unseenCalls > 0) {
    texts.push(
      unseenCalls === 1
        ? localize('1 call of a function without Go code')
        : localize('{0} calls of functions without Go code', unseenCalls),
    );
  }
  if (hasOtherBranches) {
    texts.push(localize('branches in other packages'));
  }
  return texts;
}
