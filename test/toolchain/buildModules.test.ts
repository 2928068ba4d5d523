import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isBuilt } from '../../server/src/engine/build/packages.ts';
import { isMissing } from '../../server/src/engine/build/resolution.ts';
import { enginePath } from '../../server/src/host/goFiles.ts';
import { compareListings, listedByGo, type Listing } from '../support/goListing.ts';
import { ANY_SUM, publishModule, writeFiles } from '../support/moduleCache.ts';
import { copyModule, pinnedModules } from '../support/modules.ts';

/** `LONG=1` compares all pinned modules, each with its tests. */
const IS_LONG = process.env.LONG === '1';
const CACHE = resolve(dirname(fileURLToPath(import.meta.url)), '../../.cache/modules');
const MAXIMUM_SHOWN = 10;

describe('the packages of published modules are those of the go command', () => {
  const wanted = pinnedModules().filter(
    ({ module }) => IS_LONG || /\/(?:gin|cobra|client_golang)$/.test(module),
  );
  for (const pin of wanted) {
    it(pin.module, (context) => {
      let directory: string;
      try {
        directory = copyModule(pin, CACHE);
        execFileSync('go', ['list', '-deps', '-test', './...'], { cwd: directory, stdio: 'pipe' });
      } catch (error) {
        context.skip(`it cannot be downloaded: ${String(error)}`);
        return;
      }
      for (const tests of [false, true]) {
        const compared = compareListings({ directory, patterns: ['./...'], tests });
        const { differences, countPackages, milliseconds } = compared;
        console.log(`${pin.module}: ${countPackages} packages in ${milliseconds.toFixed(0)} ms`);
        assert.ok(countPackages > 20);
        assert.deepEqual(differences.slice(0, MAXIMUM_SHOWN), []);
      }
    });
  }
});

/** Modules in a module cache of their own: by path and version, their files. */
const PUBLISHED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'example.com/a@v1.0.0': {
    'go.mod': 'module example.com/a\n\ngo 1.16\n\nrequire example.com/b v1.1.0\n',
    'a.go': 'package a\n\nimport _ "example.com/b"\n',
    'sub/sub.go': 'package sub\n',
  },
  'example.com/a@v1.1.0': {
    'go.mod': 'module example.com/a\n\ngo 1.16\n\nrequire example.com/b v1.2.0\n',
    'a.go': 'package a\n\nimport _ "example.com/b"\n',
  },
  'example.com/b@v1.1.0': {
    'go.mod': 'module example.com/b\n\nrequire example.com/c v1.0.0\n',
    'b.go': 'package b\n\nimport _ "example.com/c"\n',
  },
  'example.com/b@v1.2.0': {
    'go.mod': 'module example.com/b\n\ngo 1.14\n\nrequire example.com/c v1.2.0-rc.2\n',
    'b.go': 'package b\n\nimport _ "example.com/c"\n',
    'b_windows.go': 'package b\n\nimport _ "golang.org/x/sys/windows"\n',
  },
  'example.com/c@v1.0.0': { 'c.go': 'package c\n' },
  'example.com/c@v1.2.0-rc.2': { 'go.mod': 'module example.com/c\n', 'c.go': 'package c\n' },
  'example.com/c@v1.2.0-rc.10': { 'go.mod': 'module example.com/c\n', 'c.go': 'package c\n' },
  'example.com/Upper/Case@v0.1.0': {
    'go.mod': 'module example.com/Upper/Case\n\ngo 1.20\n\nrequire example.com/c v1.2.0-rc.10\n',
    'u.go': 'package upper\n\nimport _ "example.com/c"\n',
  },
  'example.com/deep/nested@v1.0.0': {
    'go.mod': 'module example.com/deep/nested\n\ngo 1.21\n',
    'n.go': 'package nested\n',
  },
  'example.com/deep@v1.0.0': {
    'go.mod': 'module example.com/deep\n\ngo 1.21\n\nrequire example.com/deep/nested v1.0.0\n',
    'd.go': 'package deep\n\nimport _ "example.com/deep/nested"\n',
    'both/both.go': 'package both\n',
  },
  'example.com/major/v2@v2.3.4': {
    'go.mod': 'module example.com/major/v2\n\ngo 1.18\n',
    'm.go': 'package major\n',
  },
  'example.com/old@v3.0.0+incompatible': { 'o.go': 'package old\n' },
};

describe('modules of one machine are those of the go command', () => {
  let base: string;
  let environment: Record<string, string>;

  before(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'build-modules-')));
    environment = {
      GOMODCACHE: join(base, 'cache'),
      GOPROXY: 'off',
      GOSUMDB: 'off',
      GOFLAGS: '',
      GOWORK: '',
    };
    publish();
  });
  after(() => {
    rmSync(base, { recursive: true, force: true });
  });

  function publish(): void {
    for (const [module, files] of Object.entries(PUBLISHED)) {
      const [path = '', version = ''] = module.split('@');
      publishModule(join(base, 'cache'), path, version, files);
    }
  }

  function stage(files: Readonly<Record<string, string>>): string {
    const root = realpathSync(mkdtempSync(join(base, 'tree-')));
    writeFiles(root, files);
    return root;
  }

  function prepare(directory: string, ...args: readonly string[]): void {
    execFileSync('go', args, {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  /**
   * Compares with and without tests. By import path: `path@version` of the module, of what is not
   * in the standard library.
   */
  function same(listing: Partial<Listing> & Pick<Listing, 'directory'>): Record<string, string> {
    for (const tests of [false, true]) {
      const { differences, packages, roots } = compareListings({
        patterns: ['./...'],
        tests,
        ...listing,
        environment: { ...environment, ...listing.environment },
      });
      assert.deepEqual(differences.slice(0, MAXIMUM_SHOWN), []);
      if (listing.patterns === undefined) {
        const found = packages.directoriesBelow(enginePath(listing.directory)).filter((each) => {
          const goPackage = packages.at(each);
          return goPackage !== undefined && isBuilt(goPackage);
        });
        assert.deepEqual(found.sort(), [...roots].sort());
      }
    }
    const listed = listedByGo({
      patterns: ['./...'],
      ...listing,
      environment: { ...environment, ...listing.environment },
    });
    return Object.fromEntries(
      listed
        .filter(({ Standard }) => Standard !== true)
        .map(({ ImportPath, Module }) => [
          ImportPath,
          `${Module?.Path ?? ''}@${Module?.Version ?? ''}`,
        ]),
    );
  }

  /** Lines of go.sum for the modules above. */
  function sums(...modules: readonly string[]): string {
    return modules
      .flatMap((module) => {
        const [path = '', version = ''] = module.split('@');
        const text = PUBLISHED[module]?.['go.mod'] ?? `module ${path}\n`;
        // `Hash1` of golang.org/x/mod/sumdb/dirhash, of the one file go.mod.
        const list = `${sha256(text).toString('hex')}  go.mod\n`;
        return [
          `${path} ${version} ${ANY_SUM}`,
          `${path} ${version}/go.mod h1:${sha256(list).toString('base64')}`,
        ];
      })
      .join('\n');
  }

  const MAIN = 'package main\n\nimport (\n\t_ "example.com/a"\n)\n\nfunc main() {}\n';

  it('with a go.mod of before graph pruning', () => {
    const root = stage({
      'go.mod': 'module example.com/m\n\ngo 1.14\n\nrequire example.com/a v1.0.0\n',
      'main.go': MAIN,
    });
    prepare(root, 'mod', 'tidy');
    assert.deepEqual(same({ directory: root }), {
      'example.com/a': 'example.com/a@v1.0.0',
      'example.com/b': 'example.com/b@v1.1.0',
      'example.com/c': 'example.com/c@v1.0.0',
      'example.com/m': 'example.com/m@',
    });
  });

  it('with a go.mod that says no Go version', () => {
    const root = stage({
      'go.mod': 'module example.com/m\n\nrequire example.com/a v1.1.0\n',
      'main.go': MAIN,
      'go.sum': sums('example.com/a@v1.1.0', 'example.com/b@v1.2.0', 'example.com/c@v1.2.0-rc.2'),
    });
    assert.equal(same({ directory: root })['example.com/c'], 'example.com/c@v1.2.0-rc.2');
  });

  const REQUIRES = `require (
	"example.com/a" v1.0.0 // why
	example.com/Upper/Case v0.1.0
	example.com/major/v2 v2.3.4
	example.com/old v3.0.0+incompatible // indirect
)
`;

  const USES_ALL = `package main

import (
	_ "example.com/Upper/Case"
	_ "example.com/a"
	_ "example.com/a/sub"
	_ "example.com/m/own"
	_ "example.com/major/v2"
	_ "example.com/old"
	_ "net/http"
)

func main() {}
`;

  const OWN = {
    'own/own.go': 'package own\n',
    'own/own_test.go': 'package own\n\nimport _ "example.com/deep"\n',
    'own/x_test.go': 'package own_test\n\nimport _ "example.com/deep/nested"\n',
    'own/testdata/x.go': 'package testdata\n',
    'own/_hidden/x.go': 'package hidden\n',
    'tagged/tagged.go': '//go:build never\n\npackage tagged\n',
    'inner/go.mod': 'module example.com/inner\n',
    'inner/inner.go': 'package inner\n',
  };

  it('with versions that are selected, and modules below each other', () => {
    const root = stage({
      'go.mod': `module example.com/m\n\ngo 1.21\n\n${REQUIRES}\nrequire example.com/deep v1.0.0\n`,
      'main.go': USES_ALL,
      ...OWN,
    });
    prepare(root, 'mod', 'tidy');
    const modules = same({ directory: root });
    assert.equal(modules['example.com/c'], 'example.com/c@v1.2.0-rc.10');
    assert.equal(modules['example.com/Upper/Case'], 'example.com/Upper/Case@v0.1.0');
    assert.equal(modules['example.com/old'], 'example.com/old@v3.0.0+incompatible');
    assert.equal(modules['example.com/inner'], undefined);
    same({ directory: join(root, 'own') });
    same({ directory: root, environment: { GOOS: 'windows', CGO_ENABLED: '0' } });
    same({ directory: root, flags: { extra: ['-mod=readonly'], tags: ['never'] } });
  });

  it('with directories that are ignored', () => {
    const p = 'package p\n';
    const root = stage({
      'go.mod':
        'module example.com/m\n\ngo 1.25\n\nignore ./first\nignore (\n\tsecond/third\n\t./a/b\n)\n',
      'first/p.go': p,
      'first/x/p.go': p,
      'firsts/p.go': p,
      'a/first/p.go': p,
      'a/b/c/p.go': p,
      'a/bb/p.go': p,
      'second/p.go': p,
      'a/second/third/p.go': p,
      'second/third/fourth/p.go': p,
      '.hidden/p.go': p,
      'testdata/p.go': p,
      'b/vendor/x/p.go': p,
    });
    same({ directory: root });
  });

  it('with vendored dependencies', () => {
    const root = stage({
      'go.mod': `module example.com/m\n\ngo 1.23\n\n${REQUIRES}\nrequire example.com/deep v1.0.0\n`,
      'main.go': USES_ALL,
      ...OWN,
    });
    prepare(root, 'mod', 'tidy');
    prepare(root, 'mod', 'vendor');
    const modules = same({ directory: root });
    assert.equal(modules['example.com/c'], 'example.com/c@v1.2.0-rc.10');
    same({ directory: root, flags: { extra: ['-mod=mod'] } });
    same({ directory: root, environment: { GOFLAGS: '-mod=vendor' } });
    // A package that nobody has vendored is not there, even if its files are.
    writeFiles(root, { 'vendor/example.com/stray/s.go': 'package stray\n' });
    writeFiles(root, { 'own/stray.go': 'package own\n\nimport _ "example.com/stray"\n' });
    same({ directory: root });
  });

  it('with replacements, some of which are directories', () => {
    const root = stage({
      'm/go.mod': `module example.com/m

go 1.20

${REQUIRES}
require example.com/local v0.0.0

replace (
	example.com/local => ../local
	example.com/a v1.0.0 => example.com/a v1.1.0
	example.com/old => ./fork // of an old one
	example.com/c => ../wrong
	example.com/c v1.2.0-rc.10 => example.com/c v1.0.0
)

exclude example.com/b v1.2.0
`,
      'm/main.go': USES_ALL.replace('_ "example.com/a/sub"', '_ "example.com/local/p"'),
      'm/fork/go.mod': 'module example.com/other\n',
      'm/fork/f.go': 'package old\n',
      'm/own/own.go': 'package own\n',
      'local/go.mod': 'module example.com/local\n\ngo 1.20\n\nrequire example.com/b v1.1.0\n',
      'local/p/p.go': 'package p\n\nimport _ "example.com/b"\n',
      'wrong/go.mod': 'module example.com/c\n',
      'wrong/w.go': 'package c\n',
    });
    const directory = join(root, 'm');
    prepare(directory, 'mod', 'tidy');
    const modules = same({ directory });
    assert.equal(modules['example.com/local/p'], 'example.com/local@v0.0.0');
    const { packages } = compareListings({
      directory,
      patterns: ['./...'],
      environment,
    });
    const replaced = packages.at(enginePath(join(root, 'local/p')));
    assert.equal(replaced?.importPath, 'example.com/local/p');
  });

  it('in a workspace', () => {
    const root = stage({
      'go.work': `go 1.21

use (
	./m
	./n
)

replace example.com/major/v2 => ./major
`,
      'm/go.mod': `module example.com/m\n\ngo 1.21\n\n${REQUIRES}`,
      'm/main.go': USES_ALL.replace('_ "net/http"', '_ "example.com/n/p"'),
      'm/own/own.go': 'package own\n',
      'n/go.mod':
        'module example.com/n\n\ngo 1.20\n\nrequire example.com/a v1.1.0\n\nreplace example.com/old => ../old\n',
      'n/p/p.go': 'package p\n\nimport _ "example.com/a"\n',
      'old/go.mod': 'module example.com/old\n',
      'old/o.go': 'package old\n',
      'major/go.mod': 'module example.com/major/v2\n',
      'major/m.go': 'package major\n',
      'alone/go.mod': 'module example.com/alone\n\ngo 1.21\n',
      'alone/a.go': 'package alone\n\nimport _ "fmt"\n',
    });
    for (const folder of ['m', 'n']) {
      const modules = same({ directory: join(root, folder) });
      assert.equal(modules['example.com/a'], 'example.com/a@v1.1.0');
      assert.equal(modules['example.com/b'], 'example.com/b@v1.2.0');
    }
    same({ directory: root, patterns: ['./m/...', './n/...'] });
    same({ directory: join(root, 'alone'), environment: { GOWORK: 'off' } });
    same({ directory: join(root, 'alone'), patterns: ['example.com/n/p'] });
    prepare(root, 'work', 'vendor', '-e');
    same({ directory: join(root, 'm') });
  });

  it('with what is wrong', () => {
    const root = stage({
      'go.mod': `module example.com/m

go 1.21

require (
	example.com/a v1.0.0
	example.com/deep v1.0.0
	example.com/deep/nested v1.0.0
	example.com/gone v1.0.0
)

replace example.com/major/v2 => ./nowhere
`,
      'main.go': `package main

import (
	_ "./relative"
	_ "example.com/a/none"
	_ "example.com/deep/nested"
	_ "example.com/gone/p"
	_ "example.com/m/inner"
	_ "example.com/m/none"
	_ "example.com/none"
	_ "no/such"
)

func main() {}
`,
      'inner/go.mod': 'module example.com/m/inner\n',
      'inner/i.go': 'package inner\n',
    });
    const { packages } = compareListings({ directory: root, patterns: ['./...'], environment });
    const main = packages.at(enginePath(root));
    assert.ok(main);
    const reasonOf = (path: string): string => {
      const imported = packages.imported(path, main);
      return isMissing(imported) ? imported.reason : '';
    };
    assert.deepEqual(
      Object.fromEntries(
        main.goFiles.flatMap(({ header }) =>
          header.imports.map(({ path }) => [path, reasonOf(path)]),
        ),
      ),
      {
        './relative': 'relative path',
        'example.com/a/none': 'no provider',
        'example.com/deep/nested': '',
        'example.com/gone/p': 'not in cache',
        'example.com/m/inner': 'no provider',
        'example.com/m/none': 'no provider',
        'example.com/none': 'no provider',
        'no/such': 'not in std',
      },
    );
  });

  it('with links, and packages in more than one module', () => {
    const root = stage({
      'go.mod': `module example.com/m

go 1.21

require (
	example.com/deep v1.0.0
	example.com/deep/both v0.0.0
)

replace example.com/deep/both => ./both
`,
      'p/p.go': 'package p\n\nimport _ "example.com/deep/both"\n',
      'both/go.mod': 'module example.com/deep/both\n',
      'both/b.go': 'package both\n',
      'elsewhere/q.go': 'package q\n\nimport _ "fmt"\n',
    });
    symlinkSync('../elsewhere/q.go', join(root, 'p/q.go'));
    symlinkSync('elsewhere', join(root, 'linked'));
    symlinkSync('nowhere.go', join(root, 'p/dead.go'));
    const { packages } = compareListings({ directory: root, patterns: ['./...'], environment });
    const found = packages.at(enginePath(join(root, 'p')));
    assert.ok(found);
    const both = packages.imported('example.com/deep/both', found);
    assert.equal(isMissing(both) && both.reason, 'ambiguous');
    assert.deepEqual(
      found.goFiles.map(({ name }) => name),
      ['p.go', 'q.go'],
    );
    assert.deepEqual(
      packages.directoriesBelow(enginePath(root)).map((each) => each.slice(root.length)),
      ['/elsewhere', '/p'],
    );
  });

  it('without any module', () => {
    const root = stage({ 'a.go': 'package a\n\nimport _ "example.com/a"\nimport _ "fmt"\n' });
    const { packages } = compareListings({ directory: root, patterns: ['fmt'], environment });
    const found = packages.at(enginePath(root));
    assert.ok(found);
    assert.equal(found.importPath, 'command-line-arguments');
    const reasons = ['example.com/a', 'fmt'].map((path) => {
      const imported = packages.imported(path, found);
      return isMissing(imported) ? imported.reason : '';
    });
    assert.deepEqual(reasons, ['no module', '']);
  });
});

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
