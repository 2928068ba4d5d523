import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import {
  sourceFunctions,
  type SourceFunction,
  type SourceLine,
} from '../../../../server/src/engine/profile/sourceLines.ts';
import type {
  SourceModel,
  SourcePart,
  SourceRow,
  ViewRequests,
} from '../../webview/profileProtocol.ts';
import { exactly, frameOf } from './framePlaces.ts';
import { heaviestFrame } from './peekModel.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';

/** Longer functions are shown as far as they go. */
const MOST_LINES = 5000;

/** A function line by line, in each file that it is in. */
export function sourceModel(
  report: Report,
  counts: Float64Array | undefined,
  { name: wanted, chosen }: ViewRequests['source'],
  sources: SourcePaths,
): SourceModel | ProfileProblem {
  const text = wanted === '' ? heaviestFrame(report) : wanted;
  const name = frameOf(report, text)?.name ?? '';
  if (name === '') {
    return text === ''
      ? { name: '', parts: [] }
      : { problem: `the profile does not say what lines ${text} has` };
  }
  const functions = sourceFunctions(report, exactly(name));
  if (isProblem(functions)) {
    return functions;
  }
  const counted = counts && sourceFunctions({ ...report, column: counts }, exactly(name));
  const countedOf = (file: string) =>
    counted && !isProblem(counted) ? countsByLine(counted, file) : undefined;
  return {
    name,
    parts: functions.map((each) => sourcePart(each, countedOf(each.file), chosen, sources)),
  };
}

function countsByLine(functions: readonly SourceFunction[], file: string): Map<number, number> {
  const found = functions.find((each) => each.file === file);
  return new Map(found?.lines.map(({ line, cum }) => [line, Number(cum)]));
}

function sourcePart(
  source: SourceFunction,
  counts: ReadonlyMap<number, number> | undefined,
  chosen: ViewRequests['source']['chosen'],
  sources: SourcePaths,
): SourcePart {
  const { name, file, lines } = source;
  const candidates = sources.find(file, name);
  const pathThen = candidates.find((path) => path === chosen[file]) ?? candidates[0];
  const path = pathThen === undefined ? undefined : sources.pathNow(pathThen);
  const text = path === undefined ? undefined : sources.read(path)?.trimEnd().split(/\r?\n/);
  const rowOf = ({ line, flat, cum }: SourceLine): SourceRow => ({
    line,
    flat: Number(flat),
    cum: Number(cum),
    cumCount: counts && (counts.get(line) ?? 0),
    code: '',
    isGone: false,
  });
  if (pathThen === undefined || path === undefined || text === undefined) {
    // Without the code there is nothing to be seen between the lines that take something.
    return { name, file, path: '', candidates, rows: lines.map(rowOf) };
  }
  const lineNow = (line: number) => sources.placeNow({ path: pathThen, line })?.line;
  const known = new Map<number, SourceRow>();
  const gone: SourceRow[] = [];
  for (const each of lines) {
    const line = lineNow(each.line);
    if (line === undefined) {
      gone.push({ ...rowOf(each), isGone: true });
    } else {
      known.set(line, { ...rowOf(each), line });
    }
  }
  const quiet = { flat: 0, cum: 0, cumCount: counts && 0, isGone: false };
  const rows = shownLines(source, known, text.length, lineNow).map((line) => ({
    ...(known.get(line) ?? { ...quiet, line }),
    code: text[line - 1] ?? '',
  }));
  return { name, file, path, candidates, rows: [...rows, ...gone] };
}

/** From the function's first line on, as far as it is left, to as many behind the last with values as ever. */
function shownLines(
  { lines, firstLine, lastLine }: SourceFunction,
  known: ReadonlyMap<number, SourceRow>,
  countLines: number,
  lineNow: (line: number) => number | undefined,
): number[] {
  const last = Math.max(0, ...known.keys());
  const margin = lastLine - (lines.at(-1)?.line ?? lastLine);
  const first = lineNow(firstLine) ?? Math.min(last, ...known.keys());
  const end = last === 0 ? 0 : Math.min(last + margin, countLines, first + MOST_LINES);
  return Array.from({ length: Math.max(0, end - first + 1) }, (_, index) => first + index);
}
