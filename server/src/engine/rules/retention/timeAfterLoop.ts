/** `time.After` in a loop: a timer and a channel with each round. */
import { isEnding } from '../../frequency/names.ts';
import type { Call, For, Range, Select, Statement } from '../../syntax/ast.ts';
import { indentOf, isKnownBefore, replacing } from '../edits.ts';
import { inCallee } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';

export const timeAfterLoop: Rule = {
  name: 'time-after-loop',
  summary: 'a timer that time.After makes with each round of a loop',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    for (const call of subject.callsOf('time.After')) {
      const place = placeOf(subject, call);
      if (place && subject.frequencyOf(call) === 'iteration') {
        yield findingOf(subject, call, place);
      }
    }
  },
};

interface WaitPlace {
  readonly select: Select;
  /** The outermost one: in another loop, what the fix defers would pile up. */
  readonly loop: For | Range;
}

/**
 * What a case of a `select` receives from, beside others, in a loop of the same function. In the body of a case it is
 * made as often as that is chosen, and has to begin there.
 */
function placeOf(subject: Subject, call: Call): WaitPlace | undefined {
  let select: Select | undefined;
  let loop: For | Range | undefined;
  for (const parent of subject.parentsOf(call)) {
    if (parent.kind === 'function') {
      break;
    }
    if (parent.kind === 'select') {
      select ??= parent;
    }
    if (select && (parent.kind === 'for' || parent.kind === 'range')) {
      loop = parent;
    }
  }
  const isReceivedFrom = select?.clauses.some(
    ({ communication }) => communication && isWithin(call, communication),
  );
  return select && loop && isReceivedFrom && isOftenLeft(subject, { select, loop }, call)
    ? { select, loop }
    : undefined;
}

/**
 * Whether something else may come before the time is over, and the loop goes on. With nothing but the end of a context, or
 * what the loop ends with, beside it, all of the time is waited for, and nobody counts the timers.
 */
function isOftenLeft(subject: Subject, { select, loop }: WaitPlace, call: Call): boolean {
  return select.clauses.some(({ communication, body }) => {
    if (!communication) {
      return false;
    }
    return (
      !isWithin(call, communication) &&
      !subject.textOf(communication).endsWith('.Done()') &&
      !leaves(subject, body.at(-1), loop)
    );
  });
}

function leaves(subject: Subject, last: Statement | undefined, loop: For | Range): boolean {
  if (last?.kind === 'branch' && last.keyword === 'break') {
    const labeled = subject.parentOf(loop);
    return labeled?.kind === 'labeled' && labeled.label.name === last.label?.name;
  }
  return last?.kind === 'return' || (last?.kind === 'expression' && isEnding(last.expression));
}

/** Until then what was not received from was held until it fired (time/sleep.go, Go 1.23). */
const COLLECTED_SINCE_MINOR = 23;

/** Of the timer, its channel and the buffer of that, on 64 bits (Go 1.26). */
const TIMER_OBJECTS = 3;
const TIMER_BYTES = 248;

function findingOf(subject: Subject, call: Call, place: WaitPlace): Found {
  const { localize, source } = subject;
  const { start, end } = call;
  const isCollected = source.goMinor >= COLLECTED_SINCE_MINOR;
  return {
    start,
    end,
    message: isCollected
      ? localize('Each round makes a timer of its own')
      : localize('Each round makes a timer of its own, which is held until it fires'),
    evidence: inCallee(subject, call, localize('time.After allocates a timer and its channel')),
    gain: { objectsBefore: TIMER_OBJECTS, objectsAfter: 0, bytes: TIMER_BYTES },
    fix: isCollected ? fixOf(subject, call, place) : undefined,
  };
}

/** One timer for the loop, set anew before each wait: from Go 1.23 on nothing stale can be in it. */
function fixOf(subject: Subject, call: Call, { select, loop }: WaitPlace): Fix | undefined {
  const { source, localize } = subject;
  const [duration] = call.arguments;
  const timer = subject.freshName('timer', 'timeout', 'waitTimer');
  const time = subject.qualifierOf('time');
  const loopIndent = indentOf(subject, loop);
  const selectIndent = indentOf(subject, select);
  const isPlain =
    subject.parentOf(loop)?.kind === 'block' && subject.parentOf(select)?.kind === 'block';
  if (
    !duration ||
    !isPlain ||
    timer === undefined ||
    time === undefined ||
    loopIndent === undefined ||
    selectIndent === undefined ||
    !isKnownBefore(subject, duration, loop)
  ) {
    return undefined;
  }
  const text = subject.textOf(duration);
  const { start, end } = call;
  return replacing(subject, [call], {
    title: localize('Use one timer for the loop'),
    changes: [
      {
        start: loop.start,
        end: loop.start,
        text: `${timer} := ${time}.NewTimer(${text})\n${loopIndent}defer ${timer}.Stop()\n${loopIndent}`,
      },
      {
        start: select.start,
        end: select.start,
        text: `${timer}.Reset(${text})\n${selectIndent}`,
      },
      { start, end, text: `${timer}.C` },
    ],
    imports: source.imports.some(({ path }) => path === 'time') ? [] : ['time'],
    names: [timer],
  });
}
