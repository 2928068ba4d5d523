/** The side of a thread: it answers one request after the other. */
import { parentPort } from 'node:worker_threads';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import type { FromThread, RequestMethods, ToThread } from './protocol.ts';

/** What cannot be answered: the reason, for a person. */
interface Problem {
  readonly problem: string;
}

/** `progress` says how far a request is, from 0 to 1. */
export function answerRequests<Methods extends RequestMethods<Methods>>(
  answer: (
    message: ToThread<Methods>,
    progress: (share: number) => void,
  ) => Promise<object | Problem>,
): void {
  const reply = (said: FromThread) => parentPort?.postMessage(said);
  parentPort?.on('message', (message: ToThread<Methods>) => {
    const { id } = message;
    const progress = (share: number) => {
      reply({ id, progress: share });
    };
    answer(message, progress).then(
      (result) => {
        reply('problem' in result ? { id, problem: result.problem } : { id, result });
      },
      (error: unknown) => {
        reply({ id, problem: reasonOf(error) });
      },
    );
  });
}
