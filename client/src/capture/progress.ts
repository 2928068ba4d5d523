import { ProgressLocation, window } from 'vscode';
import { CaptureCancelled } from '../../../server/src/capture/captureError.ts';
import { reasonOf } from '../../../server/src/engine/text/reason.ts';

/**
 * Does something that takes its time, with a button to call it off. Undefined where the user has, and where it
 * failed, which is said.
 */
export async function withCancel<Result>(
  title: string,
  act: (signal: AbortSignal, report: (message: string) => void) => Promise<Result>,
): Promise<Result | undefined> {
  const location = ProgressLocation.Notification;
  try {
    return await window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => {
        stop.abort();
      });
      return act(stop.signal, (message) => {
        progress.report({ message });
      });
    });
  } catch (error) {
    if (!(error instanceof CaptureCancelled)) {
      void window.showErrorMessage(reasonOf(error));
    }
    return undefined;
  }
}
