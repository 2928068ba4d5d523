/** `go tool pprof`, and our own views beside it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { gomem } from './gomem.ts';
import { loadProfile, needed } from '../../server/src/cli/profileLoad.ts';
import { profileArguments } from '../../server/src/cli/profileOptions.ts';
import { callGraph } from '../../server/src/engine/profile/callGraph.ts';
import type { Amount } from '../../server/src/engine/profile/columns.ts';
import { makeReport, valueText } from '../../server/src/engine/profile/report.ts';

export interface ViewRequest {
  /** The view, with its pattern where it has one. */
  readonly view: string;
  readonly pattern?: string;
  /** Flags of both, each in one text: `-focus=main`. */
  readonly flags: readonly string[];
  readonly files: readonly string[];
}

export interface ViewOutcome {
  readonly isDone: boolean;
  readonly lines: readonly string[];
  readonly error: string;
}

let program: string | undefined;

/** The program itself: the go command in front of it costs more than the whole of a small profile. */
function pprofProgram(): string {
  // The first call builds it, where it is not in the cache.
  execFileSync('go', ['tool', 'pprof', '-h'], { stdio: 'ignore' });
  return execFileSync('go', ['tool', '-n', 'pprof'], { encoding: 'utf8' }).trim();
}

/** What pprof prints, in UTC, without looking for binaries. */
export function pprofView({ view, pattern, flags, files }: ViewRequest): ViewOutcome {
  program ??= pprofProgram();
  const flag = pattern === undefined ? `-${view}` : `-${view}=${pattern}`;
  const { status, stdout, stderr } = spawnSync(
    program,
    ['-symbolize=none', flag, ...flags, ...files],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, TZ: 'UTC', PPROF_BINARY_PATH: '/' },
    },
  );
  return { isDone: status === 0, lines: linesOf(stdout), error: stderr };
}

export async function ourView({ view, pattern, flags, files }: ViewRequest): Promise<ViewOutcome> {
  const { code, out, error } = await gomem(
    ['profile', view, ...flags, ...(pattern === undefined ? [] : [pattern]), ...files],
    { cwd: process.cwd() },
  );
  return { isDone: code === 0, lines: linesOf(out), error };
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** The first lines that differ; empty for none. Times are compared where this process is in UTC. */
export async function differences(request: ViewRequest): Promise<readonly string[]> {
  const theirs = pprofView(request);
  const ours = await (request.view === 'dot' ? ourDrawing(request) : ourView(request));
  const name = [request.view, request.pattern ?? '', ...request.flags, ...request.files].join(' ');
  if (theirs.isDone !== ours.isDone) {
    return [name, `  pprof: ${theirs.error.trim()}`, `  ours: ${ours.error.trim()}`];
  }
  if (!theirs.isDone) {
    return [];
  }
  const expected = request.view === 'dot' ? drawingLines(theirs.lines) : theirs.lines;
  if (request.view === 'dot' && isLeftToNaN(request, theirs.lines)) {
    return [];
  }
  const isSame = hasTies(request, expected) ? isSameButForOrder : isSameText;
  return isSame(expected, ours.lines) ? [] : [name, ...firstDifferences(expected, ours.lines)];
}

/** Whether some nodes only are drawn, of which those below zero, or with calls that cancel out, tell an amount that is no number. */
function isLeftToNaN({ flags }: ViewRequest, lines: readonly string[]): boolean {
  const isCounted = lines.some((line) => line.includes('Showing top '));
  return isCounted && (hasBase(flags) || lines.some((line) => line.includes(' (-')));
}

function hasBase(flags: readonly string[]): boolean {
  return flags.some((flag) => /^-(?:diff_)?base=/.test(flag));
}

/**
 * Whether pprof leaves the order open: of files that differ in what is not printed (the binary, the lines
 * that functions begin on), of what differs in its sign only, and of nodes with a call that cancels out.
 */
function hasTies({ view, flags }: ViewRequest, lines: readonly string[]): boolean {
  const isNegative = (line: string) => /(?:^|[ (])-\d/.test(line);
  const isNothing = (line: string) => / -> .* 0(?: |$)/.test(line);
  return (
    flags.includes('-files') ||
    (['tree', 'peek', 'tags', 'dot'].includes(view) &&
      (hasBase(flags) || lines.some(isNegative))) ||
    (view === 'dot' && lines.some(isNothing))
  );
}

function isSameText(theirs: readonly string[], ours: readonly string[]): boolean {
  return theirs.join('\n') === ours.join('\n');
}

/** Sums of the rows above are not compared. */
function isSameButForOrder(theirs: readonly string[], ours: readonly string[]): boolean {
  const withoutSums = (lines: readonly string[]) =>
    lines.map((line) => line.replace(/^( *\S+ +\S+% +)\S+%/, '$1')).sort();
  return isSameText(withoutSums(theirs), withoutSums(ours));
}

function firstDifferences(theirs: readonly string[], ours: readonly string[]): string[] {
  return Array.from({ length: Math.max(theirs.length, ours.length) }, (_, line) => line)
    .filter((line) => ours[line] !== theirs[line])
    .slice(0, 4)
    .flatMap((line) => [
      `  ${line + 1} pprof: ${theirs[line] ?? '(none)'}`,
      `  ${line + 1} ours:  ${ours[line] ?? '(none)'}`,
    ]);
}

/** Nodes and edges of what pprof writes for Graphviz, one a line. */
function drawingLines(lines: readonly string[]): string[] {
  const names = new Map<string, string>();
  return lines.flatMap((line) => {
    const [, id = '', title] = /^N(\d+) \[.* tooltip="(.*?)" color=/.exec(line) ?? [];
    if (title !== undefined) {
      names.set(id, title.replace(/ \([^ ]*\)$/, ''));
      return [title];
    }
    const [, from = '', to = '', weight = '', inline = ''] =
      /^N(\d+) -> N(\d+) \[label=" (.*?)(?:\\n \((inline)\))?" .*?\]$/.exec(line) ?? [];
    const style = line.includes(' style="dotted"') ? ' residual' : '';
    const [caller, callee] = [names.get(from), names.get(to)];
    return caller === undefined || callee === undefined
      ? []
      : [`${caller} -> ${callee} ${weight}${style} ${inline}`];
  });
}

/** The same of our graph. */
async function ourDrawing({ flags, files }: ViewRequest): Promise<ViewOutcome> {
  try {
    const parsed = profileArguments('tree', [...flags, ...files]);
    const profile = await loadProfile(parsed.positionals, parsed, process.cwd());
    const report = needed(makeReport(profile, parsed.options));
    const { nodes, edges, unit } = callGraph(report);
    const escaped = (name: string) => name.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    const text = (value: Amount) => valueText(report, value, unit);
    return {
      isDone: true,
      error: '',
      lines: [
        ...nodes.map(({ name, cum }) => `${escaped(name)} (${text(cum)})`),
        ...edges.map(({ from, to, weight, isResidual, isInlined }) => {
          const style = isResidual ? ' residual' : '';
          const [caller, callee] = [nodes[from], nodes[to]].map((node) =>
            escaped(node?.name ?? ''),
          );
          return `${caller} -> ${callee} ${text(weight)}${style} ${isInlined ? 'inline' : ''}`;
        }),
      ],
    };
  } catch (error) {
    return { isDone: false, error: String(error), lines: [] };
  }
}
