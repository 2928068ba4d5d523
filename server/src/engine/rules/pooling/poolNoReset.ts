/** A buffer that goes back as it is, and is written to as it comes. */
import type { Identifier } from '../../syntax/ast.ts';
import { indentOf } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { isWriter } from './outlives.ts';
import { givenIn, type Taken, takenIn } from './poolCalls.ts';
import { isBuffer } from './poolMemory.ts';

export const poolNoReset: Rule = {
  name: 'pool-no-reset',
  summary: 'a bytes.Buffer from a sync.Pool that is never reset',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const given = givenIn(subject);
    for (const taken of takenIn(subject)) {
      const puts = given.filter(({ variable }) => variable === taken.variable);
      if (puts.length > 0 && isBuffer(taken.variable) && isNeverReset(subject, taken)) {
        yield findingOf(subject, taken);
      }
    }
  },
};

function findingOf(subject: Subject, { statement, variable }: Taken): Found {
  const { localize } = subject;
  const { start, end } = statement;
  const isInBlock = subject.parentOf(statement)?.kind === 'block';
  // Of `buf, ok := …` there is none to reset where it is not ok.
  const isSure = statement.left.length === 1;
  const indent = isInBlock && isSure ? indentOf(subject, statement) : undefined;
  return {
    start,
    end,
    message: localize('{0} still holds what was written before it was put back', variable.name),
    evidence: withoutObjects(
      subject,
      'misuse',
      statement,
      localize('nothing resets it between Get and Put, so it grows with each call'),
    ),
    fix:
      indent !== undefined
        ? {
            title: localize('Reset it'),
            changes: [{ start: end, end, text: `\n${indent}${variable.name}.Reset()` }],
            imports: [],
          }
        : undefined,
  };
}

const WRITES = new Set(['Write', 'WriteString', 'WriteByte', 'WriteRune', 'ReadFrom']);
const LOOKS = new Set(['Len', 'Cap', 'Grow', 'Bytes', 'String', 'Available']);

/** Whether it is written to, and all that is done with it is known to leave in it what it holds. */
function isNeverReset(subject: Subject, { variable }: Taken): boolean {
  const uses = subject
    .usesOf(variable)
    .slice(1)
    .map((use) => useOf(subject, use));
  return uses.includes('written') && !uses.includes('unknown');
}

function useOf(subject: Subject, use: Identifier): 'written' | 'looked at' | 'unknown' {
  const parent = subject.parentOf(use);
  const call = parent && subject.parentOf(parent);
  if (parent?.kind === 'selector' && call?.kind === 'call' && call.callee === parent) {
    const { name } = parent.selector;
    return WRITES.has(name) ? 'written' : LOOKS.has(name) ? 'looked at' : 'unknown';
  }
  if (parent?.kind !== 'call') {
    return 'unknown';
  }
  return subject.calleeOf(parent) === 'sync.Pool.Put'
    ? 'looked at'
    : isWriter(subject, use, parent)
      ? 'written'
      : 'unknown';
}
