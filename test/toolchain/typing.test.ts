/**
 * Keystroke by keystroke: hints change where somebody types, and what is shown before the compiler has answered is what
 * is shown after it: the hints of a server that never asks it beside those of one that does.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { METHODS } from '../../server/src/protocol.ts';
import { GoScene } from '../support/goScene.ts';
import { hintLines, type LanguageServer } from '../support/languageServer.ts';
import { RECORDINGS, sampleFiles } from '../support/recordings.ts';
import { type, type Answer, type TypedEdit, type TypingFigures } from '../support/typing.ts';

/** How many hints elsewhere may change without reason; these may only fall. */
const KNOWN_ELSEWHERE = 0;

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

/** What changes on the screen when the compiler answers. */
class Flicker {
  countCompared = 0;
  countHints = 0;
  readonly changes: string[] = [];

  readonly #server: LanguageServer;
  readonly #uri: string;

  constructor(server: LanguageServer, uri: string) {
    this.#server = server;
    this.#uri = uri;
  }

  async look({ text, range, inserted }: TypedEdit, { hints, compiles }: Answer): Promise<void> {
    await this.#server.change(this.#uri, inserted, range);
    if (!compiles) {
      return;
    }
    const now = hintLines(hints);
    const earlier = await hintsWithin(this.#server, this.#uri, now);
    this.countCompared++;
    this.countHints += now.length;
    const line = text.split('\n')[range.start.line] ?? '';
    this.changes.push(
      ...earlier.filter((hint) => !now.includes(hint)).map((hint) => `${hint} went: ${line}`),
      ...now.filter((hint) => !earlier.includes(hint)).map((hint) => `${hint} came: ${line}`),
    );
  }
}

for (const recording of RECORDINGS) {
  describe(`hints while somebody types: ${recording.story}`, () => {
    const files = sampleFiles();
    let scene: GoScene;
    let figures: TypingFigures;
    let flicker: Flicker;
    let differences: unknown;

    before(async () => {
      scene = new GoScene(files);
      const uri = scene.uri(recording.file);
      const original = files[recording.file] ?? '';
      const server = await scene.startServer();
      const witness = await scene.startServer();
      const alone = await scene.startServer({ compiler: { enabled: false } });
      await alone.open(uri, original);
      flicker = new Flicker(alone, uri);
      const onAnswer = (edit: TypedEdit, answer: Answer) => flicker.look(edit, answer);
      figures = await type({ server, witness, onAnswer }, uri, recording, original);
      differences = await server.connection.sendRequest(METHODS.tierDifferences);
    });

    after(() => scene.close());

    it('change on the edited line only', () => {
      console.log(
        `${recording.file}: ${figures.keystrokes} keystrokes, ${figures.compiled} compile; ` +
          `hints changed elsewhere ${figures.elsewhere.length}, borne out ${figures.borneOut}, ` +
          `on edited lines ${figures.onEditedLines}`,
      );
      assert.ok(figures.elsewhere.length <= KNOWN_ELSEWHERE, figures.elsewhere.join('\n'));
      assert.ok(figures.mostAtOnce <= 1, `${figures.mostAtOnce} at once`);
    });

    it('are neither gone nor others until the compiler answers', () => {
      assert.deepEqual(figures.meanwhile, []);
    });

    it('do not change when the compiler answers', () => {
      const { countCompared, countHints, changes } = flicker;
      console.log(
        `${recording.file}: ${countCompared} texts compile, with ${countHints} hints in all; ` +
          `${changes.length} change when the compiler answers`,
      );
      assert.ok(countCompared > 0 && countHints > 0, 'there is nothing to compare');
      assert.deepEqual(changes, []);
      assert.match(String(differences), /agree on what is open/);
    });
  });
}
