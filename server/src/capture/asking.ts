/** Questions to a running program, by HTTP. */
import { StringDecoder } from 'node:string_decoder';
import { english, type Localize } from '../engine/features/localize.ts';
import { CaptureCancelled, connectionError, statusError } from './captureError.ts';
import { httpGet } from './httpGet.ts';

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly localize?: Localize;
}

/** An answer, as it comes. */
export interface Body {
  readonly url: URL;
  readonly chunks: AsyncIterable<Buffer>;
}

const LONGEST_REASON = 300;

/**
 * Asks, and has the answer taken, if it is one. Rejects with a CaptureError, or {@link CaptureCancelled}.
 */
export async function asked<Value>(
  url: URL,
  silenceMs: number,
  { headers, signal, localize = english }: AskOptions,
  take: (body: Body, localize: Localize) => Promise<Value>,
): Promise<Value> {
  try {
    const response = await httpGet({ url, headers, silenceMs, signal }).catch((error: unknown) => {
      throw connectionError(url, error, localize);
    });
    const { statusCode: status = 0, headers: head } = response;
    const body = { url, chunks: chunksOf(url, response, localize) };
    if (status !== 200) {
      const text = (await beginningOf(body, LONGEST_REASON)).trim();
      const isPprof = head['x-go-pprof'] !== undefined;
      throw statusError(url, { status, isPprof, text }, localize);
    }
    return await take(body, localize);
  } catch (error) {
    throw signal?.aborted ? new CaptureCancelled() : error;
  }
}

async function* chunksOf(
  url: URL,
  response: AsyncIterable<Buffer>,
  localize: Localize,
): AsyncGenerator<Buffer> {
  try {
    yield* response;
  } catch (error) {
    throw connectionError(url, error, localize);
  }
}

/** Without what may be secret in it. */
export function shownUrl(url: URL): string {
  return `${url.host}${url.pathname}`;
}

/** So many characters at most. */
export async function beginningOf({ chunks }: Body, mostCharacters: number): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  for await (const chunk of chunks) {
    text += decoder.write(chunk);
    if (text.length >= mostCharacters) {
      break;
    }
  }
  return text.slice(0, mostCharacters);
}
