import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import { enginePath } from '../../../server/src/host/goFiles.ts';
import { Documents, type OpenDocument } from '../../../server/src/workspace/documents.ts';
import type { StaticTier, StaticView } from '../../../server/src/workspace/staticTier.ts';
import { replaceIn, staticTierOn } from '../../support/staticTier.ts';

const FILES = {
  'go.mod': 'module example.com/m\n\ngo 1.26\n',
  'a/a.go':
    'package a\n\nfunc Size() int {\n\treturn 1\n}\n\nfunc twice() int { return 2 * Size() }\n',
  'a/more.go': 'package a\n\nvar more = twice()\n',
  'b/b.go': 'package b\n\nimport "example.com/m/a"\n\nvar size = a.Size()\n',
  'a/kind.go': 'package a\n\ntype Kind int\n',
  'a/export_test.go': 'package a\n\nfunc Twice() int { return twice() }\n',
  'c/c.go': 'package c\n\nimport "example.com/m/a"\n\nfunc First() a.Kind { return 0 }\n',
  'a/a_test.go': `package a_test

import (
	"example.com/m/a"
	"example.com/m/c"
)

func either[T any](one, other T) T { return one }

var (
	twice = a.Twice()
	kind  = either(c.First(), a.Kind(1))
)
`,
};

describe('packages after an edit', () => {
  let root: string;
  const documents = new Documents();
  let tier: StaticTier;

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'static-tier-')));
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    tier = staticTierOn(documents);
    for (const [name, text] of Object.entries(FILES)) {
      if (name.endsWith('.go')) {
        documents.open(uriOf(name), enginePath(join(root, name)), 1, text);
      }
    }
  });

  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function uriOf(name: string): string {
    return pathToFileURL(join(root, name)).href;
  }

  function replace(name: string, from: string, to: string): void {
    replaceIn({ documents, tier }, uriOf(name), from, to);
  }

  function documentOf(name: string): OpenDocument {
    const document = documents.get(uriOf(name));
    assert.ok(document);
    return document;
  }

  async function viewOf(name: string): Promise<StaticView> {
    const view = await tier.viewOf(documentOf(name));
    assert.ok(view);
    return view;
  }

  function typeOf({ checked }: StaticView, name: string): string {
    const object = checked.package.scope.get(name);
    assert.equal(object?.kind, 'var');
    return typeString(object.type);
  }

  it('are one for all files that are open', async () => {
    assert.equal((await viewOf('a/more.go')).checked, (await viewOf('a/a.go')).checked);
  });

  it('are those before it where a body has changed, also to those that import them', async () => {
    // The first look at a directory makes the packages of the module anew.
    await viewOf('a/a.go');
    const b = await viewOf('b/b.go');
    const a = await viewOf('a/a.go');
    assert.equal(typeOf(b, 'size'), 'int');
    const twice = documentOf('a/a.go').slices.declarations.at(-1);
    assert.ok(twice);
    const types = a.typesOf(twice);
    assert.ok(types);
    replace('a/a.go', 'return 1', 'return 10');
    const next = await viewOf('a/a.go');
    assert.equal(next.checked, a.checked);
    assert.equal((await viewOf('b/b.go')).checked, b.checked);
    const moved = documentOf('a/a.go').slices.declarations.at(-1);
    assert.ok(moved && moved.start !== twice.start);
    assert.equal(next.typesOf(moved), types);
  });

  it('have what is only there for tests outside of them, and are one with those that import them', async () => {
    const view = await viewOf('a/a_test.go');
    assert.equal(typeOf(view, 'twice'), 'int');
    assert.equal(typeOf(view, 'kind'), 'example.com/m/a.Kind');
    replace('a/export_test.go', 'return twice()', 'return 3');
    assert.equal((await viewOf('a/a_test.go')).checked, view.checked);
    replace('a/export_test.go', 'int { return 3 }', 'string { return "" }');
    assert.equal(typeOf(await viewOf('a/a_test.go'), 'twice'), 'string');
  });

  it('are others where a signature has changed', async () => {
    const b = await viewOf('b/b.go');
    replace('a/a.go', 'Size() int', 'Size() int8');
    const next = await viewOf('b/b.go');
    assert.notEqual(next.checked, b.checked);
    assert.equal(typeOf(next, 'size'), 'int8');
    replace('a/a.go', 'return 10', 'return 100');
    assert.equal((await viewOf('b/b.go')).checked, next.checked);
  });
});

describe('packages after a change on the disk', () => {
  let root: string;
  let tier: StaticTier;
  const documents = new Documents();

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'static-tier-')));
    for (const [name, text] of Object.entries(FILES)) {
      write(name, text);
    }
    tier = staticTierOn(documents);
    documents.open(uriOf('b/b.go'), pathOf('b/b.go'), 1, FILES['b/b.go']);
  });

  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function pathOf(name: string): string {
    return enginePath(join(root, name));
  }

  function uriOf(name: string): string {
    return pathToFileURL(join(root, name)).href;
  }

  function write(name: string, text: string): void {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }

  /** Of `b`, which imports `a`. */
  async function view(): Promise<StaticView> {
    const document = documents.get(uriOf('b/b.go'));
    const found = document && (await tier.viewOf(document));
    assert.ok(found);
    return found;
  }

  function typeOfSize({ checked }: StaticView): string {
    const object = checked.package.scope.get('size');
    assert.equal(object?.kind, 'var');
    return typeString(object.type);
  }

  it('are those before it where files were saved, or bodies changed elsewhere', async () => {
    const { checked } = await view();
    assert.equal(typeOfSize(await view()), 'int');
    documents.saved(uriOf('b/b.go'));
    tier.changedOnDisk([pathOf('b')]);
    assert.equal((await view()).checked, checked);
    write('a/a.go', FILES['a/a.go'].replace('return 1', 'return 1000'));
    tier.changedOnDisk([pathOf('a')]);
    assert.equal((await view()).checked, checked);
  });

  it('are those before it where another directory is looked at', async () => {
    const { checked } = await view();
    documents.open(uriOf('c/c.go'), pathOf('c/c.go'), 1, FILES['c/c.go']);
    const other = documents.get(uriOf('c/c.go'));
    assert.ok(other && (await tier.viewOf(other)));
    assert.equal((await view()).checked, checked);
  });

  it('are others where a signature has changed', async () => {
    const { checked } = await view();
    write('a/a.go', FILES['a/a.go'].replace('Size() int', 'Size() int16'));
    tier.changedOnDisk([pathOf('a'), pathOf('b')]);
    const next = await view();
    assert.notEqual(next.checked, checked);
    assert.equal(typeOfSize(next), 'int16');
  });

  it('are others where a file does not belong to its package any more', async () => {
    write('a/kind.go', `//go:build never\n\n${FILES['a/kind.go']}`);
    const { checked } = await view();
    tier.changedOnDisk([pathOf('a')]);
    assert.notEqual((await view()).checked, checked);
  });

  it('are others where a file is new, and what was missing is found', async () => {
    write('a/a.go', FILES['a/a.go'].replace('Size()', 'Sizes()'));
    tier.changedOnDisk([pathOf('a')]);
    assert.equal(typeOfSize(await view()), 'invalid type');
    write('a/again.go', 'package a\n\nfunc Size() int32 { return 1 }\n');
    tier.changedOnDisk();
    assert.equal(typeOfSize(await view()), 'int32');
  });

  it('are others at any change while an import leads nowhere', async () => {
    documents.open(
      uriOf('b/b.go'),
      pathOf('b/b.go'),
      2,
      'package b\n\nimport "example.com/m/later"\n\nvar size = later.Size\n',
    );
    tier.changedOnDisk([pathOf('b')]);
    assert.equal(typeOfSize(await view()), 'invalid type');
    write('later/later.go', 'package later\n\nvar Size uint8\n');
    tier.changedOnDisk([pathOf('b')]);
    assert.equal(typeOfSize(await view()), 'uint8');
  });
});
