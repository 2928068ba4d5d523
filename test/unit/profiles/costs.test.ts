import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costLabel, isWorthAHint, lensTitle } from '../../../client/src/profiles/costTexts.ts';
import { LineMoves, type LineChange } from '../../../client/src/profiles/lineMoves.ts';
import { ProfileSession } from '../../../client/src/profiles/models/profileSession.ts';
import { SourceHistory } from '../../../server/src/engine/history/sourceHistory.ts';
import { fileChanges } from '../../../server/src/engine/history/unifiedDiff.ts';
import { ownLines } from '../../../server/src/engine/measured/ownLines.ts';
import { SourcePaths } from '../../../server/src/engine/measured/sourcePaths.ts';
import { DEFAULT_PROFILE_OPTIONS } from '../../../client/src/webview/profileProtocol.ts';
import { needed } from '../../../server/src/cli/profileLoad.ts';
import { memoryFiles } from '../../support/memoryFiles.ts';
import { profileOfStacks } from '../../support/stacks.ts';

const CODE = Array.from({ length: 9 }, (_, line) => `line ${line}`);

/** Makes an edit to the text and to the map of its lines, and compares the two. */
function checkMoves(...changes: readonly LineChange[]): void {
  const moves = LineMoves.none(CODE.length);
  let text = CODE.join('\n');
  for (const change of changes) {
    moves.change(change);
    const lines = text.split('\n');
    const offset = ({ line, character }: LineChange['start']) =>
      lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
    text = text.slice(0, offset(change.start)) + change.text + text.slice(offset(change.end));
  }
  const now = text.split('\n');
  CODE.forEach((code, line) => {
    const place = moves.placeOf(line);
    const expected = now.indexOf(code);
    if (expected >= 0) {
      assert.equal(place, expected, code);
      assert.equal(moves.sourceOf(expected), line, code);
    }
  });
}

const at = (line: number, character: number) => ({ line, character });

describe('lines of a profile', () => {
  it('move with the text around them', () => {
    checkMoves({ start: at(2, 0), end: at(2, 0), text: 'new\nnew\n' });
    checkMoves({ start: at(2, 6), end: at(2, 6), text: '\nnew' });
    checkMoves({ start: at(2, 0), end: at(5, 0), text: '' });
    checkMoves({ start: at(2, 3), end: at(5, 6), text: 'x\ny' });
    checkMoves(
      { start: at(7, 0), end: at(7, 0), text: '\n' },
      { start: at(0, 6), end: at(1, 6), text: '' },
    );
  });

  it('stay where their own text is changed', () => {
    const moves = LineMoves.none(9);
    moves.change({ start: at(4, 2), end: at(4, 4), text: 'x' });
    assert.equal(moves.placeOf(4), 4);
  });

  it('are gone with their text', () => {
    const moves = LineMoves.none(9);
    moves.change({ start: at(2, 0), end: at(4, 0), text: '' });
    assert.equal(moves.placeOf(3), undefined);
    assert.equal(moves.placeOf(4), 2);
  });
});

describe('costs on the code', () => {
  const sources = new SourcePaths(memoryFiles({ '/src/main.go': '', '/src/other.go': '' }), {
    folders: [],
    goroot: '',
    moduleCache: '',
  });
  const profile = profileOfStacks([
    ['main.main:3 main.a:11>main.b:21', 60],
    ['main.main:3 main.main:3 other.f:5', 30],
    ['other.f:5', 10],
  ]);
  const costs = needed(
    new ProfileSession(profile, sources).costs(DEFAULT_PROFILE_OPTIONS, '/src/main.go'),
  );

  it('are those of the file, a stack counted once', () => {
    assert.deepEqual(
      costs.functions.map(({ name, flat, cum }) => [name, flat, cum]),
      [
        ['main.b', 60, 60],
        ['main.a', 0, 60],
        ['main.main', 0, 90],
      ],
    );
    assert.deepEqual(
      costs.lines.map(({ line, flat, cum }) => [line, flat, cum]),
      [
        [21, 60, 60],
        [11, 0, 60],
        [3, 0, 90],
      ],
    );
  });

  it('are where the lines are now, and nowhere for what is gone', () => {
    const followed = new SourcePaths(memoryFiles({ '/src/main.go': '' }), {
      folders: ['/src'],
      goroot: '',
      moduleCache: '',
    });
    const before = profileOfStacks([
      ['old.main:3 old.a:11>old.b:21', 60],
      ['old.main:3 old.main:3 other.f:5', 30],
    ]);
    const diff = `diff --git a/old.go b/main.go
rename from old.go
rename to main.go
--- a/old.go
+++ b/main.go
@@ -1,0 +2,2 @@
+
+
@@ -11 +13 @@
-then
+now
`;
    followed.follow(new SourceHistory('/src', fileChanges(diff)));
    const { functions, lines } = needed(
      new ProfileSession(before, followed).costs(DEFAULT_PROFILE_OPTIONS, '/src/main.go'),
    );
    assert.deepEqual(
      lines.map(({ line, cum }) => [line, cum]),
      [
        [23, 60],
        [5, 90],
      ],
    );
    assert.deepEqual(
      functions.map(({ name, line }) => [name, line]),
      [
        ['old.b', 1],
        ['old.a', 1],
        ['old.main', 1],
      ],
    );
    assert.deepEqual(ownLines(before, followed), { count: 3, countGone: 1 });
  });

  it('begin at what unsaved edits have left', () => {
    const moves = LineMoves.between('a\nb\nc\nd', 'a\nx\ny\nb2\nc\nd');
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => moves.placeOf(line)),
      [0, undefined, 4, 5],
    );
  });

  it('have texts with shares that the samples bear out', () => {
    const header = { ...costs.header, type: 'inuse_space', unit: 'bytes', total: 2 ** 20 };
    const shown = { ...costs, header };
    const cost = { flat: 0, cum: 2 ** 19, count: 100 };
    assert.equal(costLabel(cost, shown), '(512 kB · ~50 %)');
    assert.equal(costLabel({ ...cost, flat: 2 ** 19, count: 4 }, shown), '512 kB');
    const title = (count: number | undefined) =>
      lensTitle({ ...cost, count }, shown, (samples) => `${samples} samples`);
    assert.equal(title(100), 'inuse_space 512 kB · ~50 % (100 samples)');
    assert.equal(title(4), 'inuse_space 512 kB · 4 samples');
    assert.equal(title(undefined), 'inuse_space 512 kB · 50.0 %');
    assert.equal(isWorthAHint(cost, shown), true);
    assert.equal(isWorthAHint({ ...cost, cum: 100 }, shown), false);
  });
});
