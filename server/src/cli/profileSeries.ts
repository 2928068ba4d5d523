import { absolute, type Amount } from '../engine/profile/columns.ts';
import { percentage } from '../engine/profile/measurement.ts';
import { valueText, type Report } from '../engine/profile/report.ts';
import { seriesOf, type Series, type SeriesRow } from '../engine/profile/series.ts';
import { EXIT, type CommandContext } from './command.ts';
import { jsonLine } from './profileJson.ts';
import { loadReport, needed } from './profileLoad.ts';
import { profileArguments } from './profileOptions.ts';
import { timeText } from './profileText.ts';

const WIDTH = 12;

/** `gomem profile series`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runProfileSeries(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const parsed = profileArguments('series', args);
  const { positionals: files, options, isJson } = parsed;
  if (files.length < 2) {
    throw new Error('series wants two profiles or more');
  }
  const names = new Map<Report, string>();
  for (const file of files) {
    names.set(await loadReport([file], parsed, context), file);
  }
  const series = needed(seriesOf([...names.keys()]));
  const lines = isJson ? seriesJson(series, names) : seriesLines(series, names, options.order);
  for (const line of lines) {
    context.writeOut(`${line}\n`);
  }
  return EXIT.done;
}

function* seriesJson(
  { reports, rows }: Series,
  names: ReadonlyMap<Report, string>,
): Generator<string> {
  const [first] = reports;
  yield jsonLine({
    sampleType: first?.sampleType,
    unit: first?.sampleUnit,
    profiles: reports.map((report) => ({
      file: names.get(report),
      timeNanos: report.profile.timeNanos,
      total: report.total,
    })),
  });
  for (const row of rows) {
    yield jsonLine(row);
  }
}

function* seriesLines(
  { reports, rows }: Series,
  names: ReadonlyMap<Report, string>,
  order: 'flat' | 'cum',
): Generator<string> {
  const [first] = reports;
  const last = reports.at(-1);
  if (first === undefined || last === undefined) {
    return;
  }
  yield `Type: ${first.sampleType}`;
  for (const [index, report] of reports.entries()) {
    const { timeNanos } = report.profile;
    const time = timeNanos === 0 ? '' : `, ${timeText(timeNanos)}`;
    const total = valueText(report, report.total, report.options.unit);
    yield `#${index + 1}: ${names.get(report)}${time}, ${total} total`;
  }
  const cells = (texts: readonly string[]) => texts.map((text) => text.padStart(WIDTH)).join('');
  const columns = reports.map((_, index) => `#${index + 1}`);
  yield `${cells([...columns, 'change', 'of itself', 'of #1'])}  ${order}`;
  const text = (value: Amount) => valueText(first, value, first.options.unit);
  for (const row of rows) {
    const shares = sharesOf(row, row[order][0] ?? 0, first.total);
    yield `${cells([...row[order].map(text), signed(row.change, text(row.change)), ...shares])}  ${row.name}`;
  }
}

/** Of what the frame took in the first profile, and of all that was in that. */
function sharesOf({ change }: SeriesRow, before: Amount, total: Amount): string[] {
  return [absolute(before), total].map((whole) =>
    whole === 0 ? '-' : signed(change, percentage(change, whole).trim()),
  );
}

/** Texts of values have their minus already; those of shares have no sign. */
function signed(change: Amount, text: string): string {
  const sign = change > 0 ? '+' : change < 0 && !text.startsWith('-') ? '-' : '';
  return sign + text;
}
