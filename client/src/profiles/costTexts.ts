import { shareText } from '../../../server/src/engine/measured/shareText.ts';
import { amountText } from './models/texts.ts';
import type { Cost, FileCosts } from './workerProtocol.ts';

/** Lines that take less of the total have no hint. */
const LEAST_SHARE = 0.001;

export function isWorthAHint({ cum }: Cost, { header }: FileCosts): boolean {
  return Math.abs(cum) >= Math.max(1, header.total * LEAST_SHARE);
}

/** `20.5 MB · ~95 %`; in parentheses what a line does not take itself. */
export function costLabel({ flat, cum, count }: Cost, { header }: FileCosts): string {
  const value = amountText(header, flat === 0 ? cum : flat, 'auto');
  const share = shareText(flat === 0 ? cum : flat, header.total, count);
  const text = [value, share].filter((part) => part !== '').join(' · ');
  return flat === 0 ? `(${text})` : text;
}

/** `inuse_space 26.5 MB · ~98 % (53 samples)`. */
export function lensTitle(
  cost: Cost,
  { header }: FileCosts,
  samplesText: (count: number) => string,
): string {
  const share = shareText(cost.cum, header.total, cost.count);
  const samples = cost.count === undefined ? '' : samplesText(cost.count);
  const worth = share !== '' && samples !== '' ? `${share} (${samples})` : share + samples;
  const value = `${header.type} ${amountText(header, cost.cum, 'auto')}`;
  return [value, worth].filter((part) => part !== '').join(' · ');
}
