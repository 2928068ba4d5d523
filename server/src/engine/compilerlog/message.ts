import type { Place, RowKind, Verdict } from './rows.ts';

/**
 * One line of the compiler's `-m=2` text, taken apart. The text is not a stable format: every form
 * is matched leniently, and what is not known becomes a `remark`, never an error.
 */
export type LogLine =
  | { readonly type: 'row'; readonly place: Place; readonly row: RowText }
  | {
      readonly type: 'effect';
      readonly place: Place;
      readonly what: string;
      readonly effect: string;
    }
  | {
      readonly type: 'explains';
      readonly place: Place;
      readonly what: string;
      readonly leaksTo?: string;
      readonly functionName: string;
    }
  | {
      readonly type: 'flow';
      readonly destination: string;
      readonly operator: string;
      readonly source: string;
    }
  | {
      readonly type: 'step';
      readonly expression: string;
      readonly reason: string;
      readonly at: Place;
    }
  | {
      readonly type: 'inline';
      readonly place: Place;
      readonly functionName: string;
      readonly cost?: number;
      readonly reason?: string;
    }
  | { readonly type: 'inlined'; readonly place: Place; readonly callee: string }
  | {
      readonly type: 'capture';
      readonly place: Place;
      readonly functionName: string;
      readonly variable: string;
      readonly byReference: boolean;
    }
  | { readonly type: 'remark'; readonly place: Place; readonly message: string }
  | { readonly type: 'walk' }
  | { readonly type: 'noise' };

interface RowText {
  readonly kind: RowKind;
  readonly what: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

const NOISE: LogLine = { type: 'noise' };
const WALK: LogLine = { type: 'walk' };

/** What `-W` prints as soon as the first function reaches the backend (walk/walk.go). */
const BEFORE_WALK = 'before walk ';

const LEAK_TO_RESULT = /^(.*) (to result (?:.*) level=-?\d+)$/;
const CAPTURE = /^(.*) capturing by (ref|value): (.*) \(addr=/;
const CAN_INLINE = /^can inline (.*?)(?: with cost (-?\d+) as: .*)?$/;
const CANNOT_INLINE = /^cannot inline (.*?): (.*)$/;
/** Said of a call, not of a function. */
const CANNOT_INLINE_INTO = /^cannot inline .* into .*: repeated recursive cycle$/;
// Up to Go 1.24 the two headings do not name the function.
const HEAP_EXPLAINED = /^(.*) escapes to heap(?: in (.*))?:$/;
const LEAK_EXPLAINED = /^parameter (.*?) leaks to (.*?)(?: for (.*))? with derefs=-?\d+:$/;
const EFFECT = /^(mutates|calls) param: (.*) (derefs=-?\d+)$/;
const FLOW = /^ {2}flow: (.*) (?:←|=) (&|\**)(.*):$/;
const STEP = /^ {4}from (.*) \(([^()]*(?:\([^()]*\))?[^()]*)\) at (.*)$/;
const OTHER_FACT =
  /^(?:partially |cannot )?devirtualiz|ignoring self-assignment in|considered 'big'|bounds check elided$|is unsafe uintptr$|as escaping (?:\.\.\.)?uintptr$/;

/** Splits `file:line:column: message`; `undefined` for a line that does not begin with a place. */
function splitPlace(line: string): { place: Place; message: string } | undefined {
  const end = line.indexOf(': ');
  const place = end < 0 ? undefined : parsePlace(line.slice(0, end));
  return place && { place, message: line.slice(end + 2) };
}

/** Reads `file:line:column` or `file:line`. */
function parsePlace(text: string): Place | undefined {
  const last = text.lastIndexOf(':');
  const lastNumber = last < 0 ? undefined : parseDecimal(text, last + 1);
  if (lastNumber === undefined) {
    return undefined;
  }
  const before = text.lastIndexOf(':', last - 1);
  const number = before < 0 ? undefined : parseDecimal(text, before + 1, last);
  return number === undefined
    ? { file: text.slice(0, last), line: lastNumber, column: 0 }
    : { file: text.slice(0, before), line: number, column: lastNumber };
}

function parseDecimal(text: string, start: number, end = text.length): number | undefined {
  if (start >= end) {
    return undefined;
  }
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) {
      return undefined;
    }
    value = value * 10 + digit;
  }
  return value;
}

export function parseLogLine(line: string): LogLine {
  // A tab begins what belongs to the error above: "other declaration of x".
  const split = line.startsWith('\t') ? undefined : splitPlace(line);
  if (!split) {
    return line.startsWith(BEFORE_WALK) ? WALK : NOISE;
  }
  const { place, message } = split;
  if (message.startsWith('  ')) {
    return parseExplanationLine(message);
  }
  return (
    parseVerdict(place, message) ??
    parseInlining(place, message) ??
    parseFact(place, message) ?? { type: 'remark', place, message }
  );
}

function parseExplanationLine(message: string): LogLine {
  const flow = FLOW.exec(message);
  if (flow) {
    const [, destination = '', operator = '', source = ''] = flow;
    return { type: 'flow', destination, operator, source };
  }
  const step = STEP.exec(message);
  const at = step && parsePlace(step[3] ?? '');
  return at ? { type: 'step', expression: step[1] ?? '', reason: step[2] ?? '', at } : NOISE;
}

function parseVerdict(place: Place, message: string): LogLine | undefined {
  const row = (kind: RowKind, what: string, verdict: Verdict, detail = ''): LogLine => ({
    type: 'row',
    place,
    row: { kind, what, verdict, detail },
  });
  if (message.endsWith(' escapes to heap')) {
    const what = message.slice(0, -' escapes to heap'.length);
    return row(what === 'append' ? 'append' : 'expr', what, 'heap');
  }
  if (message.endsWith(' does not escape')) {
    const what = message.slice(0, -' does not escape'.length);
    return row(what === 'append' ? 'append' : 'expr', what, 'stack');
  }
  if (message.endsWith(' does not escape, mutate, or call')) {
    return row('param', message.slice(0, -' does not escape, mutate, or call'.length), 'noleak');
  }
  if (message.startsWith('moved to heap: ')) {
    return row('var', message.slice('moved to heap: '.length), 'heap');
  }
  if (message.startsWith('leaking param content: ')) {
    return row('param', message.slice('leaking param content: '.length), 'leak-content');
  }
  if (message.startsWith('leaking param: ')) {
    const what = message.slice('leaking param: '.length);
    const toResult = LEAK_TO_RESULT.exec(what);
    return toResult
      ? row('param', toResult[1] ?? '', 'leak-result', toResult[2] ?? '')
      : row('param', what, 'leak');
  }
  if (message === 'zero-copy string->[]byte conversion') {
    return row('zerocopy', 'string->[]byte', 'stack');
  }
  return undefined;
}

function parseInlining(place: Place, message: string): LogLine | undefined {
  if (message.startsWith('inlining call to ')) {
    return { type: 'inlined', place, callee: message.slice('inlining call to '.length) };
  }
  if (message.startsWith('can inline ')) {
    const match = CAN_INLINE.exec(message);
    const functionName = match?.[1] ?? '';
    return match?.[2] === undefined
      ? { type: 'inline', place, functionName }
      : { type: 'inline', place, functionName, cost: Number(match[2]) };
  }
  if (message.startsWith('cannot inline ')) {
    if (CANNOT_INLINE_INTO.test(message)) {
      return NOISE;
    }
    const match = CANNOT_INLINE.exec(message);
    return { type: 'inline', place, functionName: match?.[1] ?? '', reason: match?.[2] ?? '' };
  }
  return undefined;
}

function parseFact(place: Place, message: string): LogLine | undefined {
  if (message.endsWith(':')) {
    const heap = HEAP_EXPLAINED.exec(message);
    if (heap) {
      return { type: 'explains', place, what: heap[1] ?? '', functionName: heap[2] ?? '' };
    }
    const leak = LEAK_EXPLAINED.exec(message);
    if (leak) {
      const [, what = '', leaksTo = '', functionName = ''] = leak;
      return { type: 'explains', place, what, leaksTo, functionName };
    }
  }
  const effect = EFFECT.exec(message);
  if (effect) {
    const [, verb = '', what = '', derefs = ''] = effect;
    return { type: 'effect', place, what, effect: `${verb} ${derefs}` };
  }
  const capture = CAPTURE.exec(message);
  if (capture) {
    const [, functionName = '', how, variable = ''] = capture;
    return { type: 'capture', place, functionName, variable, byReference: how === 'ref' };
  }
  return OTHER_FACT.test(message) ? NOISE : undefined;
}
