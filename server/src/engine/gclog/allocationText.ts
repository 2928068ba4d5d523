import { english, type Localize } from '../features/localize.ts';
import type { RunMeasures } from './measures.ts';
import { megabytes } from './quantity.ts';

/** What a rate may be off by before that is said. */
const LARGE_ERROR_SHARE = 0.2;

/** How much is allocated a second; of cycles with little each, how far that can be known. */
export function allocationText(
  {
    allocatedMBPerSecond: rate,
    allocatedErrorMBPerSecond: error,
  }: Pick<RunMeasures, 'allocatedMBPerSecond' | 'allocatedErrorMBPerSecond'>,
  localize: Localize = english,
): string {
  return error <= LARGE_ERROR_SHARE * rate || Number.isNaN(rate)
    ? localize('{0} a second', megabytes(rate))
    : localize(
        '{0} a second, ± {1} as sizes are cut to whole MB',
        megabytes(rate),
        megabytes(error),
      );
}
