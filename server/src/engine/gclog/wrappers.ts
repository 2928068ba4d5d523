/**
 * What containers and loggers put around a line, taken off: docker (json-file, `logs -t`), containerd (CRI),
 * compose, `kubectl logs --prefix --timestamps`, Heroku, journald (short and its kin, json), syslog (RFC 3164, RFC 5424),
 * loggers that write JSON, colours.
 */
import { beginsAsRuntimeLine, mayBeTraceLine } from './runtimeForms.ts';

export interface UnwrappedLine {
  /** Whose line it is, as the wrappers say: a service, a pod, a process; empty where nobody says. */
  readonly source: string;
  readonly text: string;
  /** The line goes on in the next one of the same source: CRI's P, docker's pieces of 16 KiB. */
  readonly isPartial: boolean;
}

const ANSI = new RegExp(
  '\\u001b\\[[0-9;:?]*[ -/]*[@-~]|\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)',
  'g',
);
const TIME = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?';
const CRI = new RegExp(`^${TIME} (?:stdout|stderr) ([FP])(?::\\S+)? `);
const CRI_PIECE = / std(?:out|err) P(?::\S+)? /;
const TIMESTAMP = new RegExp(`^${TIME} `);
const KUBECTL = /^\[(pod\/[^\]\s]+)\] /;
const HEROKU = /^(app\[[\w.-]+\]): /;
const COMPOSE = /^([A-Za-z0-9][\w.-]*) +\| ?/;
const PRIORITY = '(?:<\\d{1,3}>)?';
/** Of journald's short-full, short-unix and short-monotonic. */
const OTHER_TIMES = `[A-Z][a-z]{2} ${TIME} [A-Z+\\d]{1,6}|\\d{9,11}\\.\\d{6}|\\[ *\\d+\\.\\d{6}\\]`;
/** With other times than syslog's only where the process is named by its number: `SCHED 0ms: ` looks like a host and a unit. */
const JOURNAL = new RegExp(
  `^${PRIORITY}(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)? (\\S+ [^\\s:[]+(?:\\[\\d+\\])?)|(?:${TIME}|${OTHER_TIMES}) (\\S+ [^\\s:[]+\\[\\d+\\])): `,
);
/** RFC 5424: the priority and 1, then time, host, program, process, kind of message and what belongs to it. */
const SYSLOG = new RegExp(
  `^<\\d{1,3}>1 (?:${TIME}|-) (\\S+ \\S+ \\S+) \\S+ (?:-|(?:\\[(?:[^\\]\\\\]|\\\\.)*\\])+) ?`,
);
/** More than there are around each other in practice: compose, CRI, a timestamp, JSON. */
const MOST_WRAPPERS = 6;

/** Where loggers have the line itself, the usual ones first. */
const MESSAGE_KEYS = ['log', 'MESSAGE', 'message', 'msg', 'line', 'textPayload', 'text'];
const DOCKER_KEYS = new Set(['log', 'stream', 'time', 'attrs']);
/** How deep a line may be in the objects of a logger. */
const DEEPEST = 4;
/** Where they say whose it is. */
const SOURCE_KEYS = [
  'CONTAINER_NAME',
  'container_name',
  'container',
  'pod_name',
  'pod',
  '_SYSTEMD_UNIT',
  'SYSLOG_IDENTIFIER',
  '_PID',
  'pid',
];
/** The objects in which collectors have these: Kubernetes' metadata, resources of Cloud Logging. */
const METADATA_KEYS = [['kubernetes'], ['resource', 'labels']];

export function withoutColours(line: string): string {
  return line.includes('\u001b') ? line.replace(ANSI, '') : line;
}

/** Whether a line has to be unwrapped though nothing of the runtime is to be seen in it. */
export function mayHideText(line: string): boolean {
  return line.startsWith('{')
    ? /"MESSAGE" ?: ?\[/.test(line) || isDockerPiece(line)
    : CRI_PIECE.test(line);
}

/** docker's json-file has a long line in pieces, of which only the last has its end. */
function isDockerPiece(line: string): boolean {
  return line.startsWith('{"log":"') && !line.includes('\\n","stream":');
}

export function unwrap(line: string): UnwrappedLine {
  const sources: string[] = [];
  const partials: boolean[] = [];
  let text = withoutColours(line);
  if (beginsAsRuntimeLine(text)) {
    return { source: '', text, isPartial: false };
  }
  for (let left = MOST_WRAPPERS; left > 0; left--) {
    const inner = unwrapOnce(text);
    if (!inner) {
      break;
    }
    text = inner.text;
    partials.push(inner.isPartial);
    if (inner.source !== '') {
      sources.push(inner.source);
    }
  }
  return { source: sources.join(' '), text, isPartial: partials.includes(true) };
}

function unwrapOnce(text: string): UnwrappedLine | undefined {
  const cri = CRI.exec(text);
  if (cri) {
    return { source: '', text: text.slice(cri[0].length), isPartial: cri[1] === 'P' };
  }
  const named =
    SYSLOG.exec(text) ??
    JOURNAL.exec(text) ??
    KUBECTL.exec(text) ??
    HEROKU.exec(text) ??
    COMPOSE.exec(text);
  if (named) {
    const source = named[1] ?? named[2] ?? '';
    return { source, text: text.slice(named[0].length), isPartial: false };
  }
  const time = TIMESTAMP.exec(text);
  if (time) {
    return { source: '', text: text.slice(time[0].length), isPartial: false };
  }
  return text.startsWith('{') ? unwrapJson(text) : undefined;
}

function unwrapJson(text: string): UnwrappedLine | undefined {
  const value = parsed(text);
  if (value === undefined) {
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
function isPiece(value: Readonly<Record<string, unknown>>, message: string): boolean {
  const mark = value._p ?? value.logtag;
  return typeof mark === 'string'
    ? mark === 'P'
    : 'stream' in value &&
        !message.endsWith('\n') &&
        Object.keys(value).every((key) => DOCKER_KEYS.has(key));
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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

function sourceOf(value: Readonly<Record<string, unknown>>): string {
  const metadata = METADATA_KEYS.map((path) =>
    path.reduce((inner, key) => (isRecord(inner[key]) ? inner[key] : {}), value),
  );
  return SOURCE_KEYS.map((key) => [value, ...metadata].find((each) => key in each)?.[key])
    .map((each) => (isRecord(each) ? each.name : each))
    .filter((each): each is string | number => typeof each === 'string' || typeof each === 'number')
    .join(' ');
}
