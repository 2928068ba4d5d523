import { setImmediate } from 'node:timers/promises';

/**
 * Turns of the event loop from the bytes of a question to those of its answer: vscode-jsonrpc 10 reads in one, handles in
 * the next and writes in a third, and takes one more for the keystroke that came before the question.
 */
const TURNS_OF_AN_ANSWER = 5;

/** Between two pieces of long work: whatever has been asked by now, and needs no work as long, is answered first. */
export async function pause(): Promise<void> {
  for (let turn = 0; turn < TURNS_OF_AN_ANSWER; turn++) {
    await setImmediate();
  }
}
