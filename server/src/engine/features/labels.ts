import type { Allocation } from '../alloc/allocations.ts';
import { FREQUENCIES, type Frequency } from '../frequency/frequency.ts';
import type { RuntimeOperation } from '../alloc/runtimeSites.ts';
import { sizeText, takenText, totalBytes } from './byteTexts.ts';
import type { Localize } from './localize.ts';

/** What fits at the end of a line beside other extensions' hints: twelve characters in English, if often. */
export function lineLabel(allocations: readonly Allocation[], localize: Localize): string {
  const frequency = mostOften(allocations);
  const those = allocations.filter((each) => each.frequency === frequency);
  const [only] = those;
  if (only && those.length === 1) {
    return allocationLabel(only, localize);
  }
  const bytes = totalBytes(those.filter(({ countObjects }) => countObjects > 0));
  if (bytes !== undefined && bytes > 0) {
    return bytesLabel(sizeText(bytes, localize), frequency, localize);
  }
  const countObjects = those.reduce((sum, each) => sum + each.countObjects, 0);
  return only && countObjects === 0
    ? allocationLabel(only, localize)
    : objectsLabel(countObjects, frequency, localize);
}

/** One allocation's label: its bytes, or what it is where that says most, else how often. */
export function allocationLabel(allocation: Allocation, localize: Localize): string {
  const { frequency, countObjects } = allocation;
  const taken = takenText(allocation.bytes, localize);
  if (taken !== undefined) {
    return bytesLabel(taken, frequency, localize);
  }
  if (allocation.kind === 'runtime' && (frequency === 'call' || frequency === 'iteration')) {
    return runtimeLabel(allocation.operation, localize);
  }
  return objectsLabel(countObjects, frequency, localize);
}

function bytesLabel(taken: string, frequency: Frequency, localize: Localize): string {
  switch (frequency) {
    case 'call':
      return taken;
    case 'iteration':
      return localize('{0}/iter', taken);
    case 'growth':
      return localize('{0} on grow', taken);
    case 'miss':
      return localize('{0} on miss', taken);
    case 'error':
      return localize('{0} on error', taken);
    case 'panic':
      return localize('{0} on panic', taken);
    case 'once':
      return localize('{0} once', taken);
  }
}

function objectsLabel(countObjects: number, frequency: Frequency, localize: Localize): string {
  switch (frequency) {
    case 'call':
      return countObjects === 1 ? localize('heap') : localize('{0} objects', countObjects);
    case 'iteration':
      return countObjects === 1 ? localize('heap/iter') : localize('{0} obj/iter', countObjects);
    case 'growth':
      return localize('on grow');
    case 'miss':
      return localize('on miss');
    case 'error':
      return localize('on error');
    case 'panic':
      return localize('on panic');
    case 'once':
      return localize('once');
  }
}

function runtimeLabel(operation: RuntimeOperation, localize: Localize): string {
  switch (operation) {
    case 'chan':
      return localize('chan');
    case 'map':
      return localize('large map');
    case 'goroutine':
      return localize('goroutine');
    case 'defer':
      return localize('defer record');
  }
}

/** In a sentence: `per call`. */
export function frequencyText(frequency: Frequency, localize: Localize): string {
  switch (frequency) {
    case 'call':
      return localize('per call');
    case 'iteration':
      return localize('per iteration');
    case 'growth':
      return localize('when it grows');
    case 'miss':
      return localize('on a miss');
    case 'error':
      return localize('on the error path');
    case 'panic':
      return localize('on a panic');
    case 'once':
      return localize('once');
  }
}

function mostOften(allocations: readonly Allocation[]): Frequency {
  return (
    FREQUENCIES.find((each) => allocations.some(({ frequency }) => frequency === each)) ?? 'call'
  );
}
