/** Bytes in words: what an allocation takes, and what several take together. */
import type { HeapBytes } from '../alloc/heapBytes.ts';
import { bytesText } from '../layout/report.ts';
import type { Localize } from './localize.ts';

const KILO = 1024;
/** Up to here bytes are counted one by one, as the size classes are. */
const MAXIMUM_SINGLE = 10 * KILO;

/** `48 B`, `40 KB`. */
export function sizeText(bytes: number, localize: Localize): string {
  if (bytes < MAXIMUM_SINGLE) {
    return localize('{0} B', bytesText(bytes));
  }
  return bytes < KILO * KILO
    ? localize('{0} KB', rounded(bytes / KILO))
    : localize('{0} MB', rounded(bytes / KILO / KILO));
}

function rounded(count: number): string {
  return count < 100 ? bytesText(count) : String(Math.round(count));
}

/** `48 B`, or `n × 8 B` and `n B` where only the program knows how many; undefined where it is not known. */
export function takenText(bytes: HeapBytes | undefined, localize: Localize): string | undefined {
  switch (bytes?.kind) {
    case 'fixed':
      return sizeText(bytes.takenBytes, localize);
    case 'array':
      return bytes.isGrowth
        ? undefined
        : bytes.elementBytes === 1
          ? localize('n B')
          : localize('n × {0} B', bytes.elementBytes);
    default:
      return undefined;
  }
}

/** What all of them take; undefined as soon as it is not known of one. */
export function totalBytes(
  all: readonly { readonly bytes?: HeapBytes | undefined }[],
): number | undefined {
  const taken = all.map(({ bytes }) => (bytes?.kind === 'fixed' ? bytes.takenBytes : undefined));
  return taken.every((each) => each !== undefined)
    ? taken.reduce((sum, each) => sum + each, 0)
    : undefined;
}

/** How the bytes come about, in a line: `40 B asked, size class 48, scan`. */
export function bytesLine(bytes: HeapBytes, localize: Localize): string | undefined {
  switch (bytes.kind) {
    case 'fixed': {
      const { askedBytes, object, noscan, countObjects } = bytes;
      const parts = [localize('{0} B asked', bytesText(askedBytes))];
      if (countObjects > 1) {
        parts.push(localize('{0} objects', countObjects));
      } else if (object?.isTiny === true) {
        parts.push(localize('its share of a block of {0} B', object.classBytes));
      } else if (object) {
        parts.push(
          object.isLarge ? localize('whole pages') : localize('size class {0}', object.classBytes),
        );
      }
      if (object && object.headerBytes > 0) {
        parts.push(localize('{0} B malloc header', object.headerBytes));
      }
      parts.push(noscan ? 'noscan' : 'scan');
      return parts.join(', ') + conditionText(bytes.condition, localize);
    }
    case 'array':
      return bytes.isGrowth
        ? localize('{0} B an element', bytes.elementBytes)
        : localize('Rounded up to its size class; the length is known when it runs');
    case 'none':
    case 'unknown':
      return undefined;
  }
}

function conditionText(condition: 'from256' | 'notEmpty' | undefined, localize: Localize): string {
  switch (condition) {
    case 'from256':
      return localize('; nothing for values below 256');
    case 'notEmpty':
      return localize('; nothing if it is empty');
    case undefined:
      return '';
  }
}
