/** A guided tour: a script, and steps of text with what is done at each. */
import type { Localize } from '../../../../../../server/src/engine/features/localize.ts';
import type { EventKind } from '../../../../../../server/src/engine/heap/events.ts';
import type { World } from '../../../../../../server/src/engine/heap/world.ts';
import type { Selection } from '../selection.ts';

export interface LessonStep {
  readonly text: string;
  /** Done when the user comes to the step: allocations, up to an event if one is named. */
  readonly run?: { readonly count: number; readonly until?: readonly EventKind[] };
  /** Set before it runs; infinite for "off" and for none. */
  readonly gogc?: number;
  readonly memoryLimitBytes?: number;
  /** The section of the page that it is about. */
  readonly at: 'pipeline' | 'span' | 'pages' | 'classes' | 'collector' | 'pacer';
  readonly select?: (world: World) => Selection;
  /** What the text claims, for the tests. */
  readonly holds?: (world: World) => boolean;
}

export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** As a file has it. */
  readonly script: object;
  /** At most `MAXIMUM_STEPS`. */
  readonly steps: readonly LessonStep[];
}

export const MAXIMUM_STEPS = 12;

export type MakeLesson = (localize: Localize) => Lesson;
