import { parseArgs } from 'node:util';
import {
  findLeaks,
  type LeakFinding,
  type LeakKind,
  type LeakReport,
  type LeakSubject,
} from '../engine/leaks/findLeaks.ts';
import { secondsLeft } from '../engine/leaks/timeLeft.ts';
import { isOwnCode } from '../engine/leaks/ownCode.ts';
import { scale, scaledText } from '../engine/profile/measurement.ts';
import type { Frame } from '../engine/profile/frames.ts';
import { EXIT, type CommandContext } from './command.ts';
import { jsonLine } from './profileJson.ts';
import { needed, readProfiles } from './profileLoad.ts';
import { withTwoDashes } from './profileOptions.ts';

/** `gomem profile leaks`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runProfileLeaks(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: withTwoDashes(args),
    allowPositionals: true,
    options: { limit: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  if (positionals.length === 0) {
    throw new Error('leaks wants three snapshots or more');
  }
  const limit = values.limit === undefined ? undefined : bytesOf(values.limit);
  const report = needed(findLeaks(await readProfiles(positionals, context.cwd)));
  const lines = values.json ? leakJson(report, limit) : leakLines(report, limit);
  for (const line of lines) {
    context.writeOut(`${line}\n`);
  }
  return EXIT.done;
}

/** `512MB` and `512MiB` are the same, as GOMEMLIMIT and pprof have powers of two. */
function bytesOf(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([kKmMgGtT]?i?[bB])?$/.exec(text) ?? [];
  if (amount === '') {
    throw new Error(`--limit wants an amount of memory, such as 512MB, not "${text}"`);
  }
  return scale(1, unit === '' ? 'B' : unit.replace('i', ''), 'B').value * Number(amount);
}

function* leakLines(report: LeakReport, limit: number | undefined): Generator<string> {
  for (const subject of report.subjects) {
    yield subjectLine(subject);
    const seconds = limit === undefined ? undefined : secondsLeft(subject, limit);
    if (limit !== undefined && seconds !== undefined) {
      yield `At this rate ${scaledText(Math.round(limit), 'B', 'auto')} are in use in ${durationText(seconds)}.`;
    }
  }
  if (report.findings.length === 0) {
    yield 'Nothing grows that chance does not explain.';
  }
  for (const finding of report.findings) {
    yield '';
    yield* findingLines(finding, report);
  }
}

const NOUNS: Readonly<Record<LeakKind, string>> = {
  heap: 'heap',
  goroutines: 'goroutines',
  unreachable: 'goroutines blocked for ever',
};

function subjectLine({ kind, countSnapshots, seconds, totals }: LeakSubject): string {
  const during = seconds === undefined ? '' : ` in ${durationText(seconds)}`;
  const from = amountText(kind, totals[0] ?? 0);
  const to = amountText(kind, totals.at(-1) ?? 0);
  return `${NOUNS[kind]}: ${countSnapshots} snapshot${countSnapshots === 1 ? '' : 's'}${during}, from ${from} to ${to}`;
}

function* findingLines(finding: LeakFinding, report: LeakReport): Generator<string> {
  const { kind, frame, stack, growth, values, retained, wait, countStacks } = finding;
  const isTimed = report.subjects.some((each) => each.kind === kind && each.seconds !== undefined);
  const amount = (value: number) => amountText(kind, value);
  const plus = `+${amount(growth.amount)} ± ${amount(growth.error)}`;
  yield `${plus}  ${frame.name} ${frame.file}:${frame.line}`;
  yield `    ${values.map(amount).join(' → ')}${isTimed ? `; ${amount(growth.slope * 60)} a minute` : ''}`;
  yield `    confidence ${growth.confidence}: ${sureText(finding)}`;
  if (retained !== undefined) {
    yield `    ${percentText(retained)} of what is allocated here stays`;
  }
  if (wait !== undefined) {
    const minutes = wait.minutes > 0 ? ` for up to ${wait.minutes} minutes` : '';
    const created = wait.createdBy === '' ? '' : `; started by ${wait.createdBy}`;
    yield `    ${wait.state}${minutes}${created}`;
  }
  if (countStacks > 1) {
    yield `    through ${countStacks} stacks, of which this one grows most:`;
  }
  yield* stackText(stack).map((line) => `      ${line}`);
}

function sureText({ kind, growth: { amount, error, chance, risingShare } }: LeakFinding): string {
  if (kind === 'unreachable') {
    return 'the runtime found nothing that could wake them';
  }
  const sigmas = (amount / error).toFixed(1);
  const order = `${percentText(risingShare)} of pairs rise, by chance in ${percentText(chance)}`;
  return `${sigmas} times the standard error; ${order}`;
}

/** What the standard library does below the program's own code is told by its first frame. */
function stackText(stack: readonly Frame[]): string[] {
  const own = stack.findIndex(isOwnCode);
  const shown = own > 1 ? [...stack.slice(0, 1), ...stack.slice(own)] : stack;
  return shown.map(({ name, file, line }) => `${name} ${file}:${line}`);
}

function amountText(kind: LeakKind, value: number): string {
  return kind === 'heap' ? scaledText(Math.round(value), 'B', 'auto') : value.toFixed(0);
}

function percentText(share: number): string {
  const percent = share * 100;
  return `${percent >= 10 ? percent.toFixed(0) : percent.toPrecision(1)}%`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
];

/** The two largest units: `1h20m`. */
function durationText(seconds: number): string {
  if (seconds < 1) {
    return `${Math.round(seconds * 1000)}ms`;
  }
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  const least = UNITS[Math.min(first + 1, UNITS.length - 1)]?.[1] ?? 1;
  let rest = Math.round(seconds / least) * least;
  return UNITS.slice(first, first + 2)
    .map(([name, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count === 0 ? '' : `${count}${name}`;
    })
    .join('');
}

function* leakJson(report: LeakReport, limit: number | undefined): Generator<string> {
  for (const subject of report.subjects) {
    const left = limit === undefined ? undefined : secondsLeft(subject, limit);
    yield jsonLine({ ...subject, ...(left === undefined ? {} : { limit, secondsLeft: left }) });
  }
  for (const { frame, stack, growth, ...finding } of report.findings) {
    const { name, file, line } = frame;
    yield jsonLine({
      ...finding,
      ...growth,
      function: name,
      file,
      line,
      stack: stack.map((each) => ({ function: each.name, file: each.file, line: each.line })),
    });
  }
}
