/** A collector that is switched off in what runs on, and no limit that would switch it on again. */
import type { Call } from '../../syntax/ast.ts';
import { withoutObjects } from '../evidence.ts';
import type { Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { isForAll } from './forAll.ts';
import { REQUESTS } from './requests.ts';

export const gcOff: Rule = {
  name: 'gc-off',
  summary: 'a collector that is switched off without a memory limit in what runs on',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const { localize } = subject;
    const [call, ...others] = subject.callsOf('runtime/debug.SetGCPercent');
    const limits = subject.callsOf('runtime/debug.SetMemoryLimit');
    if (!call || others.length + limits.length > 0) {
      return;
    }
    if (isSwitchedOff(subject, call) && runsOn(subject)) {
      const { start, end } = call;
      yield {
        start,
        end,
        message: localize('The collector is switched off, and no memory limit is set'),
        evidence: withoutObjects(
          subject,
          'misuse',
          call,
          localize('what is not in use any more is kept until there is no memory left'),
        ),
      };
    }
  },
};

function isSwitchedOff(subject: Subject, call: Call): boolean {
  const [percent] = call.arguments;
  const value = percent && subject.integerOf(percent);
  return value !== undefined && value < 0 && isForAll(subject, call);
}

/** What serves, and packages of programs that they do not know. Tools end before it matters. */
function runsOn(subject: Subject): boolean {
  const { syntax, package: own } = subject.source;
  return (
    subject.hasParameterOf(REQUESTS) ||
    subject.hasParameterOf(LISTENERS) ||
    subject.callsOf(...SERVERS).length > 0 ||
    (syntax.name.name === 'init' && !syntax.receiver && own.name !== 'main')
  );
}

const LISTENERS: ReadonlySet<string> = new Set(['net.Listener']);

const SERVERS = [
  'net/http.ListenAndServe',
  'net/http.ListenAndServeTLS',
  'net/http.Serve',
  'net/http.ServeTLS',
  'net/http.Server.ListenAndServe',
  'net/http.Server.ListenAndServeTLS',
  'net/http.Server.Serve',
  'net/http.Server.ServeTLS',
  'net.Listen',
  'net.ListenTCP',
  'net.ListenUnix',
  'crypto/tls.Listen',
];
