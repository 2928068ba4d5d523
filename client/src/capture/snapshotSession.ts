import { basename } from 'node:path';
import {
  StatusBarAlignment,
  Uri,
  commands,
  l10n,
  window,
  type Disposable,
  type ExtensionContext,
  type StatusBarItem,
} from 'vscode';
import { seriesName } from '../../../server/src/capture/captureNames.ts';
import { endpointText, type Endpoint } from '../../../server/src/capture/endpoint.ts';
import { listProfiles } from '../../../server/src/capture/pprofClient.ts';
import { SNAPSHOT_PROFILES, takeSnapshots } from '../../../server/src/capture/snapshots.ts';
import type { ProfileEditors } from '../profiles/profileEditor.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';
import { localize } from '../localize.ts';
import { captureFile } from './captureFile.ts';
import { pickEndpoint, remember } from './endpoints.ts';
import { showWhatGrows } from './leakReport.ts';
import { withCancel } from './progress.ts';

const USUAL_SECONDS = '30';
/** Fewer say nothing of growth. */
const LEAST_MOMENTS = 3;

/** Takes snapshots of one program at a time, until the user says stop or the program ends. */
export class SnapshotSession implements Disposable {
  readonly #context: ExtensionContext;
  readonly #profiles: ProfileEditors;
  readonly #item: StatusBarItem;
  #stop: AbortController | undefined;

  constructor(context: ExtensionContext, profiles: ProfileEditors) {
    this.#context = context;
    this.#profiles = profiles;
    this.#item = window.createStatusBarItem('goMemory.snapshots', StatusBarAlignment.Left);
    this.#item.name = l10n.t('Go Memory: Snapshots');
    this.#item.command = 'goMemory.stopSnapshots';
  }

  dispose(): void {
    this.stop();
    this.#item.dispose();
  }

  stop(): void {
    this.#stop?.abort();
  }

  async start(): Promise<void> {
    if (this.#stop) {
      void window.showInformationMessage(l10n.t('Snapshots are being taken already.'));
      return;
    }
    const endpoint = await pickEndpoint(this.#context.workspaceState);
    if (!endpoint) {
      return;
    }
    const listed = await withCancel(l10n.t('Asking {0}', endpointText(endpoint)), (signal) =>
      listProfiles(endpoint, { signal, localize }),
    );
    const seconds = listed && (await askInterval());
    if (!listed || seconds === undefined) {
      return;
    }
    await remember(this.#context.workspaceState, endpoint);
    const profiles = SNAPSHOT_PROFILES.filter((name) => listed.some(({ path }) => path === name));
    await this.#take(endpoint, profiles, seconds);
  }

  async #take(endpoint: Endpoint, profiles: readonly string[], seconds: number): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    const folder = await captureFile(this.#context, seriesName(endpoint, new Date()));
    const moments: (readonly string[])[] = [];
    const tell = () => {
      this.#item.text = l10n.t('$(record) {0} snapshots', moments.length);
      this.#item.tooltip = l10n.t(
        'The heap and the goroutines of {0}, every {1} s, in {2}. Click to stop.',
        endpointText(endpoint),
        seconds,
        folder,
      );
    };
    tell();
    this.#showing(true);
    try {
      await takeSnapshots(
        {
          endpoint,
          profiles,
          folder,
          everyMs: seconds * 1000,
          onTaken: (files) => {
            moments.push(files);
            tell();
          },
        },
        { signal: stop.signal, localize },
      );
    } catch (error) {
      void window.showErrorMessage(reasonOf(error));
    } finally {
      this.#stop = undefined;
      this.#showing(false);
    }
    await this.#offer(endpoint, moments);
  }

  #showing(isTaking: boolean): void {
    if (isTaking) {
      this.#item.show();
    } else {
      this.#item.hide();
    }
    void commands.executeCommand('setContext', 'goMemory:takingSnapshots', isTaking);
  }

  /** What can be made of those that are there. */
  async #offer(endpoint: Endpoint, moments: readonly (readonly string[])[]): Promise<void> {
    const [first = [], last = []] = [moments[0], moments.at(-1)];
    const growth = l10n.t('Show What Grows');
    const series = l10n.t('Compare All Heaps');
    const comparison = l10n.t('Compare First and Last Heap');
    const picked = await window.showInformationMessage(
      l10n.t('{0} snapshots of {1}.', moments.length, endpointText(endpoint)),
      ...(moments.length >= LEAST_MOMENTS ? [growth] : []),
      ...(moments.length >= 2 ? [series, comparison] : []),
    );
    const heapOf = (files: readonly string[]) =>
      files.find((file) => basename(file).startsWith('heap'));
    const [before, after] = [heapOf(first), heapOf(last)];
    const heaps = moments.flatMap((files) => heapOf(files) ?? []);
    if (picked === growth) {
      await showWhatGrows(this.#context.extensionUri, moments.flat());
    } else if (picked === series) {
      await this.#profiles.compare(heaps.map((heap) => Uri.file(heap)));
    } else if (picked === comparison && before !== undefined && after !== undefined) {
      await this.#profiles.open(Uri.file(after), { base: Uri.file(before).toString() });
    }
  }
}

async function askInterval(): Promise<number | undefined> {
  const text = await window.showInputBox({
    title: l10n.t('Seconds from one snapshot to the next'),
    prompt: l10n.t(
      'The heap, after a collection that the program runs for each, and its goroutines',
    ),
    value: USUAL_SECONDS,
    validateInput: (value) =>
      /^[1-9]\d{0,5}$/.test(value) ? undefined : l10n.t('A whole number of seconds above 0'),
  });
  return text === undefined ? undefined : Number(text);
}
