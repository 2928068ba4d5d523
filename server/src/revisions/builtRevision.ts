import { namedRevision, type NamedRevision } from '../engine/history/namedRevision.ts';
import { binaryRevision } from './binaryRevision.ts';

/** What a profile says of its program. */
export interface ProfiledBuild {
  readonly comments: readonly string[];
  /** The path of the binary, where it ran; empty where that is not known. */
  readonly binary: string;
  /** When it was profiled, in milliseconds since 1970; 0 where that is not known. */
  readonly time: number;
}

export interface BuiltRevision extends NamedRevision {
  /** Who says so: a comment of the profile, or the binary. */
  readonly origin: 'profile' | 'binary';
}

/** The revision that was built; undefined where neither a comment nor the binary on this machine says which. */
export async function builtRevision(
  { comments, binary, time }: ProfiledBuild,
  goCommand: string,
  signal?: AbortSignal,
): Promise<BuiltRevision | undefined> {
  const named = comments.map(namedRevision).find((revision) => revision !== undefined);
  if (named) {
    return { ...named, origin: 'profile' };
  }
  const built = await binaryRevision(goCommand, binary, time, signal);
  return built && { ...built, origin: 'binary' };
}
