/** What the heap simulator's panel and its page say to each other, typed once for both sides. */

export interface NamedScript {
  readonly name: string;
  /** As a file has it: engine/heap/scriptParser.ts reads it. */
  readonly json: unknown;
}

export type ToSimulator =
  | {
      readonly type: 'start';
      /** Messages of the display language by those in English. */
      readonly messages: Readonly<Record<string, string>>;
    }
  | { readonly type: 'script'; readonly script: NamedScript };

export type FromSimulator =
  /** The script runs: what was sent before is lost. */
  | { readonly type: 'ready' }
  /** Asks the user for a file. */
  | { readonly type: 'openScript' }
  /** Shows the script in an editor. */
  | { readonly type: 'editScript'; readonly text: string };
