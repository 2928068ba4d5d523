/**
 * What containers and loggers put around a line, taken off: docker (json-file, `logs -t`), containerd (CRI),
 * compose, `kubectl logs --prefix --timestamps`, stern and its kin, Heroku, Fly, Cloud Foundry, CloudWatch, journald (short
 * and its kin, json), syslog (RFC 3164, RFC 5424), logcli, loggers that write logfmt or JSON, colours.
 */
import { unwrapJson } from './jsonLines.ts';
import { unwrapLabels, unwrapLogfmt } from './labelledLines.ts';
import { BEGINNING, beginsAsRuntimeLine } from './runtimeForms.ts';
import { withoutColours, type UnwrappedLine } from './unwrapped.ts';

const TIME = '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?';
const CRI = new RegExp(`^${TIME} (?:stdout|stderr) ([FP])(?::\\S+)? `);
const CRI_PIECE = / std(?:out|err) P(?::\S+)? /;
const TIMESTAMP = new RegExp(`^${TIME} `);
const KUBECTL = /^\[(pod\/[^\]\s]+)\] /;
/** Fly's have a region and a level, too. */
const HEROKU = /^(app\[[\w.-]+\])(?:: | \w+ \[\w+\] ?)/;
const CLOUD_FOUNDRY = new RegExp(`^ *${TIME} \\[([A-Z][\\w/.-]*/\\d+)\\] (?:OUT|ERR) `);
/** Swarm's have the node, and foreman's the time. */
const COMPOSE = /^(?:\d\d:\d\d:\d\d )?([A-Za-z0-9][\w.@-]*) +\| ?/;
/** What programs write may look like what follows, too: only where the runtime's line comes, or its time. */
const BEFORE_LINE = `(?=${TIME} |${BEGINNING})`;
/** As controllers name pods: with five letters or a number at the end. */
const POD = '[a-z0-9][a-z0-9.-]*-(?:[a-z0-9]{5}|\\d{1,4})';
/** stern's, with a namespace where all are asked for; kubetail's, in brackets; kail's. */
const PODS = new RegExp(
  `^(?:((?:[a-z0-9-]+ )?${POD}(?: [a-z0-9-]+)?)|\\[(${POD}(?: [a-z0-9-]+)?)\\]|([a-z0-9-]+/[a-z0-9.-]+\\[[a-z0-9-]+\\]):) ${BEFORE_LINE}`,
);
/** `aws logs filter-log-events` as text, and files of fluentd. */
const TABBED = new RegExp(`^(?:EVENTS\\t\\d+\\t\\d+\\t(\\S+)\\t|${TIME}\\t(\\S+)\\t(?=\\{))`);
/** `aws logs tail`, behind the time. */
const STREAM = new RegExp(`^([\\w.-]+/\\S+) ${BEFORE_LINE}`);
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
    CLOUD_FOUNDRY.exec(text) ??
    TABBED.exec(text) ??
    COMPOSE.exec(text) ??
    PODS.exec(text) ??
    STREAM.exec(text);
  if (named) {
    const source = named.slice(1).find(Boolean) ?? '';
    return { source, text: text.slice(named[0].length), isPartial: false };
  }
  const time = TIMESTAMP.exec(text);
  if (time) {
    return { source: '', text: text.slice(time[0].length), isPartial: false };
  }
  return text.startsWith('{') ? (unwrapJson(text) ?? unwrapLabels(text)) : unwrapLogfmt(text);
}
