import { runCheck } from './check.ts';
import { CHECK_HELP } from './checkOptions.ts';
import { EXIT, type CommandContext } from './command.ts';
import { COST_HELP, runCost } from './cost.ts';
import { ESCAPES_HELP, runEscapes } from './escapes.ts';
import { GCLOG_HELP, runGcLog } from './gclog.ts';
import { LAYOUT_HELP, runLayout } from './layout.ts';
import { StaticFixes } from './layoutFixSource.ts';
import { StaticLayouts } from './layoutSource.ts';
import { PROFILE_HELP, runProfile } from './profile.ts';
import { SITES_HELP, runSites } from './sites.ts';
import { SIMULATE_HELP, runSimulate } from './simulate.ts';
import { TRACE_HELP, runTrace } from './trace.ts';
import { reasonOf } from '../engine/text/reason.ts';

interface Command {
  readonly summary: string;
  readonly help: string;
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['cost', { summary: 'where the bytes of a function come from', help: COST_HELP, run: runCost }],
  ['escapes', { summary: 'what is on the heap, and why', help: ESCAPES_HELP, run: runEscapes }],
  [
    'layout',
    {
      summary: 'how types lie in memory, and what they take of the heap',
      help: LAYOUT_HELP,
      run: (args, context) => {
        const layouts = new StaticLayouts(context);
        const fixes = new StaticFixes(context);
        return runLayout(args, context, {
          structs: (paths, goarch) => layouts.structs(paths, goarch),
          fix: (request) => fixes.fix(request),
        });
      },
    },
  ],
  [
    'check',
    { summary: 'what allocates and need not, with fixes', help: CHECK_HELP, run: runCheck },
  ],
  [
    'sites',
    {
      summary: 'the lines that allocate most, measured or estimated',
      help: SITES_HELP,
      run: runSites,
    },
  ],
  [
    'profile',
    {
      summary: 'what profiles of memory, time and goroutines hold',
      help: PROFILE_HELP,
      run: runProfile,
    },
  ],
  [
    'simulate',
    {
      summary: 'a script of allocations in a model of the heap',
      help: SIMULATE_HELP,
      run: runSimulate,
    },
  ],
  ['trace', { summary: 'what an execution trace says', help: TRACE_HELP, run: runTrace }],
  ['gclog', { summary: 'what logs of the garbage collector say', help: GCLOG_HELP, run: runGcLog }],
]);

/** Runs `gomem` with the given arguments; answers its exit code and throws nothing. */
export async function runGomem(args: readonly string[], context: CommandContext): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    context.writeOut(usage());
    return name === undefined ? EXIT.unusable : EXIT.done;
  }
  const command = COMMANDS.get(name);
  if (!command) {
    context.writeError(`gomem: there is no command "${name}"; see gomem --help\n`);
    return EXIT.unusable;
  }
  try {
    return await command.run(rest, context);
  } catch (error) {
    const message = reasonOf(error);
    context.writeError(`gomem ${name}: ${message}\n`);
    return EXIT.unusable;
  }
}

function usage(): string {
  const lines = [...COMMANDS].map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`);
  return `Usage: gomem COMMAND [flags] [PATH…]

Commands:
${lines.join('\n')}

gomem COMMAND --help says more of each.
`;
}
