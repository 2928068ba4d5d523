/** Profiles of a running program, by HTTP. */
import type { Localize } from '../engine/features/localize.ts';
import { headed } from '../host/byteStream.ts';
import { asked, beginningOf, shownUrl, type AskOptions, type Body } from './asking.ts';
import { CaptureError } from './captureError.ts';
import type { Endpoint } from './endpoint.ts';
import type { CapturedContent, ProfileContent } from './profileKinds.ts';
import { profilesInIndex, type ListedProfile } from './pprofIndex.ts';
import { writeWholeFile } from '../host/wholeFile.ts';

export interface ProfileRequest {
  readonly url: URL;
  readonly content: ProfileContent;
  /** Where it goes, by what it is; what is there is replaced. */
  readonly fileOf: (content: CapturedContent) => string;
  /** Told as bytes come. */
  readonly onBytes?: (countBytes: number) => void;
}

export interface SavedProfile {
  readonly file: string;
  readonly content: CapturedContent;
  readonly countBytes: number;
}

/** How long a program may think, beside what it is asked to record. */
const SILENCE_MS = 30_000;
const MOST_INDEX_CHARACTERS = 1 << 20;
const MOST_PROFILE_BYTES = 2 ** 31;
const HEAD_BYTES = 16;

/**
 * What the program's index lists. Rejects as {@link asked} does.
 */
export function listProfiles(
  { index }: Endpoint,
  options: AskOptions = {},
): Promise<readonly ListedProfile[]> {
  return asked(index, SILENCE_MS, options, async (body, localize) => {
    const text = await beginningOf(body, MOST_INDEX_CHARACTERS);
    const profiles = profilesInIndex(text);
    if (profiles.length === 0) {
      throw new CaptureError(localize('{0} is not the index of net/http/pprof.', shownUrl(index)));
    }
    return profiles;
  });
}

/** What an address leads to: the profiles of a program, or one profile. */
export interface Found {
  readonly endpoint: Endpoint;
  /** Undefined where the endpoint names the profile. */
  readonly listed: readonly ListedProfile[] | undefined;
}

/** As {@link listProfiles}; what is no index is taken for a profile where the address may be of one. */
export async function findProfiles(endpoint: Endpoint, options: AskOptions = {}): Promise<Found> {
  try {
    return { endpoint, listed: await listProfiles(endpoint, options) };
  } catch (error) {
    if (error instanceof CaptureError && endpoint.orProfile) {
      return { endpoint: endpoint.orProfile, listed: undefined };
    }
    throw error;
  }
}

/**
 * Saves a profile. Rejects as {@link listProfiles} does, and with what writing the file failed with; then there
 * is no new file.
 */
export function saveProfile(
  { url, content, fileOf, onBytes }: ProfileRequest,
  options: AskOptions = {},
): Promise<SavedProfile> {
  const seconds = Number(url.searchParams.get('seconds')) || 0;
  return asked(url, SILENCE_MS + seconds * 1000, options, async (body, localize) => {
    let countBytes = 0;
    const all = headed(body.chunks, HEAD_BYTES);
    const begun = await all.next();
    if (begun.done === true) {
      throw new CaptureError(localize('{0} is empty.', shownUrl(url)));
    }
    const first = begun.value;
    const found = contentOf(body, first, content, localize);
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of joined(first, all)) {
        countBytes += chunk.length;
        if (countBytes > MOST_PROFILE_BYTES) {
          throw new CaptureError(localize('{0} does not end.', shownUrl(url)));
        }
        onBytes?.(countBytes);
        yield chunk;
      }
    };
    const file = fileOf(found);
    await writeWholeFile(file, chunks());
    return { file, content: found, countBytes };
  });
}

async function* joined(
  first: Uint8Array,
  others: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  yield* others;
}

/** What it is by its beginning, if that is what is wanted. */
function contentOf(
  { url }: Body,
  first: Uint8Array,
  wanted: ProfileContent,
  localize: Localize,
): CapturedContent {
  const head = Buffer.from(first.subarray(0, HEAD_BYTES)).toString('latin1');
  const kinds: readonly CapturedContent[] =
    wanted === 'profile or trace' ? ['trace', 'profile'] : [wanted];
  const found = kinds.find((kind) => looksLike(head, kind, url.searchParams.has('debug')));
  if (found === undefined) {
    throw new CaptureError(strangeText(url, head, localize));
  }
  return found;
}

function looksLike(head: string, content: CapturedContent, isTextWanted: boolean): boolean {
  switch (content) {
    case 'trace':
      return /^go 1\.\d+ trace/.test(head);
    case 'stacks':
      return /^goroutine \d+ /.test(head);
    case 'profile':
      return isTextWanted ? !isPage(head) : !isText(head);
  }
}

/** Profiles are packed, or begin with the tag of a field: no letters of a text alone. */
function isText(head: string): boolean {
  return /^[\t\n\r\x20-\xff]*$/.test(head);
}

function isPage(head: string): boolean {
  return /^\s*</.test(head);
}

function strangeText(url: URL, head: string, localize: Localize): string {
  return isPage(head)
    ? localize('{0} is a web page, and no profile: another server may listen there.', shownUrl(url))
    : localize('{0} is no profile, but {1}.', shownUrl(url), JSON.stringify(head));
}
