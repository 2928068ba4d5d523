import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import type { FromThread, RequestMethods } from './protocol.ts';

/** Why something cannot be shown, for a person. */
class ThreadProblem extends Error {}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly progress: (share: number) => void;
}

/** A thread that keeps one file. It takes one request after the other. */
export class RequestThread<Methods extends RequestMethods<Methods>> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** `script` is the worker's bundle. */
  constructor(script: string) {
    // What this process loads for its own code is nothing that a bundle needs.
    this.#worker = new Worker(script, { execArgv: [] });
    this.#worker.on('message', (message: FromThread) => {
      this.#receive(message);
    });
    this.#worker.on('error', (error: unknown) => {
      this.#fail(reasonOf(error));
    });
    this.#worker.on('exit', () => {
      this.#fail('the thread that reads the file has ended');
    });
  }

  /** Rejects with a {@link ThreadProblem}. */
  request<Method extends keyof Methods>(
    method: Method,
    params: Methods[Method]['params'],
    progress: (share: number) => void = () => undefined,
  ): Promise<Methods[Method]['result']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        // The thread answers each method as Methods says.
        resolve: (result) => {
          resolve(result);
        },
        reject,
        progress,
      });
      this.#worker.postMessage({ id, method, params });
    });
  }

  /** Whatever it is at, it ends. */
  dispose(): void {
    void this.#worker.terminate();
  }

  #receive(message: FromThread): void {
    const waiting = this.#waiting.get(message.id);
    if ('progress' in message) {
      waiting?.progress(message.progress);
      return;
    }
    this.#waiting.delete(message.id);
    if ('problem' in message) {
      waiting?.reject(new ThreadProblem(message.problem));
    } else {
      waiting?.resolve(message.result);
    }
  }

  #fail(reason: string): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new ThreadProblem(reason));
    }
    this.#waiting.clear();
  }
}
