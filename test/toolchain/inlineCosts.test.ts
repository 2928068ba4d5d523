/** What functions cost to be inlined, and where they are: what is marked, what Go says and what we say. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type CommandRow, GoScene } from '../support/goScene.ts';
import { runInlining } from '../oracle/inline/run.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FOLDER = join(import.meta.dirname, 'inlineConstructs');
const FILES = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:go|mod)$/.test(name))
    .map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);

interface CostRow extends CommandRow {
  readonly cost?: number;
}

describe('costs of functions', () => {
  let scene: GoScene;

  before(() => {
    scene = new GoScene(Object.fromEntries(FILES));
  });
  after(() => scene.close());

  for (const tier of ['compiler', 'static']) {
    it(`are those that are marked: ${tier}`, async () => {
      const { code, rows, errors } = await scene.escapes(['--tier', tier, '--inline', './...']);
      assert.equal(code, 0, errors);
      const costs: readonly CostRow[] = rows.filter(({ verdict }) => verdict === 'inlinable');
      for (const [name, text] of FILES) {
        // What an instance costs is only told by what calls it.
        if (name.startsWith('generic/')) {
          continue;
        }
        const found = costs
          .filter(({ file }) => file === name)
          .map(({ line, cost }) => ({ line, words: `cost ${cost}` }));
        assert.deepEqual(wantLines(found), wantLines(wantsIn(text)), name);
      }
    });
  }

  it('lead to the same calls being inlined', () => {
    const subject = { name: 'constructs', directory: FOLDER, patterns: ['./...'] };
    const { figures, differences } = runInlining(subject);
    assert.deepEqual(differences, []);
    assert.ok((figures.constructs?.calls.equal ?? 0) > 2, 'there is nothing to compare');
  });
});
