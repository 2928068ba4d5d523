/** What the heap simulator's panel and its page say to each other, typed once for both sides. */
import type { RealOutcome } from '../../../server/src/engine/heap/whatIf.ts';

export interface NamedScript {
  readonly name: string;
  /** As a file has it: engine/heap/scriptParser.ts reads it. */
  readonly json: unknown;
  /** What was taken for granted where it was made of measurements. */
  readonly notes?: readonly string[];
  /** The URI of the trace that it replays: it is read again where the page begins anew. */
  readonly trace?: string;
}

export type ToSimulator =
  | {
      readonly type: 'start';
      /** Messages of the display language by those in English. */
      readonly messages: Readonly<Record<string, string>>;
      /** Whether programs may be run here. */
      readonly canRun: boolean;
    }
  /** What came of the `runForReal` of that number, one for each script; none where it failed or was called off. */
  | { readonly type: 'real'; readonly run: number; readonly outcomes: readonly RealOutcome[] }
  | { readonly type: 'script'; readonly script: NamedScript };

export type FromSimulator =
  /** The page runs: what was sent before is lost. `trace` is what it has replayed before. */
  | { readonly type: 'ready'; readonly trace: string | undefined }
  /** Asks the user for a file. */
  | { readonly type: 'openScript' }
  /** Runs scripts for real. */
  | {
      readonly type: 'runForReal';
      readonly run: number;
      readonly scripts: readonly Readonly<Record<string, unknown>>[];
    }
  /** Shows the script in an editor. */
  | { readonly type: 'editScript'; readonly text: string };
