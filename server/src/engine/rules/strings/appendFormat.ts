/** `append(b, strconv.Itoa(n)...)`: a string that is made to be appended. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { underlying } from '../../types/types.ts';
import { sameChange } from '../causes.ts';
import { replacing } from '../edits.ts';
import { inResult } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const appendFormat: Rule = {
  name: 'append-format',
  summary: 'a string that is made only to be appended to a []byte',
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  find: (subject) => subject.callsOf('append').map((call) => findingOf(subject, call)),
};

/** The call that appends; `sinceMinor` as of rules. */
interface Appending {
  readonly sinceMinor?: number;
  text(subject: Subject, to: string, made: Call): string;
}

const APPENDING: ReadonlyMap<string, Appending> = new Map<string, Appending>([
  [
    'strconv.Itoa',
    {
      text: (subject, to, made) =>
        `${qualifier(subject, made)}.AppendInt(${to}, int64(${subject.textOfAll(numberOf(subject, made))}), 10)`,
    },
  ],
  ['strconv.FormatInt', { text: (subject, to, made) => renamed(subject, to, made, 'AppendInt') }],
  ['strconv.FormatUint', { text: (subject, to, made) => renamed(subject, to, made, 'AppendUint') }],
  ['time.Time.Format', { text: (subject, to, made) => renamed(subject, to, made, 'AppendFormat') }],
  [
    'fmt.Sprintf',
    { sinceMinor: 19, text: (subject, to, made) => renamed(subject, to, made, 'Appendf') },
  ],
]);

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const [to, made, ...more] = call.arguments;
  if (!to || made?.kind !== 'call' || more.length > 0 || !call.hasEllipsis || made.hasEllipsis) {
    return undefined;
  }
  const appending = APPENDING.get(subject.calleeOf(made) ?? '');
  if (!appending || (appending.sinceMinor ?? 0) > subject.source.goMinor) {
    return undefined;
  }
  const { start, end } = call;
  const text = appending.text(subject, subject.textOf(to), made);
  return {
    start,
    end,
    message: localize('A string is made only to be appended'),
    evidence: inResult(subject, made),
    gain: {
      objectsBefore: 1,
      objectsAfter: 0,
      ...(isShort(subject, made) ? { about: { objects: 1, bytes: SHORT_BYTES } } : {}),
    },
    fix: replacing(subject, [call], {
      title: localize('Use {0}', text.slice(0, text.indexOf('('))),
      changes: [{ start, end, text }],
      imports: [],
    }),
  };
}

function renamed(subject: Subject, to: string, made: Call, name: string): string {
  const list = subject.textOfAll(made.arguments);
  return `${qualifier(subject, made)}.${name}(${to}${list === '' ? '' : `, ${list}`})`;
}

/** What `strconv.Itoa` is given; of `int(n)`, `n`, where an int of any machine has room for all of its values. */
function numberOf(subject: Subject, { arguments: given }: Call): readonly Expression[] {
  const [value] = given;
  const [inner] = value?.kind === 'call' && subject.isConversion(value) ? value.arguments : [];
  const type = inner && subject.typeOf(inner);
  const kind = type && underlying(type);
  return inner && kind?.kind === 'basic' && NARROW.has(kind.basic) ? [inner] : given;
}

const NARROW: ReadonlySet<string> = new Set(['int', 'int8', 'int16', 'int32', 'uint8', 'uint16']);

/** Numbers and booleans: of all else the text may be long. */
function isShort(subject: Subject, made: Call): boolean {
  return (subject.calleeOf(made) ?? '').startsWith('strconv.');
}

const SHORT_BYTES = 16;

/** What stands in front of the function or method. */
function qualifier(subject: Subject, { callee }: Call): string {
  return callee.kind === 'selector' ? subject.textOf(callee.operand) : '';
}
