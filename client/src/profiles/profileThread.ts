import { Worker } from 'node:worker_threads';
import type { FromWorker, WorkerMethod, WorkerMethods } from './workerProtocol.ts';

/** Why something cannot be shown, for a person. */
export class ProfileError extends Error {}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The thread that keeps one profile. It takes one request after the other. */
export class ProfileThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** `script` is the worker's bundle. */
  constructor(script: string) {
    this.#worker = new Worker(script);
    this.#worker.on('message', (message: FromWorker) => {
      this.#receive(message);
    });
    this.#worker.on('error', (error: unknown) => {
      this.#fail(error instanceof Error ? error.message : String(error));
    });
    this.#worker.on('exit', () => {
      this.#fail('the thread that reads the profile has ended');
    });
  }

  /** Rejects with a {@link ProfileError}. */
  request<Method extends WorkerMethod>(
    method: Method,
    params: WorkerMethods[Method]['params'],
  ): Promise<WorkerMethods[Method]['result']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        // The worker answers each method as WorkerMethods says.
        resolve: (result) => {
          resolve(result as WorkerMethods[Method]['result']);
        },
        reject,
      });
      this.#worker.postMessage({ id, method, params });
    });
  }

  /** Whatever it is at, it ends. */
  dispose(): void {
    void this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ('problem' in message) {
      waiting?.reject(new ProfileError(message.problem));
    } else {
      waiting?.resolve(message.result);
    }
  }

  #fail(reason: string): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new ProfileError(reason));
    }
    this.#waiting.clear();
  }
}
