/** The thread that keeps a profile: it unpacks, reads and answers, and the extension host stays free. */
import { parentPort } from 'node:worker_threads';
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import { ProfileSession } from '../models/profileSession.ts';
import type { FromWorker, ToWorker } from '../workerProtocol.ts';
import { loadProfile } from './load.ts';
import { sourcePaths } from './sources.ts';

let session: ProfileSession | undefined;

async function answer(message: ToWorker): Promise<object | ProfileProblem> {
  switch (message.method) {
    case 'open': {
      const profile = await loadProfile(message.params.source);
      if (isProblem(profile)) {
        return profile;
      }
      session = new ProfileSession(profile, sourcePaths(message.params.sources));
      return session.summary();
    }
    case 'view':
      return needed(session).answer(message.params.options, message.params.request);
    case 'places':
      return needed(session).places(message.params.options, message.params.name);
  }
}

function needed(known: ProfileSession | undefined): ProfileSession {
  if (known === undefined) {
    throw new Error('no profile is open');
  }
  return known;
}

parentPort?.on('message', (message: ToWorker) => {
  const reply = (said: FromWorker) => parentPort?.postMessage(said);
  const { id } = message;
  answer(message).then(
    (result) => {
      reply(isProblem(result) ? { id, problem: result.problem } : { id, result });
    },
    (error: unknown) => {
      reply({ id, problem: String(error) });
    },
  );
});
