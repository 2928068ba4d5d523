/**
 * What a running program says of its memory, by HTTP: package expvar's variables, what Prometheus asks for, or
 * net/http/pprof.
 */
import {
  memStatsOfHeapText,
  memStatsOfVars,
  type MemStats,
  type ReadMemStats,
} from '../engine/memstats/memStats.ts';
import { memStatsOfMetrics } from '../engine/memstats/prometheus.ts';
import { asked, beginningOf, shownUrl, type AskOptions } from './asking.ts';
import { CaptureCancelled, CaptureError } from './captureError.ts';
import { metricsOf, varsOf, type Endpoint } from './endpoint.ts';

const SILENCE_MS = 10_000;
/** Of a heap profile as text, behind which the numbers are. */
const MOST_CHARACTERS = 1 << 26;

interface Source {
  readonly url: URL;
  readonly read: (text: string) => ReadMemStats;
}

/** Asks one program again and again: where it has answered once. */
export class MemStatsClient {
  readonly #sources: readonly Source[];
  #known: Source | undefined;

  constructor(endpoint: Endpoint) {
    this.#sources = sourcesOf(endpoint);
  }

  /** Where the numbers come from; undefined before there are any. */
  get url(): URL | undefined {
    return this.#known?.url;
  }

  /** Rejects as {@link asked} does. */
  async read(options: AskOptions): Promise<MemStats> {
    if (this.#known) {
      return readFrom(this.#known, options);
    }
    let failure: unknown;
    for (const source of this.#sources) {
      try {
        const stats = await readFrom(source, options);
        this.#known = source;
        return stats;
      } catch (error) {
        if (error instanceof CaptureCancelled) {
          throw error;
        }
        failure = error;
      }
    }
    throw failure;
  }
}

/** A heap profile as text costs the program most, and comes last. */
function sourcesOf({ index }: Endpoint): Source[] {
  const { vars, isVars } = varsOf(index);
  const { metrics, isMetrics } = metricsOf(index);
  const heap = new URL('heap?debug=1', index);
  const ofVars = { url: vars, read: memStatsOfVars };
  const ofMetrics = { url: metrics, read: memStatsOfMetrics };
  const ofHeap = { url: heap, read: memStatsOfHeapText };
  return isVars ? [ofVars] : isMetrics ? [ofMetrics] : [ofVars, ofMetrics, ofHeap];
}

function readFrom({ url, read }: Source, options: AskOptions): Promise<MemStats> {
  return asked(url, SILENCE_MS, options, async (body, localize) => {
    const stats = read(await beginningOf(body, MOST_CHARACTERS));
    if ('problem' in stats) {
      throw new CaptureError(
        localize('{0} does not say what memory is in use: {1}.', shownUrl(url), stats.problem),
      );
    }
    return stats;
  });
}
