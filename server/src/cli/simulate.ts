import { parseArgs } from 'node:util';
import { outcomeOf } from '../engine/heap/outcome.ts';
import { isRecorded, type Script } from '../engine/heap/script.ts';
import { readScript } from '../engine/heap/scriptParser.ts';
import { parseSetting, settingFields, type Setting } from '../engine/heap/setting.ts';
import { runToEnd } from '../engine/heap/simulation.ts';
import { MAXIMUM_SETTINGS, predictionFor, type RealOutcome } from '../engine/heap/whatIf.ts';
import { runForReal } from '../capture/realScript.ts';
import { EXIT, type CommandContext } from './command.ts';
import { readSources, type WrittenScript } from './simulateInput.ts';
import { outcomeLines } from './simulateText.ts';
import { predictionRow, whatIfLines, type WhatIf } from './simulateWhatIf.ts';

export const SIMULATE_HELP = `Usage: gomem simulate [flags] SCRIPT.json
       gomem simulate [flags] [--profile FILE] [--gclog FILE]
       gomem simulate [flags] --trace FILE

Runs a script of allocations through a model of Go's allocator and collector, and prints one JSON object:
the cycles of the collector, and what the heap is at the end. Nothing runs for real: counts of objects and
spans follow the runtime's rules, times are those of a machine that is modelled.

A script:
  {"go": "1.26", "goarch": "amd64", "gogc": 100, "memoryLimitBytes": null, "procs": 2, "seed": 7,
   "phases": [{"count": 3000000, "ring": 100000, "clear": false, "spinNs": 200,
               "classes": [{"size": 256, "scan": false, "weight": 1}]}]}
Object i of a phase is stored in slot i mod ring, so the last ring objects are live; docs/architecture.md
says the rest.

A script can be made of what was measured of a program. A heap or allocs profile says which sizes are
allocated, how many objects stay and how long the others live. A log of GODEBUG=gctrace=1 says how fast the
program allocates, how much lives, and how long marking takes. With both, sizes are those of the profile.
An execution trace of a program that ran with GODEBUG=traceallocfree=1 (Go 1.23 or later) has each object: it is
replayed, with cycles where they were, or, with --gogc or --memory-limit, where these would have had them.

Flags, which come before what the script says:
  --profile FILE      make the script of a heap or allocs profile
  --gclog FILE        make the script of a gctrace log, or rates for that of the profile
  --trace FILE        replay an execution trace with traceallocfree
  --seconds N         over which the profile's allocations were done, where it does not say so
  --procs N           GOMAXPROCS
  --print-script      print the script, and run nothing
  --go V              the version of Go, 1.22 to 1.26
  --goarch A          the GOARCH
  --gogc N            GOGC: a percentage, or off
  --memory-limit N    GOMEMLIMIT in bytes, or off
  --what-if SETTING   predict what GOGC=N,GOMEMLIMIT=N would come to (GOMEMLIMIT=512MiB, off); up to
                      ${MAXIMUM_SETTINGS} times, side by side; of a machine that does nothing else
  --real              with --what-if: run the script for real as well, with a Go program that is built
  --text              a summary to read instead of JSON
  --json              JSON, as ever
  --help              this text

Exit status: 0 done; 2 bad use, a script that cannot be read, or a heap of more than 16 GiB.
`;

const OPTIONS = {
  profile: { type: 'string' },
  gclog: { type: 'string' },
  trace: { type: 'string' },
  seconds: { type: 'string' },
  procs: { type: 'string' },
  'print-script': { type: 'boolean', default: false },
  go: { type: 'string' },
  goarch: { type: 'string' },
  gogc: { type: 'string' },
  'memory-limit': { type: 'string' },
  'what-if': { type: 'string', multiple: true },
  real: { type: 'boolean', default: false },
  text: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** `gomem simulate`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runSimulate(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: OPTIONS,
  });
  if (values.help) {
    context.writeOut(SIMULATE_HELP);
    return EXIT.done;
  }
  const overrides = overridesOf(values);
  const seconds = values.seconds === undefined ? undefined : positive(values.seconds, '--seconds');
  const { profile, gclog, trace } = values;
  const written = await readSources(
    { scripts: positionals, profile, gclog, trace, seconds },
    context.cwd,
  );
  const json = { ...written.json, ...overrides };
  const { script, problem } = readScript(json);
  if (script === undefined) {
    throw new Error(problem);
  }
  if (values.real && isRecorded(script)) {
    throw new Error('--real runs scripts: what a trace recorded has happened already');
  }
  for (const assumption of written.assumptions) {
    context.writeError(`gomem simulate: ${assumption}\n`);
  }
  if (values['print-script']) {
    context.writeOut(`${JSON.stringify(json, asList)}\n`);
    return EXIT.done;
  }
  const whatIf = values['what-if'];
  if (whatIf === undefined) {
    return simulateOnce(script, values.text, context);
  }
  const settings = settingsOf(whatIf, script);
  const real = values.real ? await realOutcomes(json, settings, context) : [];
  return tellWhatIf(
    settings.map((setting, index) => ({
      prediction: predictionFor(script, setting),
      real: real[index],
    })),
    { isText: values.text, assumptions: written.assumptions },
    context,
  );
}

/** Events of a recording are in an array of their own kind. */
function asList(_field: string, value: unknown): unknown {
  return value instanceof Float64Array ? Array.from(value) : value;
}

function simulateOnce(script: Script, isText: boolean, context: CommandContext): number {
  const outcome = outcomeOf(runToEnd(script));
  context.writeOut(
    isText ? `${outcomeLines(script, outcome).join('\n')}\n` : `${JSON.stringify(outcome)}\n`,
  );
  if (outcome.outOfMemory) {
    context.writeError(
      `gomem simulate: out of memory after ${outcome.allocations} allocations: the heap would grow beyond 16 GiB\n`,
    );
    return EXIT.unusable;
  }
  return EXIT.done;
}

function settingsOf(texts: readonly string[], script: Script): Setting[] {
  if (texts.length > MAXIMUM_SETTINGS) {
    throw new Error(`--what-if can be given ${MAXIMUM_SETTINGS} times, not ${texts.length}`);
  }
  return texts.map((text) => {
    const setting = parseSetting(text, script);
    if ('problem' in setting) {
      throw new Error(`--what-if ${text}: ${setting.problem}`);
    }
    return setting;
  });
}

function realOutcomes(
  json: Readonly<Record<string, unknown>>,
  settings: readonly Setting[],
  { realScripts, environment }: CommandContext,
): Promise<RealOutcome[]> {
  if (realScripts === undefined) {
    throw new Error('there is no program here that runs scripts');
  }
  const scripts = settings.map((setting) => ({ ...json, ...settingFields(setting) }));
  return runForReal(scripts, { goCommand: 'go', environment, source: realScripts });
}

function tellWhatIf(
  rows: readonly WhatIf[],
  { isText, assumptions }: { readonly isText: boolean } & Pick<WrittenScript, 'assumptions'>,
  context: CommandContext,
): number {
  context.writeOut(
    isText
      ? `${whatIfLines(rows).join('\n')}\n`
      : `${JSON.stringify({ predictions: rows.map(predictionRow), assumptions })}\n`,
  );
  return EXIT.done;
}

function positive(text: string, flag: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) {
    throw new Error(`${flag} wants a number above 0, not ${text}`);
  }
  return value;
}

/** What flags say, as fields of the script. */
function overridesOf(values: {
  readonly go?: string;
  readonly goarch?: string;
  readonly gogc?: string;
  readonly 'memory-limit'?: string;
  readonly procs?: string;
}): Record<string, unknown> {
  const { go, goarch, gogc, procs, 'memory-limit': limit } = values;
  return {
    ...(go === undefined ? {} : { go: go.replace(/^go/, '').replace(/^(\d+\.\d+)\..*/, '$1') }),
    ...(goarch === undefined ? {} : { goarch }),
    ...(procs === undefined ? {} : { procs: positive(procs, '--procs') }),
    ...(gogc === undefined ? {} : { gogc: numberOr(gogc, 'off') }),
    ...(limit === undefined ? {} : { memoryLimitBytes: limit === 'off' ? null : numberOr(limit) }),
  };
}

/** What is no number is left to the script's parser, which says so. */
function numberOr(text: string, word?: string): unknown {
  return text === word || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
