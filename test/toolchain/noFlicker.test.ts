/**
 * What is shown before the compiler has answered is what is shown after it: the hints of a server that
 * never asks it beside those of one that does, keystroke by keystroke.
 */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { METHODS } from '../../server/src/protocol.ts';
import { GoScene, settledHints } from '../support/goScene.ts';
import { hintLines, type LanguageServer } from '../support/languageServer.ts';
import { RECORDINGS, sampleFiles } from '../support/recordings.ts';
import { answeredHints, editsOf } from '../support/typing.ts';

/** What an edit means for other functions is there a little later. */
const LONGEST_WAIT_MS = 60_000;

/** The hints once they are those that are expected, or as they are after a while. */
async function hintsWithin(
  server: LanguageServer,
  uri: string,
  expected: readonly string[],
): Promise<readonly string[]> {
  const deadline = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const lines = hintLines(await server.hints(uri));
    if (lines.join('\n') === expected.join('\n') || performance.now() > deadline) {
      return lines;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the compiler’s answer', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  for (const recording of RECORDINGS) {
    it(`changes nothing on the screen: ${recording.story}`, async () => {
      const files = sampleFiles();
      scene = new GoScene(files);
      const compiling = await scene.startServer({});
      const alone = await scene.startServer({ compiler: { enabled: false } });
      const uri = scene.uri(recording.file);
      const original = files[recording.file] ?? '';
      await alone.open(uri, original);
      await compiling.open(uri, original);
      await settledHints(compiling, uri);
      let countCompared = 0;
      let countHints = 0;
      const changed: string[] = [];
      for (const { text, range, inserted } of editsOf(recording, original)) {
        await compiling.change(uri, inserted, range);
        await alone.change(uri, inserted, range);
        const { hints, compiles } = await answeredHints(compiling, uri);
        if (compiles) {
          const after = hintLines(hints);
          const before = await hintsWithin(alone, uri, after);
          countCompared++;
          countHints += after.length;
          const line = text.split('\n')[range.start.line] ?? '';
          changed.push(
            ...before
              .filter((hint) => !after.includes(hint))
              .map((hint) => `${hint} went: ${line}`),
            ...after
              .filter((hint) => !before.includes(hint))
              .map((hint) => `${hint} came: ${line}`),
          );
        }
      }
      console.log(
        `${recording.file}: ${countCompared} texts compile, with ${countHints} hints in all; ` +
          `${changed.length} change when the compiler answers`,
      );
      assert.ok(countCompared > 0 && countHints > 0, 'there is nothing to compare');
      assert.deepEqual(changed, []);
      const differences = await compiling.connection.sendRequest(METHODS.tierDifferences);
      assert.match(String(differences), /agree on what is open/);
    });
  }
});
