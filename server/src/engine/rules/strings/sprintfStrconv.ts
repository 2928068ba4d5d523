/** `fmt.Sprintf("%d", n)`: one value, one verb, for which strconv has a function. */
import type { Allocation } from '../../alloc/allocations.ts';
import { totalBytes } from '../../features/byteTexts.ts';
import type { Call, Expression } from '../../syntax/ast.ts';
import { asNamed, isUnsigned } from '../../types/predicates.ts';
import { type Type, underlying } from '../../types/types.ts';
import { sameChange } from '../causes.ts';
import { onHeap, inResult } from '../evidence.ts';
import { replacing } from '../edits.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const sprintfStrconv: Rule = {
  name: 'sprintf-strconv',
  summary: 'fmt.Sprintf of one number, string or bool, for which strconv has a function',
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  find: (subject) =>
    subject.callsOf('fmt.Sprintf', 'fmt.Sprint').map((call) => findingOf(subject, call)),
};

interface Replacement {
  readonly text: string;
  readonly imports: readonly string[];
  /** Objects that are left. */
  readonly objects: number;
}

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const isFormatted = subject.calleeOf(call) === 'fmt.Sprintf';
  const [first, second, ...others] = call.arguments;
  const value = isFormatted ? second : first;
  const isSingle = isFormatted ? others.length === 0 : second === undefined;
  const verb = isFormatted ? first && subject.stringOf(first) : '%v';
  if (!value || !isSingle || call.hasEllipsis || verb === undefined || subject.isConstant(value)) {
    return undefined;
  }
  const replacement = replacementOf(subject, verb, value);
  const box = subject.expressionAt(value);
  const boxes: readonly Allocation[] = box ? [box] : [];
  const objectsBefore = 1 + boxes.length;
  if (!replacement || replacement.objects >= objectsBefore) {
    return undefined;
  }
  const { text, imports, objects } = replacement;
  return {
    start: call.start,
    end: call.end,
    message: box
      ? localize('{0} is put into an interface to be formatted', subject.shortTextOf(value))
      : localize('{0} makes a string that is a constant', subject.textOf(call.callee)),
    evidence: box ? onHeap(subject, boxes, box.frequency) : inResult(subject, call),
    gain: { objectsBefore, objectsAfter: objects, bytes: totalBytes(boxes) },
    fix: replacing(subject, [call], {
      title: localize('Use {0}', imports.length > 0 ? text.slice(0, text.indexOf('(')) : text),
      changes: [{ start: call.start, end: call.end, text }],
      imports,
    }),
  };
}

function replacementOf(subject: Subject, verb: string, value: Expression): Replacement | undefined {
  const type = subject.typeOf(value);
  const kind = type && underlying(type);
  if (kind?.kind !== 'basic' || !type || formatsItself(type, verb)) {
    return undefined;
  }
  const text = subject.textOf(value);
  const strconv = subject.qualifierOf('strconv');
  const inStrconv = (name: string, argument: string, objects: number): Replacement | undefined =>
    strconv === undefined
      ? undefined
      : { text: `${strconv}.${name}(${argument})`, imports: ['strconv'], objects };
  const isPlain = asNamed(type) === undefined;
  const as = (name: string) =>
    isPlain && kind.basic === name ? unwrapped(text, value) : `${name}(${text})`;
  switch (kind.basic) {
    case 'int':
      return isDecimal(verb) ? inStrconv('Itoa', as('int'), 1) : undefined;
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'uint':
    case 'uint8':
    case 'uint16':
    case 'uint32':
    case 'uint64':
      return !isDecimal(verb)
        ? undefined
        : isUnsigned(kind)
          ? inStrconv('FormatUint', `${as('uint64')}, 10`, 1)
          : inStrconv('FormatInt', `${as('int64')}, 10`, 1);
    case 'bool':
      return verb === '%t' || verb === '%v' ? inStrconv('FormatBool', as('bool'), 0) : undefined;
    case 'string':
      return verb === '%s' || verb === '%v'
        ? { text: isPlain ? operand(text, value) : as('string'), imports: [], objects: 0 }
        : undefined;
    default:
      return undefined;
  }
}

function isDecimal(verb: string): boolean {
  return verb === '%d' || verb === '%v';
}

/** Whether a type may have its own way to be printed with a verb: fmt/print.go (handleMethods). */
function formatsItself(type: Type, verb: string): boolean {
  const methods = asNamed(type)?.methods;
  return (
    methods !== undefined &&
    (methods.has('Format') ||
      (verb !== '%d' && verb !== '%t' && (methods.has('String') || methods.has('Error'))))
  );
}

function unwrapped(text: string, value: Expression): string {
  return value.kind === 'parenthesized' ? text.slice(1, -1) : text;
}

/** As an operand of whatever is around it. */
function operand(text: string, { kind }: Expression): string {
  return kind === 'binary' || kind === 'unary' || kind === 'star' ? `(${text})` : text;
}
