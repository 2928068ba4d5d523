import type { Localize } from '../../../../../server/src/engine/features/localize.ts';

/** What the values of a sample type are, where people mistake them; empty for what we do not know. */
export function sampleTypeText(type: string, localize: Localize): string {
  switch (type) {
    case 'inuse_space':
      return localize(
        'Bytes of objects that were live at the last completed garbage collection, by where they were allocated: what keeps the heap large. Who holds them is not in a profile.',
      );
    case 'inuse_objects':
      return localize(
        'Objects that were live at the last completed garbage collection, by where they were allocated.',
      );
    case 'alloc_space':
      return localize(
        'Bytes allocated since the program started, freed ones included: what keeps the collector busy. It only grows, and says nothing of how large the heap is.',
      );
    case 'alloc_objects':
      return localize(
        'Objects allocated since the program started, freed ones included: each of them costs time, however small it is.',
      );
    case 'cpu':
      return localize('Time on a processor, from samples taken a hundred times a second.');
    case 'samples':
      return localize('How often a stack was seen on a processor.');
    case 'contentions':
      return localize(
        'How often goroutines had to wait: here, or, in a mutex profile, for what was unlocked here.',
      );
    case 'delay':
      return localize(
        'How long goroutines waited, all of them together: here, or, in a mutex profile, for what was unlocked here.',
      );
    case 'goroutine':
      return localize('Goroutines that there were, by where they stood.');
    case 'threadcreate':
      return localize('Threads of the system, by what made the runtime create them.');
    case 'goroutineleak':
      return localize('Goroutines that nothing can wake up any more.');
    default:
      return '';
  }
}
