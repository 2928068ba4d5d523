/** A profile of allocations that a command is given, beside the code that it looks at. */
import { dirname, relative, resolve } from 'node:path';
import { english } from '../engine/features/localize.ts';
import { sizeText } from '../engine/features/byteTexts.ts';
import { findModFile } from '../engine/build/mainFiles.ts';
import { parentOf } from '../engine/build/paths.ts';
import { measuredShareText, shareOf, type Measured } from '../engine/measured/measured.ts';
import { measuredAt } from '../engine/measured/measuredAt.ts';
import type { MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import { readAllocationProfile } from '../host/allocationProfile.ts';
import { enginePath, GoFiles, hostEnvironment, nativePath } from '../host/goFiles.ts';
import type { PlacedFinding } from './checkFindings.ts';
import type { CommandContext } from './command.ts';

export interface ProfileRequest {
  readonly file: string;
  /** Whose modules are the user's own. */
  readonly sources: readonly string[];
  /** The go command whose GOROOT counts; it is not run. */
  readonly go: string;
}

/** Throws what is wrong with the file. */
export async function allocationsIn(
  { file, sources, go }: ProfileRequest,
  { cwd, environment }: CommandContext,
): Promise<MeasuredAllocations> {
  const files = new GoFiles().view();
  const host = hostEnvironment(environment);
  const directories = new Set([...sources.map(dirname), cwd].map(enginePath));
  const folders = new Set(
    [...directories].map((directory) => {
      const modFile = findModFile(files, host, directory);
      return nativePath(modFile === undefined ? directory : parentOf(modFile));
    }),
  );
  const settings = { folders: [...folders], goCommand: go };
  try {
    return await readAllocationProfile(resolve(cwd, file), settings, environment);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${file}: ${reason}`, { cause: error });
  }
}

/** Files whose lines the profile no longer speaks of. */
export function tellChanged(
  { changedPaths }: MeasuredAllocations,
  command: string,
  context: CommandContext,
): void {
  for (const path of changedPaths) {
    context.writeError(
      `gomem ${command}: ${relative(context.cwd, nativePath(path))} has changed since the profile was taken: its lines are not matched\n`,
    );
  }
}

/** What the profile has of the code that a finding is about; undefined for nothing. */
export function measuredOf(
  { file, declaration, finding, start, end }: PlacedFinding,
  measured: MeasuredAllocations,
): Measured | undefined {
  const { kind, allocations } = finding.evidence;
  if (kind === 'misuse') {
    return undefined;
  }
  const offsets =
    kind === 'callee' ? [start, end] : allocations.map(({ offset }) => declaration.start + offset);
  const lines = offsets.map((offset) => file.lines.lineAt(offset) + 1);
  return measuredAt(measured, {
    path: enginePath(file.path),
    functionName: declaration.name ?? '',
    firstLine: Math.min(...lines),
    lastLine: Math.max(...lines),
    isWithCalled: kind === 'callee' || allocations.some((each) => each.kind === 'inlined'),
  });
}

/** `1.2 MB, 25,000 objects, ~34 % (20 samples)`. */
export function measuredText(measured: Measured, { total }: MeasuredAllocations): string {
  const { bytes, objects, countSamples } = measured;
  const share = measuredShareText(measured, total);
  return [
    sizeText(bytes, english),
    objects === 1 ? '1 object' : `${objects.toLocaleString('en-US')} objects`,
    ...(share === '' ? [] : [share]),
    ...(countSamples === undefined
      ? []
      : [`${countSamples} ${countSamples === 1 ? 'sample' : 'samples'}`]),
  ].join(', ');
}

/** The fields are a contract for scripts (docs/architecture.md). */
export function measuredJson(measured: Measured, { total }: MeasuredAllocations): object {
  const { bytes, objects, countSamples } = measured;
  return {
    bytes,
    objects,
    share: shareOf(measured, total) ?? null,
    samples: countSamples ?? null,
  };
}
