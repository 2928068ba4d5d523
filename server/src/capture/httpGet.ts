import * as http from 'node:http';
import * as https from 'node:https';

export interface GetRequest {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long nothing may come of it. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal | undefined;
}

const MOST_REDIRECTS = 5;

/** Nothing has come of a request for too long. */
export class SilenceError extends Error {}

/**
 * The answer to a GET, its head read and its body not. `fetch` gives up on answers whose head takes five
 * minutes, as that of a long CPU profile does. Rejects with what Node says, or a {@link SilenceError}.
 */
export async function httpGet(request: GetRequest): Promise<http.IncomingMessage> {
  let { url, headers = {} } = request;
  for (let redirects = 0; ; redirects++) {
    const response = await getOnce({ ...request, url, headers });
    const { location } = response.headers;
    const isRedirect = Math.floor((response.statusCode ?? 0) / 100) === 3 && location !== undefined;
    if (!isRedirect || redirects === MOST_REDIRECTS) {
      return response;
    }
    response.resume();
    const next = new URL(location, url);
    // What was meant for the first goes to nobody else, and is not sent in the clear where it was not before.
    const isTrusted =
      next.host === url.host && (next.protocol === url.protocol || next.protocol === 'https:');
    headers = isTrusted ? headers : {};
    url = next;
  }
}

function getOnce({ url, headers, silenceMs, signal }: GetRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { get } = url.protocol === 'https:' ? https : http;
    const options = { headers, agent: false, timeout: silenceMs, ...(signal ? { signal } : {}) };
    let answer: http.IncomingMessage | undefined;
    const request = get(url, options, (response) => {
      answer = response;
      resolve(response);
    });
    request.on('timeout', () => {
      (answer ?? request).destroy(new SilenceError(`nothing came for ${silenceMs / 1000} s`));
    });
    request.on('error', reject);
  });
}
