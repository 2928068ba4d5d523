/** From a frame to its code. */
import { absolute } from '../../../../server/src/engine/profile/columns.ts';
import type { Frame } from '../../../../server/src/engine/profile/frames.ts';
import { isProblem, type ProfileProblem } from '../../../../server/src/engine/profile/problem.ts';
import { framesOf, type Report } from '../../../../server/src/engine/profile/report.ts';
import {
  sourceFunctions,
  type SourceFunction,
} from '../../../../server/src/engine/profile/sourceLines.ts';
import { literalPattern } from '../../../../server/src/engine/text/literalPattern.ts';
import type { FramePlace } from '../workerProtocol.ts';
import type { SourcePaths } from '../../../../server/src/engine/measured/sourcePaths.ts';

/** Where the frame is that is shown as `text`: its line, or the one of its function that takes most. */
export function framePlaces(
  report: Report,
  text: string,
  sources: SourcePaths,
): readonly FramePlace[] | ProfileProblem {
  const frame = frameOf(report, text);
  if (frame === undefined) {
    return { problem: `there is no frame ${text}` };
  }
  if (frame.name === '') {
    const { file, line } = frame;
    return [{ functionName: '', file, places: placesNow(file, '', [line], sources) }];
  }
  const functions = sourceFunctions(report, exactly(frame.name));
  if (isProblem(functions)) {
    return functions;
  }
  return functions
    .filter(({ file }) => frame.line === 0 || file === frame.file)
    .map(({ name, file, ...lines }) => ({
      functionName: name,
      file,
      places: placesNow(
        file,
        name,
        frame.line === 0 ? heaviestFirst(lines) : [frame.line],
        sources,
      ),
    }));
}

/** In each file that it may be, the first of the lines that is still there; its top where none is. */
function placesNow(
  file: string,
  functionName: string,
  lines: readonly number[],
  sources: SourcePaths,
): FramePlace['places'] {
  return sources.find(file, functionName).flatMap((path) => {
    const now = sources.pathNow(path);
    const places = lines.map((line) => sources.placeNow({ path, line }));
    return now === undefined ? [] : (places.find((place) => place) ?? { path: now, line: 0 });
  });
}

export function frameOf(report: Report, text: string): Frame | undefined {
  const { frames, names } = framesOf(report);
  return frames[names.indexOf(text)];
}

/** A regular expression of a whole name. */
export function exactly(name: string): string {
  return `^${literalPattern(name)}$`;
}

/** Lines, and the first of the function last. */
function heaviestFirst({
  lines,
  firstLine,
}: Pick<SourceFunction, 'lines' | 'firstLine'>): number[] {
  const known = lines.filter(({ line }) => line > 0);
  const sorted = known.toSorted((a, b) => {
    const [least, most] = [absolute(a.cum), absolute(b.cum)];
    return least < most ? 1 : least > most ? -1 : 0;
  });
  return [...sorted.map(({ line }) => line), firstLine];
}
