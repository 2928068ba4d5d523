import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import type { FlamePart } from '../../../../../server/src/engine/profile/flameTree.ts';
import type { ProfileAge, ProfileView, ViewRequest, ViewResult } from '../../profileProtocol.ts';
import type { Matcher } from './search.ts';
import type { ProfileState } from './state.ts';

/** What a view can have done. */
export interface ProfileActions {
  /** Keeps a change of the state, and asks anew where it changes what is shown. */
  change(change: Partial<ProfileState>): void;
  /** Shows the code of a frame; its line, or the one that takes most, in that file or the one that the user chooses. */
  openSource(name: string, line?: number, path?: string): void;
  /** Asks for a part of the flame graph that is shown, in more detail. */
  askPart(part: FlamePart): void;
  /** Has the user choose more profiles to stand side by side. */
  addToSeries(): void;
  /** Has the user choose a profile to compare with. */
  compare(): void;
  /** Shows what the profile says on the code. */
  attach(): void;
  /** Has the user say which revision the profile is of. */
  chooseRevision(): void;
}

export interface PaneContext {
  readonly state: ProfileState;
  /** Of the profile that the editor is of. */
  readonly ownUri: string;
  /** Undefined while it is not known yet. */
  readonly age: ProfileAge | undefined;
  readonly matches: Matcher | undefined;
  readonly localize: Localize;
  readonly actions: ProfileActions;
}

/** One of the views. */
export interface Pane<View extends ProfileView> {
  readonly element: HTMLElement;
  /** What it asks for. */
  request(state: ProfileState): Extract<ViewRequest, { readonly view: View }>;
  show(result: Extract<ViewResult, { readonly view: View }>, context: PaneContext): void;
}
