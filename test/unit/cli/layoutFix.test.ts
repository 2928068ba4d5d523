import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { EXIT } from '../../../server/src/cli/command.ts';
import { gomem } from '../../support/gomem.ts';
import { writeFiles } from '../../support/moduleCache.ts';

const FILES = {
  'go.mod': 'module example.com/m\n\ngo 1.24\n',
  'a/a.go': `package a

// Outer takes less only once Inner does.
type Outer struct {
	Done  bool
	Inner Inner
	Count int64
	Last  bool
}

// Inner has 24 bytes, and 16 in another order.
type Inner struct {
	Valid bool
	Stamp int64
	Kind  int8
}

// Kept is what Like is.
type Kept struct {
	a bool
	b int64
	c bool
}

type Like struct {
	a bool
	b int64
	c bool
}

var _ = Kept(Like{})
`,
  'b/b.go': `package b

import "example.com/m/a"

var Inners = []a.Inner{{true, 1, 2}, {false, 3, 4}}
`,
};

describe('gomem layout --fix', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gomem-fix-'));
    writeFiles(folder, FILES);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  const run = (...args: readonly string[]) =>
    gomem(['layout', ...args], {
      cwd: folder,
      environment: { ...process.env, GOARCH: 'amd64' },
    });

  it('writes the structs and the literals of all packages', async () => {
    const { code, out, error } = await run('--fix', './...');
    assert.equal(code, EXIT.done);
    assert.equal(
      out,
      `a/a.go:12:6: Reorder fields of Inner: 16 B instead of 24 (unkeyed literals in other modules are not seen)
a/a.go:4:6: Reorder fields of Outer: 32 B instead of 48 (unkeyed literals in other modules are not seen)
`,
    );
    assert.equal(
      error,
      `gomem layout: a/a.go:19:6: Kept is left as it is. It is converted to or from another struct type: a/a.go:31:9
gomem layout: a/a.go:25:6: Like is left as it is. It is converted to or from another struct type: a/a.go:31:9
`,
    );
    assert.match(
      read('a/a.go'),
      /Inner struct \{\n\tStamp int64\n\tValid bool\n\tKind {2}int8\n\}/,
    );
    assert.match(read('b/b.go'), /\{\{1, true, 2\}, \{3, false, 4\}\}/);
    assert.deepEqual(await run('--fix', './...'), { code, out: '', error });
  });

  it('changes no file with --diff', async () => {
    const { code, out } = await run('--diff', './a', 'Inner');
    assert.equal(code, EXIT.done);
    assert.equal(
      out,
      `--- a/a/a.go
+++ b/a/a.go
@@ -10,8 +10,8 @@
 
 // Inner has 24 bytes, and 16 in another order.
 type Inner struct {
-	Valid bool
 	Stamp int64
+	Valid bool
 	Kind  int8
 }
 
--- a/b/b.go
+++ b/b/b.go
@@ -2,4 +2,4 @@
 
 import "example.com/m/a"
 
-var Inners = []a.Inner{{true, 1, 2}, {false, 3, 4}}
+var Inners = []a.Inner{{1, true, 2}, {3, false, 4}}
`,
    );
    assert.deepEqual([read('a/a.go'), read('b/b.go')], [FILES['a/a.go'], FILES['b/b.go']]);
  });

  it('leaves alone what would take too little less', async () => {
    const { out, error } = await run('--fix', '--threshold', '17', './...');
    assert.deepEqual([out, error], ['', '']);
    assert.equal(read('a/a.go'), FILES['a/a.go']);
  });

  it('says which paths and types are not there', async () => {
    const paths = await run('--fix', './missing');
    assert.deepEqual(
      [paths.code, paths.error],
      [EXIT.unusable, 'gomem layout: there is no Go package at ./missing\n'],
    );
    const types = await run('--fix', './a', 'Missing');
    assert.deepEqual(
      [types.code, types.error],
      [EXIT.unusable, 'gomem layout: there is no struct type Missing in ./a\n'],
    );
  });
});
