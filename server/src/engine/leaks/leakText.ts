/** What is found in snapshots, as lines of text. */
import type { Frame } from '../profile/frames.ts';
import { scaledText } from '../profile/measurement.ts';
import type { LeakFinding, LeakKind, LeakReport, LeakSubject } from './findLeaks.ts';
import { isOwnCode } from './ownCode.ts';
import { secondsLeft } from './timeLeft.ts';

/** With a limit in bytes it says how long it takes until so much is in use. */
export function* leakLines(report: LeakReport, limit?: number): Generator<string> {
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
  yield `    ${values.map(amount).join(' → ')}${isTimed ? `; ${rateText(finding)}` : ''}`;
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

function rateText({ kind, growth: { slope, later } }: LeakFinding): string {
  const aMinute = (perSecond: number) => `${amountText(kind, perSecond * 60)} a minute`;
  return `${aMinute(slope)}${later === undefined ? '' : `, ${aMinute(later.slope)} in the later half`}`;
}

function sureText({
  kind,
  growth: { amount, error, later, chance, risingShare },
}: LeakFinding): string {
  if (kind === 'unreachable') {
    return 'the runtime found nothing that could wake them';
  }
  const sigmas = (amount / error).toFixed(1);
  const slower = later === undefined ? '' : `, ${later.sigmas.toFixed(1)} in the later half`;
  const order = `${percentText(risingShare)} of pairs rise, by chance in ${percentText(chance)}`;
  return `${sigmas} times the standard error${slower}; ${order}`;
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
