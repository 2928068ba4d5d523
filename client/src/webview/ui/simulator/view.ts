/** What a view of the simulator is to the page that holds it. */
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { World } from '../../../../../server/src/engine/heap/world.ts';
import type { Selection } from './selection.ts';

export interface Scene {
  readonly world: World;
  readonly selection: Selection | undefined;
  readonly localize: Localize;
  /** Pictures stay as they are, numbers go on: it plays, and the user wants no movement. */
  readonly isStill: boolean;
  /** Points at something, in all views. */
  readonly select: (selection: Selection) => void;
}

export interface View {
  readonly section: HTMLElement;
  /** Draws what has changed; `isThorough` where the user waits, and not a frame among many. */
  draw(scene: Scene, isThorough: boolean): void;
}
