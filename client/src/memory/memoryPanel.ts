import { l10n, type Webview } from 'vscode';
import { CaptureCancelled } from '../../../server/src/capture/captureError.ts';
import { endpointText, type Endpoint } from '../../../server/src/capture/endpoint.ts';
import type { MemStatsClient } from '../../../server/src/capture/memStatsClient.ts';
import { pause } from '../../../server/src/capture/pause.ts';
import { ResidentMemory } from '../../../server/src/capture/residentMemory.ts';
import { breakdownOf } from '../../../server/src/engine/memstats/breakdown.ts';
import { MemoryWatch, type MemoryRow } from '../../../server/src/engine/memstats/memoryWatch.ts';
import type { MemStats } from '../../../server/src/engine/memstats/memStats.ts';
import type { Resident } from '../../../server/src/engine/memstats/smaps.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import { localize } from '../localize.ts';
import {
  MOST_ROWS,
  type FromMemoryView,
  type MemoryNow,
  type ToMemoryView,
} from '../webview/memoryProtocol.ts';
import { displayMessages } from '../webviewPage.ts';

const INTERVAL_MS = 1000;
/** A program that takes long to answer is asked less often: a twentieth of the time at most. */
const REST = 20;

/** One page that shows a program's memory; the program is asked as long as the page is there. */
export class MemoryPanel {
  readonly #webview: Webview;
  readonly #client: MemStatsClient;
  readonly #resident: ResidentMemory;
  readonly #name: string;
  readonly #watch = new MemoryWatch();
  readonly #rows: MemoryRow[] = [];
  #now: MemoryNow | undefined;
  #watching: AbortController | undefined;
  #text = '';
  #isDisposed = false;

  /** `first` is what the program has answered already. */
  constructor(webview: Webview, client: MemStatsClient, endpoint: Endpoint, first: MemStats) {
    this.#webview = webview;
    this.#client = client;
    this.#resident = new ResidentMemory(endpoint);
    this.#name = endpointText(endpoint);
    void this.#follow(first);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watching?.abort();
  }

  receive({ type }: FromMemoryView): void {
    switch (type) {
      case 'ready':
        this.#post({
          type: 'start',
          messages: displayMessages(),
          name: this.#name,
          rows: this.#rows,
          now: this.#now,
        });
        this.#tellState();
        break;
      case 'pause':
        this.#watching?.abort();
        break;
      case 'resume':
        void this.#follow();
        break;
    }
  }

  async #follow(first?: MemStats): Promise<void> {
    if (this.#watching) {
      return;
    }
    let answered = first;
    const watching = new AbortController();
    this.#watching = watching;
    const { signal } = watching;
    while (!signal.aborted) {
      const asked = performance.now();
      await this.#ask(signal, answered);
      answered = undefined;
      const tookMs = performance.now() - asked;
      await pause(Math.max(INTERVAL_MS - tookMs, REST * tookMs), signal);
    }
    this.#watching = undefined;
    this.#text = l10n.t('Paused.');
    this.#tellState();
  }

  /** A program that does not answer may do so again: what it has said stays. */
  async #ask(signal: AbortSignal, answered: MemStats | undefined): Promise<void> {
    try {
      const stats = answered ?? (await this.#client.read({ signal, localize }));
      this.#take(stats, await this.#resident.read({ signal }));
      this.#say(l10n.t('Asked at {0}.', this.#client.url?.href ?? this.#name));
    } catch (error) {
      if (!(error instanceof CaptureCancelled)) {
        this.#say(l10n.t('{0} It is asked again.', reasonOf(error)));
      }
    }
  }

  #take(stats: MemStats, resident: Resident | undefined): void {
    const row = this.#watch.add(performance.now(), stats, resident?.total.residentBytes);
    this.#rows.push(row);
    if (this.#rows.length > MOST_ROWS) {
      this.#rows.shift();
    }
    const { numGc, numForcedGc, gcCpuShare, maxResidentBytes } = stats;
    this.#now = {
      ...breakdownOf(stats),
      numGc,
      numForcedGc,
      gcCpuShare,
      maxResidentBytes,
      resident,
      countRestarts: this.#watch.countRestarts,
    };
    this.#post({ type: 'row', row, now: this.#now });
  }

  #say(text: string): void {
    if (text !== this.#text) {
      this.#text = text;
      this.#tellState();
    }
  }

  #tellState(): void {
    this.#post({ type: 'state', isWatching: this.#watching !== undefined, text: this.#text });
  }

  /** What is asked still may be answered when the page is closed. */
  #post(message: ToMemoryView): void {
    if (!this.#isDisposed) {
      void this.#webview.postMessage(message);
    }
  }
}
