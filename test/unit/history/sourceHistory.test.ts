import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { namedRevision } from '../../../server/src/engine/history/namedRevision.ts';
import { SourceHistory } from '../../../server/src/engine/history/sourceHistory.ts';
import { fileChanges } from '../../../server/src/engine/history/unifiedDiff.ts';

const DIFF = `diff --git a/store/store.go b/store/store.go
index 1111111..2222222 100644
--- a/store/store.go
+++ b/store/store.go
@@ -3,2 +2,0 @@ package store
--- a/store/other.go
-+++ b/store/other.go
@@ -10,0 +9,3 @@ func New() *Store {
+diff --git a/x.go b/x.go
+
+@@ -1 +1 @@
@@ -20 +21 @@ func (s *Store) Fill() {
-	old
\\ No newline at end of file
+	new
\\ No newline at end of file
diff --git a/old name.go b/new/name.go
similarity index 90%
rename from old name.go
rename to new/name.go
--- a/old name.go\t
+++ b/new/name.go
@@ -1,0 +2 @@
+// more
diff --git a/moved.go b/elsewhere.go
similarity index 100%
rename from moved.go
rename to elsewhere.go
diff --git a/gone.go b/gone.go
deleted file mode 100644
--- a/gone.go
+++ /dev/null
@@ -1 +0,0 @@
-package gone
diff --git a/fresh.go b/fresh.go
new file mode 100644
--- /dev/null
+++ b/fresh.go
@@ -0,0 +1 @@
+package fresh
diff --git "a/tab\\there.go" "b/tab\\there.go"
--- "a/tab\\there.go"
+++ "b/tab\\there.go"
@@ -1 +1,2 @@
-a
+b
+c
diff --git a/mode.go b/mode.go
old mode 100644
new mode 100755
`;

const history = new SourceHistory('/repo', fileChanges(DIFF));
const placeOf = (path: string, line: number) => history.placeOf({ path: `/repo/${path}`, line });
const at = (path: string, line: number) => ({ path: `/repo/${path}`, line });

describe('the history of a file', () => {
  it('moves lines by what was added and taken out before them', () => {
    assert.deepEqual(placeOf('store/store.go', 2), at('store/store.go', 2));
    assert.deepEqual(placeOf('store/store.go', 5), at('store/store.go', 3));
    assert.deepEqual(placeOf('store/store.go', 10), at('store/store.go', 8));
    assert.deepEqual(placeOf('store/store.go', 11), at('store/store.go', 12));
    assert.deepEqual(placeOf('store/store.go', 1000), at('store/store.go', 1001));
  });

  it('has no place for lines that are gone or were changed', () => {
    for (const line of [3, 4, 20]) {
      assert.equal(placeOf('store/store.go', line), undefined);
    }
    assert.equal(placeOf('gone.go', 1), undefined);
    assert.equal(history.pathNow('/repo/gone.go'), undefined);
  });

  it('follows a file that has another name', () => {
    assert.deepEqual(placeOf('old name.go', 1), at('new/name.go', 1));
    assert.deepEqual(placeOf('old name.go', 2), at('new/name.go', 3));
    assert.deepEqual(placeOf('moved.go', 7), at('elsewhere.go', 7));
    assert.equal(history.formerPathOf('/repo/elsewhere.go'), '/repo/moved.go');
    assert.equal(history.had('/repo/moved.go'), true);
    assert.equal(history.had('/repo/elsewhere.go'), false);
  });

  it('reads names that git quotes', () => {
    assert.deepEqual(placeOf('tab\there.go', 2), at('tab\there.go', 3));
  });

  it('knows a file that was not there, and leaves others alone', () => {
    assert.equal(history.formerPathOf('/repo/fresh.go'), undefined);
    assert.equal(history.formerPathOf('/repo/same.go'), '/repo/same.go');
    assert.deepEqual(placeOf('same.go', 9), at('same.go', 9));
    assert.deepEqual(placeOf('mode.go', 9), at('mode.go', 9));
    assert.deepEqual(history.placeOf({ path: '/other/store/store.go', line: 3 }), {
      path: '/other/store/store.go',
      line: 3,
    });
  });
});

describe('a revision', () => {
  const hash = '3f2a1c0d9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a49';

  it('is what Go stamps builds with', () => {
    const text = `program: go1.26.8\n\tbuild\tvcs=git\n\tbuild\tvcs.revision=${hash}\n\tbuild\tvcs.modified=true\n`;
    assert.deepEqual(namedRevision(text), { hash, isModified: true });
    assert.deepEqual(namedRevision(text.replace('true', 'false')), { hash, isModified: false });
  });

  it('is named in comments in several ways', () => {
    for (const comment of [
      hash,
      hash.toUpperCase(),
      `commit ${hash}`,
      `git commit: ${hash} (main)`,
    ]) {
      assert.equal(namedRevision(comment)?.hash, hash, comment);
    }
    assert.equal(namedRevision('revision=3f2a1c0')?.hash, '3f2a1c0');
  });

  it('is no word that looks like one', () => {
    for (const comment of [
      '',
      '3f2a1c0',
      'deadbeef',
      'build 1234567',
      'commit of today',
      `x${hash}`,
    ]) {
      assert.equal(namedRevision(comment), undefined, comment);
    }
  });
});
