import { EXIT, type CommandContext } from './command.ts';
import { loadReport } from './profileLoad.ts';
import { profileArguments } from './profileOptions.ts';
import { runProfileCapture } from './profileCapture.ts';
import { runProfileConvert, runProfileMerge } from './profileConvert.ts';
import { runProfileLeaks } from './profileLeaks.ts';
import { runProfileSeries } from './profileSeries.ts';
import { VIEWS } from './profileViews.ts';

export const PROFILE_HELP = `Usage: gomem profile VIEW [flags] [PATTERN] FILE…
       gomem profile leaks [--limit SIZE] [--json] FILE FILE FILE…
       gomem profile series [flags] FILE FILE…
       gomem profile merge -o OUT [flags] FILE…
       gomem profile convert --to FORMAT [-o OUT] [flags] FILE…
       gomem profile capture [--seconds N] [--header H]… [-o OUT] URL
       gomem profile capture --every N [--count N] [--header H]… [-o FOLDER] URL

Says what profiles of Go programs hold; several files are merged. FILE is a profile as runtime/pprof
writes it, packed with gzip, zstd or not at all; a text of it (debug=1), with its names and lines; or
goroutines as debug=2 and panics print them; or what gperftools writes. Views and flags are those of go tool pprof, and so is
what they print. A binary before the profiles is left alone, as their names and lines stand in them.

Views:
${[...VIEWS].map(([name, { summary, isOfPattern }]) => `  ${`${name}${isOfPattern ? ' PATTERN' : ''}`.padEnd(14)} ${summary}`).join('\n')}

leaks says what grows from snapshot to snapshot of one process, by how much and how sure that is: of three
or more of its heap, of its goroutines (packed, or debug=2), or of both. --limit says how long it takes
until so much is in use. series shows what frames take in each of several files, in the order of their
times, and what has changed from the first to the last, most of all first. merge and convert write what the flags leave of the files: for pprof, as folded
stacks for flamegraph.pl, or for speedscope.

capture saves what a program serves by net/http/pprof, whole or not at all. URL is that of a profile, such as
localhost:6060/debug/pprof/heap (which is asked for with gc=1) or …/profile; of the index, to be told which
there are. --seconds says how long it is recorded, or in which time changes are counted. With --every N it
takes snapshots of the heap and of goroutines each N seconds, until there are --count of them: leaks reads them.

Flags, with one dash or two:
  --sample_index T    the sample type, by name or number; the default is the profile's own choice
  --inuse_space, --alloc_space, --inuse_objects, --alloc_objects, --contentions, --total_delay
                      the same, of the sample type of that name
  --mean              values divided by those of the first sample type; --mean_delay is that of delay
  --divide_by N       divide all values by N
  --base F            without what is in the profile F; may be given more than once
  --diff_base F       the same, with percentages of F
  --normalize         make the sums those of the base first
  --focus R           samples with a frame that the regular expression R matches, by function or file
  --ignore R          without such samples
  --hide R, --show R  without such frames; with such frames only
  --show_from R       without frames above the first that matches
  --prune_from R      without frames below the one that matches
  --tagfocus T        samples whose labels match: R, KEY=R, KEY=4kb:1mb (or 4kb, :1mb, 4kb:)
  --tagignore T       without such samples
  --tagshow R, --taghide R    labels by their keys
  --tagroot K,K  --tagleaf K,K    labels as frames at the root, at the leaf
  --functions  --filefunctions  --files  --lines  --addresses    what a frame is
  --noinlines         inlined calls are part of the function that they are in
  --showcolumns       columns, too
  --cum               sort by what frames take with all that they call
  --nodecount N       show N frames at most
  --nodefraction F    leave out frames that take less of the total; the default is 0.005
  --edgefraction F    the same for calls; the default is 0.001
  --trim=false        leave nothing out
  --compact_labels    tables without the lines that say what the profile is of
  --relative_percentages    percentages of what the filters leave
  --drop_negative     without frames that take less than nothing
  --unit U            write values in U
  --trim_path P       cut P, or one of P:P, from the beginning of paths
  --source_path P     where list looks for source files
  -o, --output F      where merge and convert write; without it convert prints texts
  --to FORMAT         pprof, folded or speedscope
  --json              JSON Lines: what the numbers are of, then one object a row
  --help              this text

Exit status: 0 done; 2 bad use, or a file that cannot be read.
`;

type Action = (args: readonly string[], context: CommandContext) => Promise<number>;

/** What is no view of one profile. */
const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['leaks', runProfileLeaks],
  ['series', runProfileSeries],
  ['merge', runProfileMerge],
  ['convert', runProfileConvert],
  ['capture', runProfileCapture],
]);

/** `gomem profile`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runProfile(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const [name = '', ...rest] = args;
  if (args.some((arg) => /^--?help$/.test(arg))) {
    context.writeOut(PROFILE_HELP);
    return EXIT.done;
  }
  const action = ACTIONS.get(name);
  if (action !== undefined) {
    return action(rest, context);
  }
  const view = VIEWS.get(name);
  if (view === undefined) {
    const names = [...VIEWS.keys(), ...ACTIONS.keys()].join(', ');
    throw new Error(`there is no view "${name}"; there are ${names}`);
  }
  const parsed = profileArguments(name, rest);
  const pattern = view.isOfPattern ? (parsed.positionals[0] ?? '') : '';
  const files = parsed.positionals.slice(view.isOfPattern ? 1 : 0);
  if (files.length === 0) {
    throw new Error(`${name} wants a ${view.isOfPattern ? 'pattern and a ' : ''}profile`);
  }
  const report = await loadReport(files, parsed, context);
  const lines = parsed.isJson
    ? view.json(report, pattern)
    : view.text(report, pattern, context.cwd);
  for (const line of lines) {
    context.writeOut(`${line}\n`);
  }
  return EXIT.done;
}
