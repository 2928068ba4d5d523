/**
 * Verdicts on generic code, which is compiled instance by instance, and on what sets a package's variables:
 * what is marked and what Go says.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runComparison } from '../oracle/escapes/run.ts';
import { GoScene } from '../support/goScene.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

for (const [name, folder, patterns] of [
  ['instances', 'escapeInstances', ['.']],
  ['variables', 'escapeVariables', ['.']],
  ['askers', 'escapeAskers', ['./...']],
] as const) {
  const directory = join(import.meta.dirname, folder);
  const files = new Map(
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((file) => extname(file) !== '')
      .map((file) => [file, readFileSync(join(directory, file), 'utf8')]),
  );

  describe(`verdicts on ${name}`, () => {
    let scene: GoScene;

    before(() => {
      scene = new GoScene(Object.fromEntries(files));
    });
    after(() => scene.close());

    it('are those that are marked', async () => {
      const { code, rows, errors } = await scene.escapes(['--tier', 'static', ...patterns]);
      assert.equal(code, 0, errors);
      for (const [file, text] of files) {
        const found = rows
          .filter((row) => row.file === file)
          .map(({ line, verdict }) => ({ line, words: verdict }));
        assert.deepEqual(wantLines(found), wantLines(wantsIn(text)), file);
      }
    });

    it('are those of the compiler', () => {
      const { figures, disagreements } = runComparison({
        name,
        directory,
        patterns: [...patterns],
      });
      assert.deepEqual(disagreements, []);
      const counts = Object.values(figures).map(({ heap, copies }) => heap.equal + copies.equal);
      assert.ok(
        counts.some((count) => count > 2),
        'there is nothing to compare',
      );
    });
  });
}
