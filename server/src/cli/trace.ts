import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TraceSummary } from '../engine/trace/summary.ts';
import { fileBytes, unpacked } from '../host/byteStream.ts';
import { EXIT, type CommandContext } from './command.ts';
import { traceCsv, traceJson } from './traceRows.ts';
import { traceText } from './traceText.ts';

export const TRACE_HELP = `Usage: gomem trace [flags] FILE

Reads an execution trace (runtime/trace, go test -trace, /debug/pprof/trace) of Go 1.22 to 1.26 as it
streams: the heap and its goal, marking, stops of the world by what they are for, assists, sweeping, how
many goroutines are in which state, and what they waited for, with stacks. Events of several threads are put
in order by the rules of the format. FILE may be packed with gzip; - is the standard input.

Flags:
  --json    JSON Lines: the trace, then one object a stop, wait, stack and series
  --csv     the series over time
  --help    this text

Exit status: 0 done; 2 bad use, or a file that is no trace or cannot be read to its end; what could be read
is printed all the same.
`;

/** `gomem trace`: the fields of its JSON and CSV are a contract for scripts (docs/architecture.md). */
export async function runTrace(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      csv: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    context.writeOut(TRACE_HELP);
    return EXIT.done;
  }
  if (values.json && values.csv) {
    throw new Error('--json and --csv do not go together');
  }
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new Error('it wants one trace; - is the standard input');
  }
  const summary = new TraceSummary();
  const bytes =
    file === '-' && context.readInput
      ? unpacked(context.readInput())
      : fileBytes(resolve(context.cwd, file));
  for await (const chunk of bytes) {
    summary.push(chunk);
    if (summary.problem !== undefined) {
      break;
    }
  }
  summary.end();
  if (summary.countEvents > 0) {
    const write = values.json ? traceJson : values.csv ? traceCsv : traceText;
    for (const line of write(summary, file)) {
      context.writeOut(`${line}\n`);
    }
  }
  if (summary.problem !== undefined) {
    throw new Error(`${file}: ${summary.problem}`);
  }
  return EXIT.done;
}
