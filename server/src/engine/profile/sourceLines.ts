/** What each line of functions' source takes: google/pprof, printSource in internal/report/source.go. */
import { added, type Amount } from './columns.ts';
import { FrameSums, type GraphNode } from './graph.ts';
import { goRegexp } from './goRegexpMatch.ts';
import { compareTexts } from './order.ts';
import { Fault, orProblem, type ProfileProblem } from './problem.ts';
import { framesOf, graphSource, type Report } from './report.ts';

export interface SourceLine {
  readonly line: number;
  readonly flat: Amount;
  readonly cum: Amount;
}

/** One function in one file. */
export interface SourceFunction {
  readonly name: string;
  /** Empty where it is unknown. */
  readonly file: string;
  /** Sums of the lines: what calls itself counts more than once. */
  readonly flat: Amount;
  readonly cum: Amount;
  /** The lines to show: from the function's first, as far as that is known, to some behind the last. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Lines with values, in order. */
  readonly lines: readonly SourceLine[];
}

/** How many lines are shown around those with values. */
const MARGIN = 5;

/** The functions whose name `pattern` matches, by name and file. */
export function sourceFunctions(
  report: Report,
  pattern: string,
): readonly SourceFunction[] | ProfileProblem {
  return orProblem(() => {
    const regexp = goRegexp(pattern);
    const byLines = { ...report, options: { ...report.options, granularity: 'lines' as const } };
    const groups = new Map<string, GraphNode[]>();
    const table = framesOf(byLines, true);
    const sums = new FrameSums(graphSource(byLines, table));
    for (const node of sums.nodes(sums.withValues())) {
      const { name, file } = node.frame;
      if (regexp.isIn(name)) {
        const key = `${name}\0${file}`;
        groups.set(key, [...(groups.get(key) ?? []), node]);
      }
    }
    if (groups.size === 0) {
      throw new Fault(`no function matches ${pattern}`);
    }
    return [...groups.values()]
      .map(sourceFunction)
      .sort((a, b) => compareTexts(a.name, b.name) || compareTexts(a.file, b.file));
  });
}

function sourceFunction(nodes: readonly GraphNode[]): SourceFunction {
  const lines = new Map<number, SourceLine>();
  let flat: Amount = 0;
  let cum: Amount = 0;
  for (const node of nodes) {
    const { line } = node.frame;
    const known = lines.get(line) ?? { line, flat: 0, cum: 0 };
    lines.set(line, {
      line,
      flat: added(known.flat, node.flat),
      cum: added(known.cum, node.cum),
    });
    flat = added(flat, node.flat);
    cum = added(cum, node.cum);
  }
  const starts = nodes.map(({ frame }) =>
    frame.startLine === 0 ? frame.line - MARGIN : frame.startLine,
  );
  return {
    name: nodes[0]?.frame.name ?? '',
    file: nodes[0]?.frame.file ?? '',
    flat,
    cum,
    firstLine: Math.max(
      1,
      starts.reduce((least, start) => Math.min(least, start), Infinity),
    ),
    lastLine: MARGIN + Math.max(0, ...lines.keys()),
    lines: [...lines.values()].sort((a, b) => a.line - b.line),
  };
}
