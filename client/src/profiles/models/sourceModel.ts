import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import type { Report } from '../../../../server/src/engine/profile/report.ts';
import {
  sourceFunctions,
  type SourceFunction,
} from '../../../../server/src/engine/profile/sourceLines.ts';
import type { SourceModel, SourcePart, SourceRow } from '../../webview/profileProtocol.ts';
import { exactly, frameOf } from './framePlaces.ts';
import { heaviestFrame } from './peekModel.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';

/** Longer functions are shown as far as they go. */
const MOST_LINES = 5000;

/** A function line by line, in each file that it is in. */
export function sourceModel(
  report: Report,
  counts: Float64Array | undefined,
  wanted: string,
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
    parts: functions.map((each) => sourcePart(each, countedOf(each.file), sources)),
  };
}

function countsByLine(functions: readonly SourceFunction[], file: string): Map<number, number> {
  const found = functions.find((each) => each.file === file);
  return new Map(found?.lines.map(({ line, cum }) => [line, Number(cum)]));
}

function sourcePart(
  { name, file, lines, firstLine, lastLine }: SourceFunction,
  counts: ReadonlyMap<number, number> | undefined,
  sources: SourcePaths,
): SourcePart {
  const [path = ''] = sources.find(file, name);
  const text = path === '' ? undefined : sources.read(path)?.trimEnd().split(/\r?\n/);
  const byLine = new Map(lines.map((each) => [each.line, each]));
  const row = (line: number): SourceRow => {
    const found = byLine.get(line);
    return {
      line,
      flat: Number(found?.flat ?? 0),
      cum: Number(found?.cum ?? 0),
      cumCount: counts && (counts.get(line) ?? 0),
      code: text?.[line - 1] ?? '',
    };
  };
  const end = Math.min(lastLine, text?.length ?? lastLine, firstLine + MOST_LINES);
  // Without the code there is nothing to be seen between the lines that take something.
  const rows = text
    ? Array.from({ length: Math.max(0, end - firstLine + 1) }, (_, index) => row(firstLine + index))
    : lines.map(({ line }) => row(line));
  return { name, file, path, rows };
}
