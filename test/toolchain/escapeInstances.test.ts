/** Verdicts on generic code, which is compiled instance by instance: what is marked and what Go says. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runComparison } from '../oracle/escapes/run.ts';
import { GoScene } from '../support/goScene.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FOLDER = join(import.meta.dirname, 'escapeInstances');
const FILES = new Map(
  readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);

describe('verdicts on instances', () => {
  let scene: GoScene;

  before(() => {
    scene = new GoScene(Object.fromEntries(FILES));
  });
  after(() => scene.close());

  it('are those that are marked', async () => {
    const { code, rows, errors } = await scene.escapes(['--tier', 'static']);
    assert.equal(code, 0, errors);
    for (const [name, text] of FILES) {
      const found = rows
        .filter(({ file }) => file === name)
        .map(({ line, verdict }) => ({ line, words: verdict }));
      assert.deepEqual(wantLines(found), wantLines(wantsIn(text)), name);
    }
  });

  it('are those of the compiler', () => {
    const subject = { name: 'instances', directory: FOLDER, patterns: ['.'] };
    const { figures, disagreements } = runComparison(subject);
    assert.deepEqual(disagreements, []);
    assert.ok((figures.instances?.heap.equal ?? 0) > 2, 'there is nothing to compare');
  });
});
