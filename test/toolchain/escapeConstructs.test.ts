/** One function for each way in which a value flows: what is marked, what Go says and what we say. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type CommandRow, GoScene } from '../support/goScene.ts';
import { wantLines, wantsIn } from '../support/wants.ts';

const FOLDER = join(import.meta.dirname, 'escapeConstructs');
const FILES = new Map(
  readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);
/** Temporaries are numbered by what else the compiler needs some for. */
const TEMPORARY = /\.autotmp_\d+/g;
const UNREMARKABLE = new Set(['stack', 'noleak']);

describe('verdicts on constructs', () => {
  let scene: GoScene;
  const rowsOf = new Map<string, readonly CommandRow[]>();

  before(async () => {
    scene = new GoScene(Object.fromEntries(FILES));
    for (const tier of ['compiler', 'static']) {
      const { code, rows, errors } = await scene.escapes(['--all', '--tier', tier]);
      assert.equal(code, 0, errors);
      rowsOf.set(
        tier,
        rows.filter(({ kind }) => kind !== 'runtime'),
      );
    }
  });
  after(() => scene.close());

  for (const tier of ['compiler', 'static']) {
    it(`are those that are marked: ${tier}`, () => {
      for (const [name, text] of FILES) {
        const remarkable = (rowsOf.get(tier) ?? [])
          .filter(({ file, verdict }) => file === name && !UNREMARKABLE.has(verdict))
          .map(({ line, verdict }) => ({ line, words: verdict }));
        assert.deepEqual(wantLines(remarkable), wantLines(wantsIn(text)), name);
      }
    });
  }

  it('are the same in every word', () => {
    const words = (tier: string) =>
      (rowsOf.get(tier) ?? [])
        .map(({ file, line, col, kind, what, verdict, detail }) =>
          [
            `${file}:${line}:${col}`,
            kind,
            what.replace(TEMPORARY, '.autotmp'),
            verdict,
            detail.replaceAll(TEMPORARY, '.autotmp'),
          ].join(' '),
        )
        .sort();
    assert.deepEqual(words('static'), words('compiler'));
  });
});
