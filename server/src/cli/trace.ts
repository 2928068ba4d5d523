import { resolve } from 'node:path';
import { TraceSummary } from '../engine/trace/summary.ts';
import { Timeline } from '../engine/trace/timeline.ts';
import { fileBytes, unpacked } from '../host/byteStream.ts';
import { EXIT, type CommandContext } from './command.ts';
import { parseOneFile } from './oneFile.ts';
import { traceCsv, traceJson } from './traceRows.ts';
import { traceText } from './traceText.ts';

export const TRACE_HELP = `Usage: gomem trace [flags] FILE

Reads an execution trace (runtime/trace, go test -trace, /debug/pprof/trace) of Go 1.22 to 1.26 as it
streams: the heap and its goal, marking, stops of the world by what they are for, assists, sweeping, how
many goroutines are in which state, and what they waited for, with stacks; of a program that ran with
GODEBUG=traceallocfree=1 also what was allocated, by type. Events of several threads are put
in order by the rules of the format. FILE may be packed with gzip; - is the standard input.

Flags:
  --json    JSON Lines: the trace, then one object a type, stop, wait, stack and series
  --csv     the series over time
  --help    this text

Exit status: 0 done; 2 bad use, or a file that is no trace or cannot be read to its end; what could be read
is printed all the same.
`;

const WRITERS = { text: traceText, json: traceJson, csv: traceCsv };

/** `gomem trace`: the fields of its JSON and CSV are a contract for scripts (docs/architecture.md). */
export async function runTrace(args: readonly string[], context: CommandContext): Promise<number> {
  const request = parseOneFile(args, 'trace');
  if (request === 'help') {
    context.writeOut(TRACE_HELP);
    return EXIT.done;
  }
  const { file, format } = request;
  const summary = new TraceSummary(new Timeline(0));
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
    for (const line of WRITERS[format](summary, file)) {
      context.writeOut(`${line}\n`);
    }
  }
  if (summary.problem !== undefined) {
    throw new Error(`${file}: ${summary.problem}`);
  }
  return EXIT.done;
}
