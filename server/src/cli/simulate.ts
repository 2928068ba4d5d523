import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomeOf } from '../engine/heap/outcome.ts';
import { parseScript, readScript } from '../engine/heap/scriptParser.ts';
import { runToEnd } from '../engine/heap/simulation.ts';
import { EXIT, type CommandContext } from './command.ts';
import { outcomeLines } from './simulateText.ts';

export const SIMULATE_HELP = `Usage: gomem simulate [flags] SCRIPT.json

Runs a script of allocations through a model of Go's allocator and collector, and prints one JSON object:
the cycles of the collector, and what the heap is at the end. Nothing runs for real: counts of objects and
spans follow the runtime's rules, times are those of a machine that is modelled.

A script:
  {"go": "1.26", "goarch": "amd64", "gogc": 100, "memoryLimitBytes": null, "procs": 2, "seed": 7,
   "phases": [{"count": 3000000, "ring": 100000, "clear": false, "spinNs": 200,
               "classes": [{"size": 256, "scan": false, "weight": 1}]}]}
Object i of a phase is stored in slot i mod ring, so the last ring objects are live; docs/architecture.md
says the rest.

Flags, which come before what the script says:
  --go V              the version of Go, 1.22 to 1.26
  --goarch A          the GOARCH
  --gogc N            GOGC: a percentage, or off
  --memory-limit N    GOMEMLIMIT in bytes, or off
  --text              a summary to read instead of JSON
  --json              JSON, as ever
  --help              this text

Exit status: 0 done; 2 bad use, a script that cannot be read, or a heap of more than 16 GiB.
`;

/** `gomem simulate`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export function runSimulate(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      go: { type: 'string' },
      goarch: { type: 'string' },
      gogc: { type: 'string' },
      'memory-limit': { type: 'string' },
      text: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(SIMULATE_HELP);
    return Promise.resolve(EXIT.done);
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new Error('simulate wants one script');
  }
  const written = parseScript(readFileSync(resolve(context.cwd, file), 'utf8'));
  const { script, problem } =
    written.script === undefined
      ? written
      : readScript({ ...written.json, ...overridesOf(values) });
  if (script === undefined) {
    throw new Error(problem);
  }
  const outcome = outcomeOf(runToEnd(script));
  context.writeOut(
    values.text ? `${outcomeLines(script, outcome).join('\n')}\n` : `${JSON.stringify(outcome)}\n`,
  );
  if (outcome.outOfMemory) {
    context.writeError(
      `gomem simulate: out of memory after ${outcome.allocations} allocations: the heap would grow beyond 16 GiB\n`,
    );
    return Promise.resolve(EXIT.unusable);
  }
  return Promise.resolve(EXIT.done);
}

/** What flags say, as fields of the script. */
function overridesOf(values: {
  readonly go?: string;
  readonly goarch?: string;
  readonly gogc?: string;
  readonly 'memory-limit'?: string;
}): Record<string, unknown> {
  const { go, goarch, gogc, 'memory-limit': limit } = values;
  return {
    ...(go === undefined ? {} : { go: go.replace(/^go/, '').replace(/^(\d+\.\d+)\..*/, '$1') }),
    ...(goarch === undefined ? {} : { goarch }),
    ...(gogc === undefined ? {} : { gogc: numberOr(gogc, 'off') }),
    ...(limit === undefined ? {} : { memoryLimitBytes: limit === 'off' ? null : numberOr(limit) }),
  };
}

/** What is no number is left to the script's parser, which says so. */
function numberOr(text: string, word?: string): unknown {
  return text === word || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
