import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { readLog } from '../capture/readLog.ts';
import { count } from '../engine/gclog/quantity.ts';
import { EXIT, type CommandContext } from './command.ts';
import { gcLogCsv, gcLogJson } from './gclogRows.ts';
import { gcLogText } from './gclogText.ts';
import { parseOneFile } from './oneFile.ts';

export const GCLOG_HELP = `Usage: gomem gclog [flags] FILE

Reads what Go's runtime has logged: the lines of GODEBUG=gctrace=1, scavtrace=1, gcpacertrace=1,
schedtrace=N and inittrace=1, panics and headers of goroutines, of Go 1.19 to 1.26. They may stand between
other lines, and in what docker, containerd, compose, kubectl, stern, journald, loggers of JSON and logfmt,
and exports of Loki, CloudWatch and Cloud Logging put around them, the newest first or last. Processes are kept apart. FILE may be packed with gzip; - is the standard input.

Flags:
  --json    JSON Lines: what was read, then one object a process, cycle, line and finding
  --csv     one row a cycle
  --help    this text

Exit status: 0 done; 2 bad use, a file that cannot be read, or none of these lines in it.
`;

const WRITERS = { text: gcLogText, json: gcLogJson, csv: gcLogCsv };

/** `gomem gclog`: the fields of its JSON and CSV are a contract for scripts (docs/architecture.md). */
export async function runGcLog(args: readonly string[], context: CommandContext): Promise<number> {
  const request = parseOneFile(args, 'log');
  if (request === 'help') {
    context.writeOut(GCLOG_HELP);
    return EXIT.done;
  }
  const { file, format } = request;
  const bytes =
    file === '-'
      ? (context.readInput?.() ?? emptyInput())
      : createReadStream(resolve(context.cwd, file));
  const log = await readLog(bytes);
  if (log.runs.length === 0 && log.countRejects === 0) {
    throw new Error(
      `${file}: there is no line of Go's runtime in ${count(log.countLines, 'line')}; GODEBUG=gctrace=1 makes it write them`,
    );
  }
  for (const line of WRITERS[format](log, file)) {
    context.writeOut(`${line}\n`);
  }
  return EXIT.done;
}

async function* emptyInput(): AsyncGenerator<Uint8Array> {
  // Nothing.
}
