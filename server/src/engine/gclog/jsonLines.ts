/** What loggers and exports that write JSON put around lines, be it one line or all that were asked for. */
import { beginsAsRuntimeLine, mayBeTraceLine } from './runtimeForms.ts';
import { isRecord, sourceOf, type LoggedRecord } from './sources.ts';
import { withoutColours, type UnwrappedLine } from './unwrapped.ts';

/** Where loggers have the line itself, the usual ones first. */
const MESSAGE_KEYS = ['log', 'MESSAGE', 'message', 'msg', 'line', 'textPayload', 'text'];
const DOCKER_KEYS = new Set(['log', 'stream', 'time', 'attrs']);
/** How deep a line may be in the objects of a logger. */
const DEEPEST = 4;
/** And in what exports give. */
const DEEPEST_OF_EXPORTS = 16;

/** The line that an object in JSON is made around; undefined where it has none, and for what is no object. */
export function unwrapJson(text: string): UnwrappedLine | undefined {
  const value = parsed(text);
  if (!isRecord(value)) {
    return undefined;
  }
  const key = MESSAGE_KEYS.find((each) => messageOf(value[each]) !== undefined);
  const message = key === undefined ? undefined : messageOf(value[key]);
  const isPartial = key === 'log' && message !== undefined && isPiece(value, message);
  const isOther = !isPartial && (message === undefined || !mayBeTraceLine(message));
  const found = (isOther ? traceLineIn(value, DEEPEST) : undefined) ?? message;
  return found === undefined
    ? undefined
    : {
        source: sourceOf(value),
        text: withoutColours(found.replace(/[\r\n]+$/, '')),
        isPartial,
      };
}

/**
 * The lines of the runtime in what an export or a query of many lines gives (Loki, Grafana, CloudWatch, Cloud Logging,
 * Elasticsearch), in its order; undefined for what is no JSON.
 */
export function linesInJson(text: string): readonly UnwrappedLine[] | undefined {
  const value = parsed(text);
  return value === undefined ? undefined : [...linesIn(value, '', DEEPEST_OF_EXPORTS)];
}

function* linesIn(value: unknown, outer: string, deepest: number): Generator<UnwrappedLine> {
  if (typeof value === 'string') {
    if (mayBeTraceLine(value) || beginsAsRuntimeLine(value)) {
      yield { source: outer, text: value.replace(/[\r\n]+$/, ''), isPartial: false };
    }
  } else if (deepest > 0 && typeof value === 'object' && value !== null) {
    const source = isRecord(value) ? sourceOf(value) || outer : outer;
    for (const each of Object.values(value)) {
      yield* linesIn(each, source, deepest - 1);
    }
  }
}

/** A line that GODEBUG has asked for, wherever a logger of its own kind has put it. */
function traceLineIn(value: unknown, deepest: number): string | undefined {
  if (typeof value === 'string') {
    return mayBeTraceLine(value) ? value : undefined;
  }
  const inner = deepest > 0 && typeof value === 'object' && value !== null;
  for (const each of inner ? Object.values(value) : []) {
    const found = traceLineIn(each, deepest - 1);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/**
 * What shippers such as Fluent Bit make of a container's log says which lines are pieces, in a key of its own, and
 * has no line's end. docker's json-file says it by the end alone.
 */
function isPiece(value: LoggedRecord, message: string): boolean {
  const mark = value._p ?? value.logtag;
  return typeof mark === 'string'
    ? mark === 'P'
    : 'stream' in value &&
        !message.endsWith('\n') &&
        Object.keys(value).every((key) => DOCKER_KEYS.has(key));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** journald writes a message that is not all text as its bytes. */
function messageOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value;
  }
  const isByte = (each: unknown): each is number =>
    typeof each === 'number' && Number.isInteger(each) && each >= 0 && each <= 255;
  return Array.isArray(value) && value.length > 0 && value.every(isByte)
    ? value.map((byte) => String.fromCharCode(byte)).join('')
    : undefined;
}
