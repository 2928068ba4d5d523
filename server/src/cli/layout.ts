import { parseArgs } from 'node:util';
import type { Place } from '../engine/compilerlog/rows.ts';
import { GOARCHES } from '../engine/layout/architectures.ts';
import { isUnknown, type LayoutReport, type UnknownLayout } from '../engine/layout/report.ts';
import { hostGoarch } from '../host/goarch.ts';
import { EXIT, type CommandContext } from './command.ts';
import { runFix, type FixSource } from './layoutFix.ts';
import {
  LAYOUT_ORDERS,
  layoutDrawing,
  layoutJson,
  layoutLine,
  sortRows,
  type LayoutRow,
} from './layoutRows.ts';

export const LAYOUT_HELP = `Usage: gomem layout [flags] [PATH [Type…]]

Says how struct types lie in memory, what an object of them takes of the heap, and in which order of
fields it would take least. PATH is a directory, a file, dir/... or a package pattern; the default is
the directory that you are in. With names of types, only of those: T, of another package p.T.

Flags:
  --goarch A      the GOARCH, or several, separated by commas; the default is $GOARCH, or this machine's
  --sort ORDER    source (the default), or waste: what holds least in most bytes first
  --brief         text output: one line a type, without the drawing
  --ascii         draw with ASCII only, as where the locale is not UTF-8
  --json          JSON Lines: one object a type
  --fix           put the fields into that order, in the files: in the structs, and in literals without
                  keys in all of the module; what that would break is left as it is, with the reason
  --diff          with --fix, print what would be changed instead, as a unified diff
  --threshold N   with --fix, where an object takes N bytes less at least; the default is 8
  --help          this text

In the drawing each byte is a cell, and a field begins with its letter:
  █ # pointer   ▒ = other data   · . padding   - added by the allocator   ┬ + cache line

Exit status: 0 done; 2 bad use, a PATH or Type that is not there, or one whose layout cannot be known.
`;

/** The layouts of a path's types, as far as they could be made. */
export interface LayoutListing {
  /** Of generic types one for each instance that is seen. */
  readonly layouts: readonly (LayoutReport<Place> | UnknownLayout)[];
  /** One line each: paths that name nothing, files that cannot be read. */
  readonly problems: readonly string[];
}

/** Where types come from. */
export interface LayoutSource {
  /** The struct types that are declared at these paths. */
  structs(paths: readonly string[], goarch: string): Promise<LayoutListing>;
}

/** `gomem layout`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runLayout(
  args: readonly string[],
  context: CommandContext,
  source: LayoutSource & FixSource,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      goarch: { type: 'string' },
      sort: { type: 'string', default: 'source' },
      brief: { type: 'boolean', default: false },
      ascii: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      fix: { type: 'boolean', default: false },
      diff: { type: 'boolean', default: false },
      threshold: { type: 'string', default: '8' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(LAYOUT_HELP);
    return EXIT.done;
  }
  const order = LAYOUT_ORDERS.find((each) => each === values.sort);
  if (order === undefined) {
    return refuse(context, `there is no order "${values.sort}"; use --sort source or waste`);
  }
  const goarches = (values.goarch ?? context.environment.GOARCH ?? hostGoarch()).split(',');
  const stranger = goarches.find((goarch) => !GOARCHES.includes(goarch));
  if (stranger !== undefined) {
    return refuse(context, `there is no GOARCH "${stranger}"; known: ${GOARCHES.join(' ')}`);
  }
  const { paths, types } = splitArguments(positionals);
  if (values.fix || values.diff) {
    const [goarch = hostGoarch(), ...others] = goarches;
    const thresholdBytes = Number(values.threshold);
    if (others.length > 0 || values.json) {
      return refuse(context, '--fix goes with one GOARCH, and not with --json');
    }
    if (!Number.isInteger(thresholdBytes) || thresholdBytes < 1) {
      return refuse(context, `--threshold wants a number of bytes, not "${values.threshold}"`);
    }
    const request = { paths, types, goarch, thresholdBytes };
    return runFix(request, { isDiff: values.diff }, context, source);
  }
  const found = await collect(source, paths, types, goarches);
  const isAscii = values.ascii || !hasUnicode(context.environment);
  write(sortRows(found.rows, order), context, { ...values, isAscii });
  for (const problem of found.problems) {
    context.writeError(`gomem layout: ${problem}\n`);
  }
  return found.problems.size > 0 ? EXIT.unusable : EXIT.done;
}

function refuse(context: CommandContext, message: string): number {
  context.writeError(`gomem layout: ${message}\n`);
  return EXIT.unusable;
}

/** The first is a path; of the others those are that do not read as a type. */
function splitArguments(positionals: readonly string[]): {
  readonly paths: readonly string[];
  readonly types: readonly string[];
} {
  const [first = '.', ...rest] = positionals;
  const isType = (text: string) =>
    /^(?:[\p{L}_][\p{L}\p{N}_]*\.)?[\p{L}_][\p{L}\p{N}_]*(?:\[.*\])?$/u.test(text) &&
    !text.endsWith('.go');
  return {
    paths: [first, ...rest.filter((text) => !isType(text))],
    types: rest.filter(isType),
  };
}

async function collect(
  source: LayoutSource,
  paths: readonly string[],
  types: readonly string[],
  goarches: readonly string[],
): Promise<{ readonly rows: readonly LayoutRow[]; readonly problems: ReadonlySet<string> }> {
  const rows: LayoutRow[] = [];
  const problems = new Set<string>();
  const missing = new Set(types);
  for (const goarch of goarches) {
    const listing = await source.structs(paths, goarch);
    listing.problems.forEach((problem) => problems.add(problem));
    for (const layout of listing.layouts) {
      const wanted = types.filter((type) => isNamed(layout.type, type));
      wanted.forEach((type) => missing.delete(type));
      if (types.length > 0 && wanted.length === 0) {
        continue;
      }
      if (isUnknown(layout)) {
        problems.add(`${layout.type}: ${layout.reason}`);
      } else {
        rows.push(layout);
      }
    }
  }
  missing.forEach((type) => problems.add(`there is no struct type ${type} in ${paths.join(' ')}`));
  return { rows, problems };
}

/** `Pair` names all instances of it. */
function isNamed(type: string, wanted: string): boolean {
  return type === wanted || type.startsWith(`${wanted}[`);
}

function write(
  rows: readonly LayoutRow[],
  context: CommandContext,
  { json, brief, isAscii }: { json: boolean; brief: boolean; isAscii: boolean },
): void {
  for (const row of rows) {
    if (json) {
      context.writeOut(`${JSON.stringify(layoutJson(row, context.cwd))}\n`);
    } else {
      const lines = [layoutLine(row, context.cwd), ...(brief ? [] : layoutDrawing(row, isAscii))];
      context.writeOut(`${lines.join('\n')}\n`);
    }
  }
}

/** Whether the terminal can be taken to show more than ASCII: what setlocale(3) would go by. */
function hasUnicode({ LC_ALL, LC_CTYPE, LANG, TERM }: NodeJS.ProcessEnv): boolean {
  const locale = [LC_ALL, LC_CTYPE, LANG].find((each) => each !== undefined && each !== '');
  if (process.platform === 'win32' || process.platform === 'darwin') {
    return TERM !== 'dumb';
  }
  return TERM !== 'dumb' && TERM !== 'linux' && /utf-?8/i.test(locale ?? '');
}
