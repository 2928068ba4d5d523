/** Traces as the Go team's tests have them: as text, with what reading them has to come to. */
import { EVENT, nameOf } from '../../server/src/engine/trace/format.ts';

export interface TraceTest {
  readonly isReadable: boolean;
  readonly bytes: Uint8Array;
}

const TYPES: Readonly<Record<string, number>> = EVENT;

/** One of GOROOT/src/internal/trace/testdata/tests. */
export function parseTraceTest(text: string): TraceTest {
  const [, expectation = '', trace = ''] =
    /-- expect --\n([^]*?)-- trace --\n([^]*)/.exec(text) ?? [];
  return { isReadable: expectation.trim().startsWith('SUCCESS'), bytes: traceBytes(trace) };
}

/** A trace of its text: `GoStart dt=1 g=2 g_seq=3`, a line an event; the size of a batch may be left out. */
export function traceBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  let sizeAt: number | undefined;
  const add = (value: bigint) => {
    bytes.push(...uvarint(value));
  };
  const addSize = () => {
    if (sizeAt !== undefined) {
      bytes.splice(sizeAt, 0, ...uvarint(BigInt(bytes.length - sizeAt)));
      sizeAt = undefined;
    }
  };
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*/, '').trim();
    const [name = '', ...args] = line.split(/\s+/);
    if (name === 'Trace') {
      const header = `go 1.${(args[0] ?? '').slice('Go1.'.length)} trace`;
      bytes.push(...Buffer.from(header.padEnd(16, '\0')));
      continue;
    }
    const data = /^data=(".*")$/.exec(line);
    if (data) {
      const content = Buffer.from(unquoted(data[1] ?? ''), 'latin1');
      add(BigInt(content.length));
      bytes.push(...content);
      continue;
    }
    const type = TYPES[name];
    if (type === EVENT.EventBatch) {
      addSize();
    }
    if (type !== undefined) {
      bytes.push(type);
    }
    for (const arg of type === undefined ? [name, ...args] : args) {
      if (arg !== '') {
        add(BigInt(arg.slice(arg.indexOf('=') + 1)));
      }
    }
    if (type === EVENT.EventBatch && !line.includes('size=')) {
      sizeAt = bytes.length;
    }
  }
  addSize();
  return Uint8Array.from(bytes);
}

function uvarint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80n; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
  return [...bytes, Number(rest)];
}

/** Go's quoted strings, as bytes in Latin-1. */
function unquoted(text: string): string {
  const utf8 = (value: string) => Buffer.from(value).toString('latin1');
  return text
    .slice(1, -1)
    .replace(
      /\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\(.)|[^\\]+/gu,
      (all, byte?: string, rune?: string, escaped?: string) => {
        if (byte !== undefined) {
          return String.fromCharCode(parseInt(byte, 16));
        }
        if (rune !== undefined) {
          return utf8(String.fromCodePoint(parseInt(rune, 16)));
        }
        return escaped === undefined
          ? utf8(all)
          : ({ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }[escaped] ??
              escaped);
      },
    );
}

/** How often each event is in the wire form (`go tool trace -d=wire`), of those that have a time. */
export function wireCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(/^([A-Z]\w+) dt=/gm)) {
    if (name !== nameOf(EVENT.ClockSnapshot)) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}
