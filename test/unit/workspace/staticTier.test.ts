import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../../server/src/host/goFiles.ts';
import { Documents, type OpenDocument } from '../../../server/src/workspace/documents.ts';
import { type StaticView, StaticTier } from '../../../server/src/workspace/staticTier.ts';

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
    const files = new GoFiles();
    tier = new StaticTier({
      documents,
      machine: { ...hostEnvironment(), variables: {} },
      diskNow: () => files.view(),
      buildSettings: () => Promise.resolve({ flags: DEFAULT_BUILD_FLAGS, goCommand: 'go' }),
    });
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
    const { text, version } = documentOf(name);
    const start = text.indexOf(from);
    assert.ok(start >= 0, from);
    const edited = documents.edit(uriOf(name), version + 1, [
      {
        edit: { start, oldEnd: start + from.length, newEnd: start + to.length },
        text: text.slice(0, start) + to + text.slice(start + from.length),
      },
    ]);
    assert.ok(edited);
    tier.edited(edited);
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
