import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { GoScene } from '../support/goScene.ts';
import { RECORDINGS, sampleFiles } from '../support/recordings.ts';
import { type } from '../support/typing.ts';

/** How many hints elsewhere may change without reason; these may only fall. */
const KNOWN_ELSEWHERE = 0;

describe('hints while somebody types', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  for (const recording of RECORDINGS) {
    it(`change on the edited line only: ${recording.story}`, async () => {
      const files = sampleFiles();
      scene = new GoScene(files);
      const server = await scene.startServer({});
      const witness = await scene.startServer({});
      const original = files[recording.file] ?? '';
      const figures = await type(scene, server, witness, recording, original);
      console.log(
        `${recording.file}: ${figures.keystrokes} keystrokes, ${figures.compiled} compile; ` +
          `hints changed elsewhere ${figures.elsewhere.length}, borne out ${figures.borneOut}, ` +
          `on edited lines ${figures.onEditedLines}`,
      );
      assert.ok(figures.elsewhere.length <= KNOWN_ELSEWHERE, figures.elsewhere.join('\n'));
      assert.ok(figures.mostAtOnce <= 1, `${figures.mostAtOnce} at once`);
    });
  }
});
