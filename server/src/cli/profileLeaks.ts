import { parseArgs } from 'node:util';
import { findLeaks, type LeakReport } from '../engine/leaks/findLeaks.ts';
import { leakLines } from '../engine/leaks/leakText.ts';
import { secondsLeft } from '../engine/leaks/timeLeft.ts';
import { scale } from '../engine/profile/measurement.ts';
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
