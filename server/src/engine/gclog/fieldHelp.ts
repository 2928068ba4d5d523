/** What each field of a line of the runtime means, and whether its value is healthy. */
import { english, type Localize } from '../features/localize.ts';
import { COLLECTOR_FORMS, cycleFields, pacerFields, scavengeFields } from './collectorFields.ts';
import { CRASH_FORMS } from './crashFields.ts';
import type { Assessment, Field } from './fieldForm.ts';
import type { RuntimeLine } from './runtimeFields.ts';
import { fieldSpans } from './runtimeForms.ts';
import { readRuntimeLine } from './runtimeLine.ts';
import { DETAIL, initFields, PAIR, pairField, schedFields } from './schedulerFields.ts';

export interface FieldHelp {
  /** Offsets in the line. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly meaning: string;
  /** What the value says, where it says something by itself. */
  readonly assessment: Assessment | undefined;
}

type Spans = readonly (readonly [number, number] | undefined)[];

/** The field at an offset of a line, of whatever stands around the runtime's text in it. */
export function fieldHelpAt(
  line: string,
  offset: number,
  localize: Localize = english,
): FieldHelp | undefined {
  for (const found of readRuntimeLine(line, 1)) {
    const help = helpOfRead(found, line, offset, localize);
    if (help) {
      return help;
    }
  }
  for (const { pattern, rowOf, fields } of [...COLLECTOR_FORMS, ...CRASH_FORMS]) {
    const match = pattern.exec(line);
    const help = match && helpIn(fields(localize), match.indices ?? [], offset, rowOf(match));
    if (help) {
      return help;
    }
  }
  return pairHelp(line, offset, localize);
}

function helpOfRead(
  found: RuntimeLine,
  line: string,
  offset: number,
  localize: Localize,
): FieldHelp | undefined {
  const spans = fieldSpans(line, found.kind) ?? [];
  switch (found.kind) {
    case 'cycle':
      return helpIn(cycleFields(localize), spans, offset, found.cycle);
    case 'scavenge':
      return helpIn(scavengeFields(localize), spans, offset, found.row);
    case 'pacer':
      return helpIn(pacerFields(localize), spans, offset, found.row);
    case 'sched':
      return helpIn(schedFields(localize), spans, offset, found.row);
    case 'init':
      return helpIn(initFields(localize), spans, offset, found.init);
    default:
      return undefined;
  }
}

/** The spans are those of a match: the first is of the whole. */
function helpIn<Row>(
  fields: readonly Field<Row>[],
  [, ...spans]: Spans,
  offset: number,
  row: Row,
): FieldHelp | undefined {
  for (const [index, { name, meaning, assess }] of fields.entries()) {
    const span = spans[index];
    if (span && span[0] <= offset && offset <= span[1]) {
      const [start, end] = span;
      return { start, end, name, meaning, assessment: assess?.(row) };
    }
  }
  return undefined;
}

/** In lines of scheddetail, and in what it adds to those of schedtrace. */
function pairHelp(line: string, offset: number, localize: Localize): FieldHelp | undefined {
  const of = DETAIL.exec(line)?.[1] ?? (/SCHED \d+ms: /.test(line) ? 'SCHED' : undefined);
  if (of === undefined) {
    return undefined;
  }
  for (const match of line.matchAll(PAIR)) {
    const start = match.index;
    const end = start + match[0].length;
    if (start <= offset && offset <= end) {
      const field = pairField({ of, key: match[1] ?? '', value: match[2] ?? '' }, localize);
      return field && { start, end, ...field, assessment: undefined };
    }
  }
  return undefined;
}
