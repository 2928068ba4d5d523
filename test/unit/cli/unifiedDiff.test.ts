import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unifiedDiff } from '../../../server/src/cli/unifiedDiff.ts';
import { seededRandom } from '../../support/random.ts';

/** The text that a diff leads to; what it says of the text before has to be so. */
function patched(before: string, diff: string): string {
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const made: string[] = [];
  let at = 0;
  for (const hunk of diff.split(/^(?=@@ )/m).slice(1)) {
    const [heading = '', ...marked] = hunk.match(/[^\n]*\n/g) ?? [];
    const [, from = '', countBefore, countAfter] =
      /^@@ -(\d+),(\d+) \+\d+,(\d+) @@\n$/.exec(heading) ?? [];
    const start = Number(from) - (countBefore === '0' ? 0 : 1);
    made.push(...lines.slice(at, start));
    at = start;
    const counts = { '-': 0, '+': 0, ' ': 0 };
    for (const [index, each] of marked.entries()) {
      const mark = each.charAt(0);
      const text = marked[index + 1]?.startsWith('\\') === true ? each.slice(1, -1) : each.slice(1);
      if (mark === ' ' || mark === '-') {
        assert.equal(lines[at++], text);
      }
      if (mark === ' ' || mark === '+') {
        made.push(text);
      }
      if (mark === ' ' || mark === '-' || mark === '+') {
        counts[mark]++;
      }
    }
    assert.equal(counts[' '] + counts['-'], Number(countBefore));
    assert.equal(counts[' '] + counts['+'], Number(countAfter));
  }
  return [...made, ...lines.slice(at)].join('');
}

describe('a unified diff', () => {
  it('has three lines around each change', () => {
    const before = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n';
    const after = before.replace('d\n', '').replace('l\n', 'L');
    assert.equal(
      unifiedDiff('p/q.go', before, after),
      `--- a/p/q.go
+++ b/p/q.go
@@ -1,7 +1,6 @@
 a
 b
 c
-d
 e
 f
 g
@@ -9,4 +8,4 @@
 i
 j
 k
-l
+L
\\ No newline at end of file
`,
    );
  });

  it('is empty for the same text, and whole for none', () => {
    assert.equal(unifiedDiff('a', 'x\n', 'x\n'), '');
    assert.equal(unifiedDiff('a', '', 'x\n'), '--- a/a\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n');
    assert.equal(unifiedDiff('a', 'x\n', ''), '--- a/a\n+++ b/a\n@@ -1,1 +0,0 @@\n-x\n');
  });

  it('leads from any text to any other', () => {
    const random = seededRandom(1_986);
    const text = () =>
      Array.from({ length: Math.floor(random() * 40) }, () => `${Math.floor(random() * 6)}\n`)
        .join('')
        .slice(0, random() < 0.3 ? -1 : undefined);
    for (let round = 0; round < 400; round++) {
      const [before, after] = [text(), text()];
      assert.equal(patched(before, unifiedDiff('a', before, after)), after);
    }
  });
});
