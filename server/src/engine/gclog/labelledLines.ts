/** Lines with labels beside them: those of logcli, and of loggers that write logfmt, as Go's log/slog does. */
import { mayBeTraceLine } from './runtimeForms.ts';
import { sourceOf } from './sources.ts';
import type { UnwrappedLine } from './unwrapped.ts';

const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const LABELS = new RegExp(`^\\{((?:\\w+=${QUOTED}(?:, ?)?)+)\\} ?`);
const LOGFMT = new RegExp(`^(?:[A-Za-z_][\\w.-]*=(?:${QUOTED}|[^\\s"]*)(?: +|$))+$`);
const PAIR = new RegExp(`([A-Za-z_][\\w.-]*)=(${QUOTED}|[^\\s",}]*)`, 'g');

/** `{app="api", pod="api-1"} gc 1 @…`, behind the time. */
export function unwrapLabels(text: string): UnwrappedLine | undefined {
  const match = LABELS.exec(text);
  if (!match) {
    return undefined;
  }
  const source = sourceOf(pairsOf(match[1] ?? '')) || (match[1] ?? '');
  return { source, text: text.slice(match[0].length), isPartial: false };
}

/** `time=… level=INFO pod=api-1 msg="gc 1 @…"`; undefined where no value is a line of the runtime. */
export function unwrapLogfmt(text: string): UnwrappedLine | undefined {
  if (!LOGFMT.test(text)) {
    return undefined;
  }
  const pairs = pairsOf(text);
  const line = Object.values(pairs).find(mayBeTraceLine);
  return line === undefined ? undefined : { source: sourceOf(pairs), text: line, isPartial: false };
}

function pairsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from(text.matchAll(PAIR), ([, key = '', value = '']) => [
      key,
      value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value,
    ]),
  );
}
