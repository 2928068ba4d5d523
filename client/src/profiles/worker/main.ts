/** The thread that keeps a profile: it unpacks, reads and answers, and the extension host stays free. */
import { SourceHistory } from '../../../../server/src/engine/history/sourceHistory.ts';
import { fileChanges } from '../../../../server/src/engine/history/unifiedDiff.ts';
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import { scriptOfProfile } from '../../../../server/src/engine/scripts/profileScript.ts';
import { enginePath } from '../../../../server/src/host/goFiles.ts';
import { sourcePaths } from '../../../../server/src/host/sourcePaths.ts';
import { answerRequests } from '../../threads/answering.ts';
import type { ToThread } from '../../threads/protocol.ts';
import type { ProfileOptions } from '../../webview/profileProtocol.ts';
import type { ProfileSession } from '../models/profileSession.ts';
import type { ProfileMethods } from '../workerProtocol.ts';
import { leaksIn } from './leaks.ts';
import { loadProfile } from './load.ts';
import { ProfileSessions } from './sessions.ts';

let sessions: ProfileSessions | undefined;

async function answer(message: ToThread<ProfileMethods>): Promise<object | ProfileProblem> {
  switch (message.method) {
    case 'open': {
      const { source, sources, look } = message.params;
      const profile = await loadProfile(source);
      if (isProblem(profile)) {
        return profile;
      }
      sessions = new ProfileSessions(profile, sourcePaths(sources));
      return sessions.open(look);
    }
    case 'addOther': {
      const other = await loadProfile(message.params.source);
      if (isProblem(other)) {
        return other;
      }
      opened().addOther(message.params.key, other);
      return {};
    }
    case 'follow': {
      const { changes } = message.params;
      return opened().follow(
        changes && new SourceHistory(enginePath(changes.root), fileChanges(changes.diff)),
      );
    }
    case 'view': {
      const { options, request } = message.params;
      return request.view === 'series'
        ? opened().series(options, request.others)
        : inSession(options, (session) => session.answer(options, request));
    }
    case 'costs': {
      const { options, path } = message.params;
      return inSession(options, (session) => session.costs(options, enginePath(path)));
    }
    case 'places': {
      const { options, name, others } = message.params;
      return opened().places(options, name, others);
    }
    case 'draft': {
      const profile = await loadProfile(message.params.source);
      return isProblem(profile) ? profile : scriptOfProfile(profile);
    }
    case 'leaks':
      return leaksIn(message.params.paths);
  }
}

function opened(): ProfileSessions {
  if (sessions === undefined) {
    throw new Error('no profile is open');
  }
  return sessions;
}

function inSession(
  options: ProfileOptions,
  ask: (session: ProfileSession) => object | ProfileProblem,
): object | ProfileProblem {
  const session = opened().of(options);
  return isProblem(session) ? session : ask(session);
}

answerRequests(answer);
