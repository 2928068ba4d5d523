/** Profiles as the compiler takes them: `-pgo`. */
import { RecentMap } from '../engine/caches/recentMap.ts';
import { CallProfile } from '../engine/ir/callProfile.ts';
import { callEdgesOf, preprofiledEdges } from '../engine/profile/callEdges.ts';
import { readProfile } from '../engine/profile/read.ts';
import { readProfileFile } from './profileFile.ts';

/** What is known of one is its hot calls, which are few. */
const MAXIMUM_PROFILES = 4;

/** Each is read once for as long as its file does not change. */
export class CallProfiles {
  readonly #read = new RecentMap<string, Promise<CallProfile | undefined>>(MAXIMUM_PROFILES);

  /** Undefined of what the compiler makes nothing of, or refuses. */
  of({
    path,
    stamp,
  }: {
    readonly path: string;
    readonly stamp: string;
  }): Promise<CallProfile | undefined> {
    const key = `${path} ${stamp}`;
    const profile = this.#read.get(key) ?? readCallProfile(path).catch(() => undefined);
    this.#read.set(key, profile);
    return profile;
  }
}

async function readCallProfile(path: string): Promise<CallProfile | undefined> {
  return callProfileIn(await readProfileFile(path));
}

/** Of a file that is unpacked. */
export function callProfileIn(bytes: Uint8Array): CallProfile | undefined {
  const edges = preprofiledEdges(bytes) ?? edgesIn(bytes);
  return edges && edges.length > 0 ? new CallProfile(edges) : undefined;
}

function edgesIn(bytes: Uint8Array): ReturnType<typeof callEdgesOf> {
  const profile = readProfile(bytes);
  return 'samples' in profile ? callEdgesOf(profile) : undefined;
}
