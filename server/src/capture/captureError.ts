/** Why nothing was captured, for a person. */
import { english, type Localize } from '../engine/features/localize.ts';
import { SilenceError } from './httpGet.ts';
import { reasonOf } from '../engine/text/reason.ts';

/** Its message names the place, what is wrong there and, where it is known, what helps. */
export class CaptureError extends Error {}

/** The user has called it off. */
export class CaptureCancelled extends Error {
  constructor() {
    super('cancelled');
  }
}

/** What Node says of a request that came to nothing. */
export function connectionError(url: URL, error: unknown, localize: Localize = english): Error {
  if (error instanceof CaptureError) {
    return error;
  }
  const reason = reasonOf(error);
  if (error instanceof SilenceError) {
    return new CaptureError(localize('{0} does not answer: {1}.', url.host, reason), {
      cause: error,
    });
  }
  return new CaptureError(connectionText(url, codeOf(error), reason, localize), { cause: error });
}

function connectionText(url: URL, code: string, reason: string, localize: Localize): string {
  const { host, hostname } = url;
  switch (code) {
    case 'ECONNREFUSED':
      return localize(
        'Nothing listens at {0}. The program has to run, and to serve net/http/pprof there.',
        host,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return localize('There is no host {0}.', hostname);
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
    case 'EPIPE':
      return localize('{0} has closed the connection before all was there.', host);
  }
  return code.startsWith('HPE_')
    ? localize('{0} does not answer as HTTP does: {1}', host, reason)
    : localize('{0} cannot be asked: {1}', host, reason);
}

/** Where each address of a host has failed, as `localhost` has two, they failed alike. */
function codeOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && 'code' in first && typeof first.code === 'string'
    ? first.code
    : '';
}

/** What an answer says that is none. `text` is the beginning of its body. */
export function statusError(
  url: URL,
  { status, isPprof, text }: { status: number; isPprof: boolean; text: string },
  localize: Localize = english,
): CaptureError {
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  if (isPprof && status === 404) {
    return new CaptureError(
      name === 'goroutineleak'
        ? localize(
            'The program has no profile goroutineleak: Go 1.26 has it where it is built with GOEXPERIMENT=goroutineleakprofile.',
          )
        : localize('The program has no profile {0}.', name),
    );
  }
  if (isPprof) {
    return new CaptureError(localize('The program has no profile to give: {0}', text));
  }
  if (status === 404) {
    return new CaptureError(
      localize(
        'There is no {0} at {1}: the program does not import net/http/pprof, or serves it elsewhere.',
        url.pathname,
        url.host,
      ),
    );
  }
  if (status === 401 || status === 403) {
    return new CaptureError(localize('{0} does not let us in ({1}).', url.host, status));
  }
  return new CaptureError(localize('{0} answers {1}: {2}', url.host, status, text));
}
