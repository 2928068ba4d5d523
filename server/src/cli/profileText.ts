/** Reports as `go tool pprof` prints them (internal/report/report.go, as vendored in Go 1.26). */
import { absolute, added, truncated, type Amount } from '../engine/profile/columns.ts';
import { baseName } from '../engine/profile/frames.ts';
import { percentage, scale, scaledText } from '../engine/profile/measurement.ts';
import { valueText, type Report } from '../engine/profile/report.ts';
import type { Call, CallTable, TableSummary, TopTable } from '../engine/profile/top.ts';
import type { Tag, Trace } from '../engine/profile/traces.ts';

const NANOS_PER_MILLI = 1_000_000n;
const LONGEST_FILTER = 80;
const TREE_SEPARATOR = `${'-'.repeat(58)}+${'-'.repeat(13)}`;
const TREE_LEGEND = '      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ';
const TRACE_SEPARATOR = `${'-'.repeat(11)}+${'-'.repeat(55)}`;

/** What the profile is of. */
function profileLines(report: Report, unit: string): string[] {
  const { profile, sampleType, sampleUnit, total } = report;
  const { timeNanos, durationNanos, comments, docUrl } = profile;
  const [binary] = profile.mappings;
  const lines = [
    ...(binary && binary.file !== '' ? [`File: ${baseName(binary.file)}`] : []),
    ...(binary && binary.buildId !== '' ? [`Build ID: ${binary.buildId}`] : []),
    ...comments.filter((comment) => !comment.startsWith('#')),
    ...(sampleType === '' ? [] : [`Type: ${sampleType}`]),
    ...(docUrl === '' ? [] : [`Doc: ${docUrl}`]),
    ...(timeNanos === 0 ? [] : [`Time: ${timeText(timeNanos)}`]),
  ];
  if (durationNanos !== 0) {
    const nanos = scale(total, sampleUnit, 'nanoseconds');
    const ratio =
      nanos.unit === 'ns' && nanos.value !== 0
        ? `(${percentage(truncated(nanos.value), durationNanos)})`
        : '';
    const duration = scaledText(durationNanos, 'nanoseconds', 'auto');
    lines.push(`Duration: ${duration}, Total samples = ${valueText(report, total, unit)} ${ratio}`);
  }
  return lines;
}

/** In the time zone of the process. */
export function timeText(nanos: Amount): string {
  const date = new Date(Number(BigInt(nanos) / NANOS_PER_MILLI));
  if (Number.isNaN(date.getTime())) {
    return `${nanos}`;
  }
  const two = (value: number) => String(value).padStart(2, '0');
  const zone =
    new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
      .formatToParts(date)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${time} ${zone}`;
}

function tableLines(report: Report, table: TableSummary): string[] {
  const { total, activeFilters, options } = report;
  const text = (value: Amount) => valueText(report, value, table.unit);
  const lines = options.compactLabels ? [] : profileLines(report, table.unit);
  if (activeFilters.length > 0) {
    const shortened = activeFilters.map((filter) =>
      Buffer.byteLength(filter) > LONGEST_FILTER
        ? `${Buffer.from(filter).subarray(0, LONGEST_FILTER).toString()}…`
        : filter,
    );
    lines.push('Active filters:', ...shortened.map((filter) => `   ${filter}`));
  }
  const share = percentage(table.shownTotal, total).trim();
  lines.push(
    `Showing nodes accounting for ${text(table.shownTotal)}, ${share} of ${text(total)} total`,
  );
  if (total !== 0) {
    const { droppedNodes: dropped } = table;
    if (dropped > 0) {
      const cutoff = absolute(truncated(Number(total) * options.nodeFraction));
      lines.push(`Dropped ${dropped} node${dropped > 1 ? 's' : ''} (cum <= ${text(cutoff)})`);
    }
    if (table.countShown > 0 && table.countShown < table.countBefore) {
      lines.push(`Showing top ${table.countShown} nodes out of ${table.countBefore}`);
    }
  }
  return lines;
}

export function topLines(report: Report, table: TopTable): string[] {
  const { total } = report;
  const text = (value: Amount) => valueText(report, value, table.unit).padStart(10);
  const labels = { all: ' (inline)', some: ' (partial-inline)', none: '' };
  let sum: Amount = 0;
  return [
    ...tableLines(report, table),
    '      flat  flat%   sum%        cum   cum%',
    ...table.rows.map(({ name, flat, cum, inlined }) => {
      sum = added(sum, flat);
      const shares = `${percentage(flat, total)} ${percentage(sum, total)}`;
      return `${text(flat)} ${shares} ${text(cum)} ${percentage(cum, total)}  ${name}${labels[inlined]}`;
    }),
  ];
}

export function treeLines(report: Report, table: CallTable): string[] {
  const { total } = report;
  const text = (value: Amount) => valueText(report, value, table.unit);
  const lines = [...tableLines(report, table), TREE_SEPARATOR, TREE_LEGEND];
  let sum: Amount = 0;
  for (const { name, flat, cum, callers, callees } of table.rows) {
    const callLine = (call: Call) => {
      const share = percentage(call.weight, cum);
      const label = call.isInlined ? ' (inline)' : '';
      return `${text(call.weight).padStart(50)} ${share} |   ${call.name}${label}`;
    };
    sum = added(sum, flat);
    const own = [
      text(flat).padStart(10),
      percentage(flat, total),
      percentage(sum, total),
      text(cum).padStart(10),
      percentage(cum, total),
    ].join(' ');
    lines.push(
      TREE_SEPARATOR,
      ...callers.map(callLine),
      `${own}                | ${name}`,
      ...callees.map(callLine),
    );
  }
  return table.countShown > 0 ? [...lines, TREE_SEPARATOR] : lines;
}

export function* traceLines(report: Report, traces: Iterable<Trace>): Generator<string> {
  const { unit } = report.options;
  yield profileLines(report, unit).join('\n');
  for (const { value, labels, frames } of traces) {
    yield TRACE_SEPARATOR;
    for (const { key, values } of labels) {
      yield `${key.padStart(10)}:  ${values.join(' ')}`;
    }
    for (const [index, { name, isInlined }] of frames.entries()) {
      const text = index === 0 ? valueText(report, value, unit) : '';
      yield `${text.padStart(10)}   ${name}${isInlined ? ' (inline)' : ''}`;
    }
  }
  yield TRACE_SEPARATOR;
}

export function tagLines(report: Report, tags: readonly Tag[]): string[] {
  const { total, options } = report;
  const text = (value: Amount) => valueText(report, value, options.unit);
  const share = (value: Amount) => (total > 0 ? ` (${percentage(value, total)})` : '');
  const width = (cell: string) => Array.from(cell).length;
  return tags.flatMap(({ key, total: ofKey, values }) => {
    const cells = values.map(({ value }) => `${text(value)}${share(value)}:`);
    const indentation = ' '.repeat(width(key) + 2);
    const widest = Math.max(0, ...cells.map(width)) + 1;
    return [
      ` ${key}: Total ${text(ofKey)} of ${text(total)}${share(ofKey)}`,
      ...values.map((value, index) => {
        const cell = cells[index] ?? '';
        return `${indentation}${' '.repeat(widest - width(cell))}${cell} ${value.text}`;
      }),
      '',
    ];
  });
}
