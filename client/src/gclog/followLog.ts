import { followFile } from '../../../server/src/capture/followFile.ts';
import type { Localize } from '../../../server/src/engine/features/localize.ts';
import { GcLogReader } from '../../../server/src/engine/gclog/reader.ts';
import type { GcLogModel, ToGcLogView } from '../webview/gcLogProtocol.ts';
import { gcLogModel } from './gcLogModel.ts';
import { growthSince, openingOf } from './growth.ts';

export interface FollowedLog {
  readonly path: string;
  readonly name: string;
  readonly signal: AbortSignal;
  readonly localize: Localize;
  readonly post: (message: ToGcLogView) => void;
}

/**
 * Reads a log as it grows, and tells its page what is new, until the signal says so. A log that begins anew is
 * shown anew. Rejects with what Node says.
 */
export async function followLog({
  path,
  name,
  signal,
  localize,
  post,
}: FollowedLog): Promise<void> {
  let reader = new GcLogReader();
  let shown: GcLogModel | undefined;
  const show = () => {
    const model = gcLogModel(reader.log, name, localize);
    const messages: ToGcLogView[] = shown
      ? [{ type: 'grown', growth: growthSince(shown, model) }]
      : openingOf(model);
    messages.forEach(post);
    shown = model;
  };
  await followFile({
    path,
    signal,
    onText: (text) => {
      reader.push(text);
    },
    onRestart: () => {
      reader = new GcLogReader();
      shown = undefined;
    },
    onCaughtUp: show,
  });
  reader.end();
  show();
}
