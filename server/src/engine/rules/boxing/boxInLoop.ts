/** `for … { fmt.Fprintf(w, "%s: %d\n", name, n) }`: a value that each round puts into an interface, and that is the same in all. */
import type { Call, Expression } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { type Type, underlying } from '../../types/types.ts';
import { typeSetOf } from '../../types/typeSet.ts';
import { beforeLoop, certainLoopsAround, gainBefore } from '../certainLoops.ts';
import { onHeap } from '../evidence.ts';
import { referencesTo } from '../escapes/references.ts';
import { type Loop, roundsOf } from '../preallocation/rounds.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
import { typeText } from '../typeText.ts';
import { boxedElement } from './boxedElement.ts';
import { type Boxed, boxedInRounds } from './boxedInRounds.ts';
import { isAlwaysSmall } from './smallNumbers.ts';

export const boxInLoop: Rule = {
  name: 'box-in-loop',
  summary: 'a value that each round of a loop puts into an interface anew',
  isSafe: true,
  isOnByDefault: true,
  causeOf: ({ fix, message }) => fix?.title ?? message,
  // Where no interface is needed, none need be made before.
  yieldsTo: [
    'fprint-string',
    'guarded-arguments',
    'slog-attrs',
    'sprintf-concat',
    'sprintf-strconv',
    'write-sprintf',
  ],
  *find(subject) {
    const values: SameValue[] = [];
    for (const boxed of boxedInRounds(subject)) {
      yield boxedElement(subject, boxed);
      addTo(values, subject, boxed);
    }
    for (const [index, value] of values.entries()) {
      const { variable } = value;
      const former = values.slice(0, index).filter((each) => each.variable.name === variable.name);
      yield findingOf(subject, value, former.length);
    }
  },
};

/** What the rounds of one loop put into interfaces of one type. */
interface SameValue {
  readonly variable: VarObject;
  /** The outermost one in which it is the same: all rounds share it. */
  readonly loop: Loop;
  readonly wanted: Type;
  readonly first: Boxed;
  readonly arguments: Expression[];
}

function addTo(values: SameValue[], subject: Subject, boxed: Boxed): void {
  const { argument, wanted, call, box } = boxed;
  const variable = argument.kind === 'identifier' ? subject.variableOf(argument) : undefined;
  const loop =
    variable &&
    certainLoopsAround(subject, argument)
      .filter((each) => !isOneRound(subject, each) && isSameIn(subject, variable, each))
      .at(-1);
  if (!loop || isSameText(subject, call, loop) || isAlwaysSmall(subject, variable, box.bytes)) {
    return;
  }
  const known = values.find(
    (each) => each.variable === variable && each.loop === loop && areAlike(each.wanted, wanted),
  );
  if (known) {
    known.arguments.push(argument);
  } else {
    values.push({ variable, loop, wanted, first: boxed, arguments: [argument] });
  }
}

/** A text that is the same in all rounds is to be made before the loop itself. */
function isSameText(subject: Subject, call: Call, loop: Loop): boolean {
  return (
    subject.calleeOf(call)?.startsWith('fmt.Sprint') === true &&
    call.arguments.every((each) => {
      const variable = subject.variableOf(each);
      return subject.isConstant(each) || (variable && isSameIn(subject, variable, loop)) === true;
    })
  );
}

function isOneRound(subject: Subject, loop: Loop): boolean {
  const rounds =
    loop.kind === 'for' ? Number(roundsOf(subject, loop)) : subject.integerOf(loop.operand);
  return rounds !== undefined && rounds <= 1;
}

/**
 * Whether a variable is declared before a loop and has one value in it: who has its address, or is another closure that
 * sets it, may do so at any time.
 */
function isSameIn(subject: Subject, variable: VarObject, loop: Loop): boolean {
  const [declared] = subject.usesOf(variable);
  const isOwn = variable.role !== 'package' && variable.role !== 'field';
  if (!isOwn || !declared || declared.start !== variable.place?.identifier?.start) {
    return false;
  }
  const around = subject.functionAround(loop);
  return (
    declared.end <= loop.start &&
    referencesTo(subject, variable).every(
      ({ use, isAddress, isWrite }) =>
        !isAddress &&
        !(
          isWrite &&
          (isWithin(use, loop) ||
            subject.functionAround(use) !== around ||
            subject.functionAround(declared) !== around)
        ),
    )
  );
}

function areAlike(a: Type, b: Type): boolean {
  return a === b || (isEmpty(a) && isEmpty(b));
}

function isEmpty(type: Type): boolean {
  const actual = underlying(type);
  return actual.kind === 'interface' && typeSetOf(actual).isAll;
}

function findingOf(subject: Subject, value: SameValue, index: number): Found {
  const { start, end } = value.first.call;
  const { box } = value.first;
  return {
    start,
    end,
    message: subject.localize(
      'Each round puts {0} into an interface, and it is the same in all of them',
      value.variable.name,
    ),
    evidence: onHeap(subject, [box], box.frequency),
    gain: gainBefore(subject, value.loop, box),
    fix: fixOf(subject, value, index),
  };
}

function fixOf(
  subject: Subject,
  { variable, loop, wanted, arguments: places }: SameValue,
  index: number,
): Fix | undefined {
  const before = beforeLoop(subject, loop);
  const type = interfaceText(subject, wanted);
  const name = subject.numberedName(`${variable.name}Boxed`, index);
  if (!before || type === undefined) {
    return undefined;
  }
  const { start, end, indent } = before;
  return {
    title: subject.localize('Put it into an interface before the loop'),
    changes: [
      { start, end, text: `var ${name} ${type} = ${variable.name}\n${indent}` },
      ...places.map((place) => ({ start: place.start, end: place.end, text: name })),
    ],
    imports: [],
    names: [name],
  };
}

/** `any` is of Go 1.18. */
function interfaceText(subject: Subject, wanted: Type): string | undefined {
  if (!isEmpty(wanted)) {
    return typeText(subject, wanted);
  }
  return subject.source.goMinor >= 18 ? 'any' : 'interface{}';
}
