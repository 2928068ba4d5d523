/** What the extension host and the thread that keeps a profile say to each other. */
import type {
  ProfileOptions,
  ProfileSummary,
  ViewRequest,
  ViewResult,
} from '../webview/profileProtocol.ts';

/** A file by its path, or by its bytes where it is on no disk. */
export type ProfileSource =
  { readonly path: string } | { readonly name: string; readonly bytes: Uint8Array };

/** Each is answered with a value or a problem for a person. */
export interface WorkerMethods {
  open: { readonly params: { readonly source: ProfileSource }; readonly result: ProfileSummary };
  view: {
    readonly params: { readonly options: ProfileOptions; readonly request: ViewRequest };
    readonly result: ViewResult;
  };
}

export type WorkerMethod = keyof WorkerMethods;

export type ToWorker = {
  [Method in WorkerMethod]: {
    readonly id: number;
    readonly method: Method;
    readonly params: WorkerMethods[Method]['params'];
  };
}[WorkerMethod];

export type FromWorker =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: string };
