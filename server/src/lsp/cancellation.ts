import type { CancellationToken } from 'vscode-languageserver/node';

/** Does something that is aborted once nobody wants the answer any more. */
export async function withSignal<Result>(
  token: CancellationToken,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const listener = token.onCancellationRequested(() => {
    abort.abort();
  });
  try {
    return await act(abort.signal);
  } finally {
    listener.dispose();
  }
}
