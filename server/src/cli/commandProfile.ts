/** A profile of allocations that a command is given, beside the code that it looks at. */
import { dirname, relative, resolve } from 'node:path';
import { english } from '../engine/features/localize.ts';
import { sizeText } from '../engine/features/byteTexts.ts';
import { findModFile } from '../engine/build/mainFiles.ts';
import { parentOf } from '../engine/build/paths.ts';
import { measuredShareText, shareOf, type Measured } from '../engine/measured/measured.ts';
import { measuredAt } from '../engine/measured/measuredAt.ts';
import type { MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import { readAllocationProfile } from '../revisions/allocationProfile.ts';
import { enginePath, GoFiles, hostEnvironment, nativePath } from '../host/goFiles.ts';
import type { CheckedFiles } from './checkedFiles.ts';
import type { PlacedFinding } from './checkFindings.ts';
import type { CommandContext } from './command.ts';
import { reasonOf } from '../engine/text/reason.ts';

/** Of `--profile`; undefined without it. Throws what is wrong with the file. */
export async function measuredFor(
  command: string,
  { files }: CheckedFiles,
  { profile, go }: { readonly profile?: string | undefined; readonly go: string },
  context: CommandContext,
): Promise<MeasuredAllocations | undefined> {
  if (profile === undefined) {
    return undefined;
  }
  const { cwd, environment } = context;
  const directories = [...files.map(({ path }) => dirname(path)), cwd];
  const settings = { folders: moduleFolders(directories, environment), goCommand: go };
  try {
    const measured = await readAllocationProfile(
      { path: resolve(cwd, profile) },
      settings,
      environment,
    );
    for (const path of measured.changedPaths) {
      context.writeError(
        `gomem ${command}: ${relative(cwd, nativePath(path))} has changed since the profile was taken: its lines are not matched\n`,
      );
    }
    if (measured.countGone > 0) {
      const lines = measured.countGone === 1 ? '1 line has' : `${measured.countGone} lines have`;
      context.writeError(
        `gomem ${command}: ${lines} changed since the build that was profiled: what was measured there is not matched\n`,
      );
    }
    return measured;
  } catch (error) {
    const reason = reasonOf(error);
    throw new Error(`${profile}: ${reason}`, { cause: error });
  }
}

/** The folders of the modules that directories are in: what is below is the user's own. */
function moduleFolders(directories: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  const files = new GoFiles().view();
  const host = hostEnvironment(environment);
  const folders = new Set(
    [...new Set(directories)].map(enginePath).map((directory) => {
      const modFile = findModFile(files, host, directory);
      return nativePath(modFile === undefined ? directory : parentOf(modFile));
    }),
  );
  return [...folders];
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
