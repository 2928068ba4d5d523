/** How often and what, in words that stand by themselves. */

import { l10n, type Uri } from 'vscode';
import type { AllocationKind } from '../../server/src/engine/alloc/allocations.ts';
import type { Frequency } from '../../server/src/engine/frequency/frequency.ts';

export function frequencyWords(frequency: Frequency): string {
  switch (frequency) {
    case 'iteration':
      return l10n.t('Per iteration');
    case 'call':
      return l10n.t('Per call');
    case 'growth':
      return l10n.t('When it grows');
    case 'miss':
      return l10n.t('On a miss');
    case 'error':
      return l10n.t('On the error path');
    case 'panic':
      return l10n.t('On a panic');
    case 'once':
      return l10n.t('Once');
  }
}

export function frequencyDetail(frequency: Frequency): string {
  switch (frequency) {
    case 'iteration':
      return l10n.t('with each round of a loop');
    case 'call':
      return l10n.t('with each call of the function');
    case 'growth':
      return l10n.t('when a slice, map or buffer has become too small');
    case 'miss':
      return l10n.t('when a pool or cache has nothing to give');
    case 'error':
      return l10n.t('on the way to returning or reporting an error');
    case 'panic':
      return l10n.t('on the way to a panic');
    case 'once':
      return l10n.t('once in the life of the program');
  }
}

export function kindWords(kind: AllocationKind): string {
  switch (kind) {
    case 'variable':
      return l10n.t('Variables');
    case 'expression':
      return l10n.t('Expressions');
    case 'append':
      return l10n.t('Appends');
    case 'inlined':
      return l10n.t('Inlined calls');
    case 'runtime':
      return l10n.t('Runtime');
  }
}

export function kindDetail(kind: AllocationKind): string {
  switch (kind) {
    case 'variable':
      return l10n.t('moved to the heap as a whole');
    case 'expression':
      return l10n.t('whose value escapes');
    case 'append':
      return l10n.t('whose slice has to grow');
    case 'inlined':
      return l10n.t('with objects of the callee’s body');
    case 'runtime':
      return l10n.t('maps, channels and goroutines, which the compiler does not report');
  }
}

/** The last part of a path. */
export function fileNameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
