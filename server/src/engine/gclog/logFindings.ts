/** What the log says beside its cycles, and what it lacks. */
import type { Finding } from './finding.ts';
import { count } from './quantity.ts';
import type { Run } from './run.ts';

const MANY_GOROUTINES = 1000;

export function failures(run: Run): Finding[] {
  const [first] = run.failures;
  return first
    ? [
        {
          kind: 'failure',
          isWarning: true,
          text: `${first.kind}: ${first.text}`,
          reason: 'The process ends with it, unless it is text of the program.',
          line: first.line,
        },
      ]
    : [];
}

export function manyGoroutines(run: Run): Finding[] {
  const [state, most] = [...run.goroutines].reduce(
    (best, each) => (each[1] > best[1] ? each : best),
    ['', 0],
  );
  const waits =
    run.longestWaitMinutes > 0 ? `, one of them for ${run.longestWaitMinutes} minutes` : '';
  return most >= MANY_GOROUTINES
    ? [
        {
          kind: 'many goroutines',
          isWarning: true,
          text: `${count(most, 'goroutine')} of the dump ${most === 1 ? 'is' : 'are'} in “${state}”${waits}.`,
          reason:
            'Goroutines that wait for what never comes keep their stacks, and what these refer to.',
          line: run.lastLine,
        },
      ]
    : [];
}

export function incomplete(run: Run): Finding[] {
  const found: Finding[] = [];
  if (run.missingCycles > 0) {
    found.push({
      kind: 'missing cycles',
      isWarning: false,
      text: `The lines of ${count(run.missingCycles, 'cycle')} are missing between the first and the last.`,
      reason: 'They are damaged (see the lines that could not be read), or the log has lost them.',
      line: run.firstLine,
    });
  }
  if (run.isMixed) {
    found.push({
      kind: 'mixed processes',
      isWarning: false,
      text: 'Lines of several processes are mixed here, and nothing in them says whose they are.',
      reason:
        'They are told apart by the numbers of cycles, time, processors and heap; a cycle may be given to another process than its own.',
      line: run.firstLine,
    });
  }
  return found;
}
