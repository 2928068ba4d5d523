/** Profiles of a running program, by HTTP. */
import type { Localize } from '../engine/features/localize.ts';
import { headed } from '../host/byteStream.ts';
import { asked, beginningOf, shownUrl, type AskOptions, type Body } from './asking.ts';
import { CaptureError } from './captureError.ts';
import type { Endpoint } from './endpoint.ts';
import type { ProfileContent } from './profileKinds.ts';
import { profilesInIndex, type ListedProfile } from './pprofIndex.ts';
import { writeWholeFile } from './wholeFile.ts';

export interface ProfileRequest {
  readonly url: URL;
  readonly content: ProfileContent;
  /** Where it goes; what is there is replaced. */
  readonly file: string;
  /** Told as bytes come. */
  readonly onBytes?: (countBytes: number) => void;
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

/**
 * Saves a profile, and answers how many bytes it has. Rejects as {@link listProfiles} does, and with what
 * writing the file failed with; then there is no new file.
 */
export function saveProfile(
  { url, content, file, onBytes }: ProfileRequest,
  options: AskOptions = {},
): Promise<number> {
  const seconds = Number(url.searchParams.get('seconds')) || 0;
  return asked(url, SILENCE_MS + seconds * 1000, options, async (body, localize) => {
    let countBytes = 0;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of checked(body, content, localize)) {
        countBytes += chunk.length;
        if (countBytes > MOST_PROFILE_BYTES) {
          throw new CaptureError(localize('{0} does not end.', shownUrl(url)));
        }
        onBytes?.(countBytes);
        yield chunk;
      }
    };
    await writeWholeFile(file, chunks());
    return countBytes;
  });
}

/** The body, once its beginning is what it should be. */
async function* checked(
  { url, chunks }: Body,
  content: ProfileContent,
  localize: Localize,
): AsyncGenerator<Uint8Array> {
  let isBegun = false;
  for await (const chunk of headed(chunks, HEAD_BYTES)) {
    if (!isBegun) {
      const head = Buffer.from(chunk.subarray(0, HEAD_BYTES)).toString('latin1');
      if (!looksLike(head, content, url.searchParams.has('debug'))) {
        throw new CaptureError(strangeText(url, head, localize));
      }
      isBegun = true;
    }
    yield chunk;
  }
  if (!isBegun) {
    throw new CaptureError(localize('{0} is empty.', shownUrl(url)));
  }
}

function looksLike(head: string, content: ProfileContent, isTextWanted: boolean): boolean {
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
