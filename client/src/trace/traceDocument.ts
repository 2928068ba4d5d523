import { Uri, type CustomDocument } from 'vscode';
import { resourceRoot } from '../webviewPage.ts';
import { sourceSettings } from '../profiles/sourceSettings.ts';
import { sourceOf } from '../threads/fileSource.ts';
import type { FileSource } from '../threads/protocol.ts';
import { RequestThread } from '../threads/requestThread.ts';
import type { HeapModel, TraceModel } from '../webview/traceProtocol.ts';
import type { TraceMethods } from './workerProtocol.ts';

/** The bundle of the thread that reads traces. */
export function traceThread(extensionUri: Uri): string {
  return Uri.joinPath(resourceRoot(extensionUri), 'traceWorker.js').fsPath;
}

/** A trace that is open, in one editor or several; it is read once. */
export class TraceDocument implements CustomDocument {
  readonly uri: Uri;
  readonly #script: string;
  #thread: RequestThread<TraceMethods> | undefined;
  #source: Promise<FileSource> | undefined;
  #heap: Promise<HeapModel> | undefined;
  #opened: Promise<TraceModel> | undefined;
  readonly #progressed = new Set<(share: number) => void>();

  /** `script` is the bundle of the thread. */
  constructor(uri: Uri, script: string) {
    this.uri = uri;
    this.#script = script;
  }

  get name(): string {
    return this.uri.path.replace(/.*\//, '');
  }

  /** The heap over time, long before the whole trace is there. */
  heap(): Promise<HeapModel> {
    return (this.#heap ??= this.#whileReading((source) =>
      this.#needed.request('heap', { source }),
    ));
  }

  /** Rejects with the reason where the file is no trace. `progress` says how far it is, from 0 to 1. */
  async open(progress: (share: number) => void): Promise<TraceModel> {
    this.#progressed.add(progress);
    try {
      return await (this.#opened ??= this.#whileReading((source) =>
        this.#needed.request(
          'open',
          { source, name: this.name, sources: sourceSettings() },
          (share) => {
            this.#progressed.forEach((each) => {
              each(share);
            });
          },
        ),
      ));
    } finally {
      this.#progressed.delete(progress);
    }
  }

  /** Asks about the trace, which is open. */
  ask<Method extends 'spans' | 'span' | 'part' | 'places'>(
    method: Method,
    params: TraceMethods[Method]['params'],
  ): Promise<TraceMethods[Method]['result']> {
    return this.#needed.request(method, params);
  }

  dispose(): void {
    this.#thread?.dispose();
    this.#thread = undefined;
  }

  get #needed(): RequestThread<TraceMethods> {
    return (this.#thread ??= new RequestThread(this.#script));
  }

  async #whileReading<Result>(read: (source: FileSource) => Promise<Result>): Promise<Result> {
    return read(await (this.#source ??= sourceOf(this.uri)));
  }
}
