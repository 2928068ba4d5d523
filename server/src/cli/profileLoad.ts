import { resolve } from 'node:path';
import { difference, merged } from '../engine/profile/merge.ts';
import { isProblem, type ProfileProblem } from '../engine/profile/problem.ts';
import type { Profile } from '../engine/profile/profile.ts';
import { readProfile } from '../engine/profile/read.ts';
import { makeReport, type Report } from '../engine/profile/report.ts';
import { readProfileFile } from '../host/profileFile.ts';
import type { CommandContext } from './command.ts';
import type { ProfileArguments } from './profileOptions.ts';
import { reasonOf } from '../engine/text/reason.ts';

/**
 * The report of all files that are named, without those of the base; filters that match nothing are told.
 * Throws what is wrong with files and options.
 */
export async function loadReport(
  files: readonly string[],
  parsed: ProfileArguments,
  context: CommandContext,
): Promise<Report> {
  const report = needed(makeReport(await loadProfile(files, parsed, context.cwd), parsed.options));
  for (const filter of report.unmatched) {
    context.writeError(`gomem profile: ${filter} matched nothing\n`);
  }
  return report;
}

/** The profile alone. */
export async function loadProfile(
  files: readonly string[],
  { base, diffBase, isNormalized }: ProfileArguments,
  cwd: string,
): Promise<Profile> {
  const source = await readAll(files, cwd);
  const bases = [...base, ...diffBase];
  if (bases.length === 0) {
    return source;
  }
  const mode = diffBase.length > 0 ? 'diff' : 'base';
  return needed(difference(source, await readAll(bases, cwd), { mode, isNormalized }));
}

async function readAll(files: readonly string[], cwd: string): Promise<Profile> {
  return needed(merged(await readProfiles(files, cwd)));
}

/** Each file by itself, but for a binary before them, which `go tool pprof` takes symbols from. */
export async function readProfiles(files: readonly string[], cwd: string): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const [index, file] of files.entries()) {
    try {
      const bytes = await readProfileFile(resolve(cwd, file));
      if (index > 0 || files.length === 1 || !isExecutable(bytes)) {
        profiles.push(needed(readProfile(bytes)));
      }
    } catch (error) {
      const reason = reasonOf(error);
      throw new Error(reason.includes(file) ? reason : `${file}: ${reason}`, { cause: error });
    }
  }
  return profiles;
}

/** ELF, Mach-O and Windows' PE, by their first bytes. */
function isExecutable(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  return /^(?:\x7fELF|[\xcf\xce]\xfa\xed\xfe|MZ)/.test(start);
}

/** The value, or an error that says what stands against it. */
export function needed<Value extends object>(value: Value | ProfileProblem): Value {
  if (isProblem(value)) {
    throw new Error(value.problem);
  }
  return value;
}
