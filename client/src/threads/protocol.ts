/** What the extension host and a thread that keeps a file say to each other. */

/** What a thread can be asked: parameters and results that can be sent, by the method's name. */
export type RequestMethods<Methods> = {
  readonly [Method in keyof Methods]: { readonly params: unknown; readonly result: unknown };
};

export type ToThread<Methods extends RequestMethods<Methods>> = {
  [Method in keyof Methods]: {
    readonly id: number;
    readonly method: Method;
    readonly params: Methods[Method]['params'];
  };
}[keyof Methods];

export type FromThread =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: string }
  /** How far a request is, from 0 to 1. */
  | { readonly id: number; readonly progress: number };

/** A file by its path, or by its bytes where it is on no disk. */
export type FileSource =
  { readonly path: string } | { readonly name: string; readonly bytes: Uint8Array };
