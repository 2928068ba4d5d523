import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  isStandard,
  packageOf,
  shortName,
} from '../../../server/src/engine/profile/functionNames.ts';
import { SourcePaths } from '../../../server/src/engine/measured/sourcePaths.ts';
import { memoryFiles } from '../../support/memoryFiles.ts';

const FILES = memoryFiles({
  '/home/me/app/go.mod': 'module example.com/App/v2\n',
  '/home/me/app/store/store.go': '',
  '/home/me/app/cmd/serve/main.go': '',
  '/home/me/app/cmd/check/main.go': '',
  '/home/me/tools/go.mod': 'module example.com/tools\n',
  '/home/me/tools/cmd/check/main.go': '',
  '/go/src/runtime/malloc.go': '',
  '/go/src/net/http/server.go': '',
  '/mods/github.com/!big/lib@v1.2.3/lib.go': '',
  '/elsewhere/main.go': '',
  '/etc/passwd': '',
});

const sources = new SourcePaths(FILES, {
  folders: ['/home/me'],
  goroot: '/go',
  moduleCache: '/mods',
});

describe('the file of a frame', () => {
  const cases: readonly (readonly [string, string, string, readonly string[]])[] = [
    [
      'is in the module of its package, wherever it was built',
      '/builds/ci/store/store.go',
      'example.com/App/v2/store.(*Store).Fill',
      ['/home/me/app/store/store.go'],
    ],
    [
      'is found without the prefix that -trimpath cuts',
      'example.com/App/v2/store/store.go',
      'example.com/App/v2/store.New',
      ['/home/me/app/store/store.go'],
    ],
    ['is where it is said to be', '/elsewhere/main.go', 'main.main', ['/elsewhere/main.go']],
    [
      'is in this GOROOT',
      '/usr/local/go1.25/src/net/http/server.go',
      'net/http.(*conn).serve',
      ['/go/src/net/http/server.go'],
    ],
    [
      'is in GOROOT when trimmed',
      'runtime/malloc.go',
      'runtime.mallocgc',
      ['/go/src/runtime/malloc.go'],
    ],
    [
      'is in the module cache',
      '/home/ci/go/pkg/mod/github.com/!big/lib@v1.2.3/lib.go',
      'github.com/Big/lib.Do',
      ['/mods/github.com/!big/lib@v1.2.3/lib.go'],
    ],
    [
      'is in the module cache when trimmed',
      'github.com/Big/lib@v1.2.3/lib.go',
      'github.com/Big/lib.Do',
      ['/mods/github.com/!big/lib@v1.2.3/lib.go'],
    ],
    [
      'is the one with the longest ending in common',
      '/builds/ci/cmd/serve/main.go',
      'main.main',
      ['/home/me/app/cmd/serve/main.go'],
    ],
    [
      'may be one of several',
      '/builds/ci/cmd/check/main.go',
      'main.main',
      ['/home/me/app/cmd/check/main.go', '/home/me/tools/cmd/check/main.go'],
    ],
    ['may not be here', '/builds/ci/other.go', 'main.other', []],
    ['is code, whatever a profile says', '/etc/passwd', 'main.main', []],
  ];
  for (const [title, file, name, found] of cases) {
    it(title, () => {
      assert.deepEqual([...sources.find(file, name)].sort(), found);
    });
  }
});

describe('the file of a frame, where the user says where files are', () => {
  const files = memoryFiles({
    '/copy/store/store.go': '',
    '/copy/lib/deep/deep.go': '',
    '/home/me/app/go.mod': 'module example.com/app\n',
    '/home/me/app/store/store.go': '',
  });
  const found = (
    roots: { sourcePath?: readonly string[]; trimPath?: readonly string[] },
    file: string,
    name = 'example.com/app/store.New',
  ) =>
    new SourcePaths(files, {
      folders: ['/home/me/app'],
      goroot: '',
      moduleCache: '',
      ...roots,
    }).find(file, name);

  it('is there before it is anywhere else', () => {
    const roots = { sourcePath: ['/copy/lib'], trimPath: ['/builds/ci'] };
    assert.deepEqual(found(roots, '/builds/ci/store/store.go'), ['/copy/store/store.go']);
    assert.deepEqual(found({ trimPath: ['/builds/ci'] }, '/builds/ci/store/store.go'), [
      '/home/me/app/store/store.go',
    ]);
  });

  it('has the path cut at the name of the folder', () => {
    const roots = { sourcePath: ['/copy/lib'] };
    assert.deepEqual(found(roots, '/ci/lib/deep/deep.go', 'x.y/lib/deep.F'), [
      '/copy/lib/deep/deep.go',
    ]);
  });
});

describe('names of functions', () => {
  it('have a package', () => {
    assert.equal(packageOf('example.com/m.v2/store.(*Map[...]).Get'), 'example.com/m.v2/store');
    assert.equal(packageOf('main.main.func1'), 'main');
    assert.equal(packageOf('[libc.so]'), '');
    assert.equal(isStandard('net/http'), true);
    assert.equal(isStandard('example.com/http'), false);
  });

  it('are of the standard library by their packages, whatever modules are called', () => {
    const isOfLibrary = (name: string) => isStandard(packageOf(name));
    for (const name of [
      'runtime.mallocgc',
      'vendor/golang.org/x/net/http2/hpack.(*Encoder).WriteField',
      'slices.SortFunc[go.shape.struct { T example.com/m.T }]',
      'type:.eq.main.T',
      'memeqbody',
    ]) {
      assert.equal(isOfLibrary(name), true, name);
    }
    for (const name of ['main.main', 'shop/orders.Take', 'cmd/compile/internal/ssa.Compile']) {
      assert.equal(isOfLibrary(name), false, name);
    }
  });

  it('are short where there is little room', () => {
    assert.equal(shortName('example.com/m/store.(*Map[...]).Get'), 'store.(*Map).Get');
    assert.equal(shortName('example.com/m/v2.F'), 'm.F');
    const nested = 'm.(*T[go.shape.string,go.shape.[]struct { A [2]int; B x.y/z.V }]).Put[...]';
    assert.equal(shortName(nested), 'm.(*T).Put');
    assert.equal(shortName('m.F[go.shape.[]int'), 'm.F[go.shape.[]int');
    assert.equal(shortName('main.main /src/main.go:7'), 'main.main /src/main.go:7');
    assert.equal(shortName('runtime.mallocgc'), 'runtime.mallocgc');
  });
});
