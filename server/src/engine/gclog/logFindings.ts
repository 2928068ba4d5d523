/** What the log says beside its cycles, and what it lacks. */
import type { Localize } from '../features/localize.ts';
import type { Finding } from './finding.ts';
import type { Run } from './run.ts';

const MANY_GOROUTINES = 1000;

export function failures(run: Run, localize: Localize): Finding[] {
  const [first] = run.failures;
  return first
    ? [
        {
          kind: 'failure',
          isWarning: true,
          text: `${first.kind}: ${first.text}`,
          reason: localize('The process ends with it, unless it is text of the program.'),
          line: first.line,
        },
      ]
    : [];
}

export function manyGoroutines(run: Run, localize: Localize): Finding[] {
  const [state, most] = [...run.goroutines].reduce(
    (best, each) => (each[1] > best[1] ? each : best),
    ['', 0],
  );
  const countText = most.toLocaleString('en');
  return most >= MANY_GOROUTINES
    ? [
        {
          kind: 'many goroutines',
          isWarning: true,
          text:
            run.longestWaitMinutes > 0
              ? localize(
                  '{0} goroutines of the dump are in “{1}”, one of them for {2} minutes.',
                  countText,
                  state,
                  run.longestWaitMinutes,
                )
              : localize('{0} goroutines of the dump are in “{1}”.', countText, state),
          reason: localize(
            'Goroutines that wait for what never comes keep their stacks, and what these refer to.',
          ),
          line: run.lastLine,
        },
      ]
    : [];
}

export function incomplete(run: Run, localize: Localize): Finding[] {
  const found: Finding[] = [];
  if (run.missingCycles > 0) {
    found.push({
      kind: 'missing cycles',
      isWarning: false,
      text:
        run.missingCycles === 1
          ? localize('The line of a cycle is missing between the first and the last.')
          : localize(
              'The lines of {0} cycles are missing between the first and the last.',
              run.missingCycles.toLocaleString('en'),
            ),
      reason: localize(
        'They are damaged (see the lines that could not be read), or the log has lost them.',
      ),
      line: run.firstLine,
    });
  }
  if (run.isMixed) {
    found.push({
      kind: 'mixed processes',
      isWarning: false,
      text: localize(
        'Lines of several processes are mixed here, and nothing in them says whose they are.',
      ),
      reason: localize(
        'They are told apart by the numbers of cycles, time, processors and heap; a cycle may be given to another process than its own.',
      ),
      line: run.firstLine,
    });
  }
  return found;
}
