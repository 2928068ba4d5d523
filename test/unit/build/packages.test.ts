import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GoFileSystem } from '../../../server/src/engine/build/fileSystem.ts';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import type { HostEnvironment } from '../../../server/src/engine/build/goVariables.ts';
import { overlayFiles } from '../../../server/src/engine/build/overlay.ts';
import { BuildCache, Packages } from '../../../server/src/engine/build/packages.ts';
import type { ReadAhead } from '../../../server/src/engine/build/reading.ts';
import { isMissing } from '../../../server/src/engine/build/resolution.ts';
import { memoryFiles } from '../../support/memoryFiles.ts';

const MACHINE: HostEnvironment = {
  variables: { PATH: '/usr/bin', HOME: '/home/me' },
  goos: 'linux',
  goarch: 'amd64',
};

const GO = {
  '/usr/bin/go': '->/go/bin/go',
  '/go/bin/go': '',
  '/go/pkg/tool/x': '',
  '/go/VERSION': 'go1.26.1\ntime now\n',
  '/go/src/fmt/print.go': 'package fmt\n\nimport _ "golang.org/x/text"\nimport _ "internal/y"\n',
  '/go/src/internal/y/y.go': 'package y\n',
  '/go/src/vendor/golang.org/x/text/t.go': 'package text\n',
};

const CACHED = {
  '/home/me/go/pkg/mod/example.com/!a@v1.0.0/a.go': 'package a\n\nimport "fmt"\n',
  '/home/me/go/pkg/mod/cache/download/example.com/!a/@v/v1.0.0.mod': 'module example.com/A\n',
};

const MODULE = {
  '/m/go.mod': 'module example.com/m\n\ngo 1.21\n\nrequire example.com/A v1.0.0\n',
  '/m/m.go': 'package m\n\nimport (\n\ta "example.com/A"\n\t"fmt"\n)\n',
  '/m/m_test.go': 'package m_test\n\nimport "example.com/m/p"\n',
  '/m/p/p.go': 'package p\n',
  '/m/p/p_windows.go': 'package p\n',
  '/m/p/_p.go': 'package p\n',
  '/m/p/never.go': '//go:build ignore\n\npackage main\n',
  '/m/p/odd.go': '//go:build a b\n\npackage p\n',
  '/m/p/q.go': 'package q\n',
};

function load(files: GoFileSystem, cache?: BuildCache): Packages {
  const options = { flags: DEFAULT_BUILD_FLAGS, directory: '/m' };
  return Packages.load(files, MACHINE, options, cache);
}

describe('packages', () => {
  it('have the files that fit, and the others with the reason why not', () => {
    const found = load(memoryFiles({ ...GO, ...CACHED, ...MODULE })).at('/m/p');
    assert.ok(found);
    assert.deepEqual(
      found.goFiles.map(({ name, isOfOtherPackage }) => [name, isOfOtherPackage]),
      [
        ['p.go', false],
        ['q.go', true],
      ],
    );
    assert.deepEqual(
      found.ignored.map(({ name, reason }) => `${name}: ${reason}`),
      ['_p.go: hidden', 'never.go: constraint', 'odd.go: bad constraint', 'p_windows.go: platform'],
    );
    assert.equal(found.importPath, 'example.com/m/p');
    assert.equal(found.goVersion, '1.21');
  });

  it('import what is in the module, the cache and the standard library', () => {
    const packages = load(memoryFiles({ ...GO, ...CACHED, ...MODULE }));
    const { packages: all, missing } = packages.closure(['/m'], { tests: true });
    assert.deepEqual(
      [...all.values()].map(({ importPath, directory }) => `${importPath} ${directory}`),
      [
        'example.com/m /m',
        'example.com/A /home/me/go/pkg/mod/example.com/!a@v1.0.0',
        'example.com/m/p /m/p',
        'fmt /go/src/fmt',
        'vendor/golang.org/x/text /go/src/vendor/golang.org/x/text',
        'internal/y /go/src/internal/y',
      ],
    );
    assert.equal(missing.size, 0);
    const main = packages.at('/m');
    assert.ok(main);
    assert.deepEqual(
      main.goFiles[0]?.header.imports.map(({ path, name, start, end }) => ({
        path,
        name,
        text: MODULE['/m/m.go'].slice(start, end),
      })),
      [
        { path: 'example.com/A', name: 'a', text: '"example.com/A"' },
        { path: 'fmt', name: undefined, text: '"fmt"' },
      ],
    );
    assert.equal(
      packages.importProblem('internal/y', main),
      'use of internal package internal/y not allowed',
    );
    assert.equal(packages.importProblem('fmt', main), undefined);
    assert.equal(
      packages.at('/home/me/go/pkg/mod/example.com/!a@v1.0.0')?.importPath,
      'example.com/A',
    );
  });

  it('are missing for a reason', () => {
    const reasonOf = (files: Readonly<Record<string, string>>, path: string): string => {
      const found = load(memoryFiles(files)).imported(path);
      return isMissing(found) ? `${found.reason}: ${found.missingBecause}` : '';
    };
    assert.equal(
      reasonOf({ ...GO, ...MODULE }, 'example.com/A'),
      'not in cache: example.com/A@v1.0.0 has not been downloaded',
    );
    assert.equal(
      reasonOf({ ...CACHED, ...MODULE }, 'fmt'),
      'no installation: there is no Go installation to find fmt in',
    );
    assert.equal(reasonOf({ ...GO, ...MODULE }, 'fmtx'), 'not in std: package fmtx is not in std');
    assert.equal(
      reasonOf({ ...GO, ...MODULE }, 'example.com/B'),
      'no provider: no required module provides package example.com/B',
    );
    assert.equal(
      reasonOf({ ...GO, '/m/m.go': '' }, 'example.com/B'),
      'no module: no go.mod was found that says where example.com/B is',
    );
    assert.equal(reasonOf({ ...GO, ...MODULE }, 'a b'), 'invalid path: invalid import path: a b');
    const inGopath = Packages.load(
      memoryFiles({ ...GO, ...MODULE }),
      { ...MACHINE, variables: { ...MACHINE.variables, GO111MODULE: 'off' } },
      { flags: DEFAULT_BUILD_FLAGS, directory: '/m' },
    ).imported('example.com/m/p');
    assert.equal(isMissing(inGopath) && inGopath.reason, 'unsupported');
  });

  it('are of the texts that are being edited', () => {
    const cache = new BuildCache();
    const disk = memoryFiles({ ...GO, ...CACHED, ...MODULE });
    assert.equal(load(disk, cache).at('/m/p')?.goFiles.length, 2);
    const edited = overlayFiles(
      disk,
      new Map([
        ['/m/p/p.go', { text: '//go:build never\n\npackage p\n', stamp: 'one' }],
        ['/m/p/r.go', { text: 'package p\n\nimport "fmt"\n', stamp: 'two' }],
        ['/m/new/n.go', { text: 'package n\n', stamp: 'three' }],
        ['/m/go.mod', { text: 'module example.com/other\n', stamp: 'four' }],
      ]),
    );
    const packages = load(edited, cache);
    assert.deepEqual(
      packages.at('/m/p')?.goFiles.map(({ name }) => name),
      ['q.go', 'r.go'],
    );
    assert.equal(packages.at('/m/new')?.importPath, 'example.com/other/new');
    assert.equal(load(disk, cache).at('/m/p')?.goFiles.length, 2);
  });

  it('are those that a package imports itself, where no more is asked for', () => {
    const packages = load(memoryFiles({ ...GO, ...CACHED, ...MODULE }));
    const direct = packages.closure(['/m'], { isDirect: true }).packages;
    assert.deepEqual([...direct.keys()], ['example.com/m', 'example.com/A', 'fmt']);
  });

  it('say beforehand what is read', () => {
    const disk = memoryFiles({ ...GO, ...CACHED, ...MODULE });
    const announced = { directories: new Set<string>(), starts: new Set<string>() };
    const surprises: string[] = [];
    const note = (known: ReadonlySet<string>, path: string): void => {
      if (!known.has(path)) {
        surprises.push(path);
      }
    };
    const packages = load({
      ...disk,
      readDirectory: (path) => {
        note(announced.directories, path);
        return disk.readDirectory(path);
      },
      readStart: (path, countBytes) => {
        note(announced.starts, path);
        return disk.readStart(path, countBytes);
      },
    });
    surprises.length = 0;
    const reading = packages.readClosure(['/m'], { tests: true });
    for (let step = reading.next(); step.done !== true; step = reading.next()) {
      const { directories = [], starts = [] }: ReadAhead = step.value;
      directories.forEach((path) => announced.directories.add(path));
      starts.forEach((path) => announced.starts.add(path));
    }
    assert.deepEqual(surprises, []);
    assert.ok(announced.starts.has('/go/src/internal/y/y.go'));
  });
});
