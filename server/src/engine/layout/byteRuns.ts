/** What each byte of a type is, as runs of bytes of one kind. */
import { tailBytes, type Contents, type FieldReport, type LayoutReport } from './report.ts';

export type ByteKind =
  /** Part of a word that may hold a pointer. */
  | 'pointer'
  | 'scalar'
  | 'padding'
  /** Behind the type, to the end of what the allocator takes for it. */
  | 'lost'
  /** Of a field that is not opened, and has pointers somewhere. */
  | 'unopened';

export interface ByteRun {
  readonly kind: ByteKind;
  readonly startBytes: number;
  readonly endBytes: number;
  /**
   * Indexes of the field, and of the fields in it, that the bytes belong to; of padding, those of
   * the field before it. Empty for what belongs to none.
   */
  readonly path: readonly number[];
  /** Where the value at `path` begins: of an array's element, where that does. */
  readonly valueBytes: number;
}

/**
 * The runs between two offsets, in order; they may reach over both ends. Only what lies there is
 * looked at, however large the type is.
 */
export function* byteRuns(
  report: LayoutReport<unknown>,
  from = 0,
  to = report.sizeBytes + tailBytes(report),
): Generator<ByteRun> {
  const { sizeBytes, ptrdataBytes } = report;
  const contents = report.fields.length > 0 ? report : { ...report, fields: undefined };
  const value = { startBytes: 0, sizeBytes, hasPointers: ptrdataBytes > 0, path: [] };
  yield* valueRuns(contents, value, { from, to, wordBytes: report.wordBytes });
  const endBytes = sizeBytes + tailBytes(report);
  if (endBytes > sizeBytes && to > sizeBytes) {
    yield {
      kind: 'lost',
      startBytes: sizeBytes,
      endBytes,
      path: [],
      valueBytes: sizeBytes,
    };
  }
}

interface Value {
  readonly startBytes: number;
  readonly sizeBytes: number;
  readonly hasPointers: boolean;
  readonly path: readonly number[];
}

interface Window {
  readonly from: number;
  readonly to: number;
  readonly wordBytes: number;
}

type AnyContents = Partial<Pick<Contents<unknown>, 'array' | 'pointerOffsetsBytes'>> & {
  readonly fields?: readonly FieldReport<unknown>[] | undefined;
};

function* valueRuns(contents: AnyContents, value: Value, window: Window): Generator<ByteRun> {
  const { array, fields, pointerOffsetsBytes } = contents;
  const { startBytes, sizeBytes, path } = value;
  if (sizeBytes === 0) {
    return;
  }
  if (fields === undefined && pointerOffsetsBytes === undefined) {
    yield {
      kind: value.hasPointers ? 'unopened' : 'scalar',
      startBytes,
      endBytes: startBytes + sizeBytes,
      path,
      valueBytes: startBytes,
    };
    return;
  }
  const elementBytes = array?.elementBytes ?? sizeBytes;
  const first = Math.max(0, Math.floor((window.from - startBytes) / elementBytes));
  for (
    let at = startBytes + first * elementBytes;
    at < Math.min(startBytes + sizeBytes, window.to);
    at += elementBytes
  ) {
    const element = { ...value, startBytes: at, sizeBytes: elementBytes };
    yield* fields
      ? structRuns(fields, element, window)
      : wordRuns(pointerOffsetsBytes ?? [], element, window.wordBytes);
  }
}

function* structRuns(
  fields: readonly FieldReport<unknown>[],
  { startBytes, path }: Value,
  window: Window,
): Generator<ByteRun> {
  for (const [index, field] of fields.entries()) {
    const at = startBytes + field.offsetBytes;
    const end = at + field.sizeBytes;
    if (at >= window.to) {
      return;
    }
    if (end + field.padAfterBytes <= window.from) {
      continue;
    }
    const inside = [...path, index];
    if (end > window.from) {
      const { sizeBytes, ptrdataBytes } = field;
      const value = { startBytes: at, sizeBytes, hasPointers: ptrdataBytes > 0, path: inside };
      yield* valueRuns(field, value, window);
    }
    if (field.padAfterBytes > 0) {
      yield {
        kind: 'padding',
        startBytes: end,
        endBytes: end + field.padAfterBytes,
        path: inside,
        valueBytes: end,
      };
    }
  }
}

/** A string, a slice, an interface …: words that may hold a pointer, and behind them others. */
function* wordRuns(
  pointerOffsetsBytes: readonly number[],
  { startBytes, sizeBytes, path }: Value,
  wordBytes: number,
): Generator<ByteRun> {
  const run = (kind: ByteKind, from: number, to: number): ByteRun => {
    return { kind, startBytes: from, endBytes: to, path, valueBytes: startBytes };
  };
  let at = startBytes;
  for (const offset of pointerOffsetsBytes) {
    at = startBytes + offset + wordBytes;
    yield run('pointer', startBytes + offset, at);
  }
  if (at < startBytes + sizeBytes) {
    yield run('scalar', at, startBytes + sizeBytes);
  }
}
