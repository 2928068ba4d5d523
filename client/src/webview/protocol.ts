/** What webviews and the extension say to each other, typed once for both sides. */

import type { LayoutReport } from '../../../server/src/engine/layout/report.ts';
import type { SourcePlace } from '../../../server/src/protocol.ts';

export type PlacedReport = LayoutReport<SourcePlace>;

/** What the view of memory layouts has to show. */
export interface ShownLayouts {
  /** Empty before the cursor has been on a type. */
  readonly reports: readonly PlacedReport[];
  /** The GOARCH that is compared with, if there is one. */
  readonly comparedGoarch?: string | undefined;
  /** The same types for it, as far as they are known. */
  readonly compared: readonly PlacedReport[];
  /** One line each: why something is not known. */
  readonly problems: readonly string[];
}

export type ToLayoutView =
  | {
      readonly type: 'start';
      /** Messages of the display language by those in English. */
      readonly messages: Readonly<Record<string, string>>;
    }
  | { readonly type: 'show'; readonly shown: ShownLayouts };

export type FromLayoutView =
  /** The script runs: what was sent before is lost. */
  | { readonly type: 'ready' }
  | { readonly type: 'reveal'; readonly place: SourcePlace }
  /** Puts the fields of the type that is declared there into the best order. */
  | { readonly type: 'reorder'; readonly place: SourcePlace }
  /** Asks the user for a GOARCH. */
  | { readonly type: 'compare' }
  | { readonly type: 'stopComparing' };
