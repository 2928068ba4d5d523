import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  defaultCCompiler,
  KNOWN_ARCH,
  KNOWN_OS,
  supportsCgo,
  UNIX_OS,
} from '../../server/src/engine/build/platforms.ts';
import {
  compareListings,
  goVariable,
  olderToolchains,
  type Listing,
} from '../support/goListing.ts';

const GOROOT = goVariable('GOROOT');
const SOURCES = join(GOROOT, 'src');
const MAXIMUM_SHOWN = 10;

const NO_CGO = { CGO_ENABLED: '0' };

describe('the packages of the standard library are those of the go command', () => {
  function holds(name: string, listing: Partial<Listing>): void {
    it(name, () => {
      const { differences, countPackages, milliseconds } = compareListings({
        directory: SOURCES,
        patterns: ['std'],
        ...listing,
      });
      console.log(`${name}: ${countPackages} packages in ${milliseconds.toFixed(0)} ms`);
      assert.ok(countPackages > 50);
      assert.deepEqual(differences.slice(0, MAXIMUM_SHOWN), []);
    });
  }

  for (const platform of ['linux/amd64', 'linux/386', 'windows/amd64', 'darwin/arm64', 'js/wasm']) {
    const [GOOS = '', GOARCH = ''] = platform.split('/');
    holds(platform, { environment: { GOOS, GOARCH, ...NO_CGO } });
  }
  holds('linux/amd64 with cgo', {
    environment: { GOOS: 'linux', GOARCH: 'amd64', CGO_ENABLED: '1' },
  });
  holds('android/arm64 with cgo', {
    environment: { GOOS: 'android', GOARCH: 'arm64', CGO_ENABLED: '1' },
  });
  holds('this machine', {});
  holds('commands', { directory: join(SOURCES, 'cmd'), patterns: ['cmd'] });
  holds('tests', { tests: true });
  holds('from elsewhere', { directory: '/', patterns: ['net/http', 'cmd/go'] });
  holds('features of processors', {
    environment: { GOOS: 'linux', GOARCH: 'arm', GOARM: '5', ...NO_CGO },
  });
  holds('experiments', { environment: { GOEXPERIMENT: 'jsonv2,simd,nogreenteagc,nodwarf5' } });
  holds('tags and the race detector', {
    flags: { tags: ['nethttpomithttp2', 'purego', 'netgo'], race: true },
  });
  holds('flags in the environment', {
    environment: { GOFLAGS: "'-tags=purego osusergo' -race=true -buildvcs=false" },
  });
  for (const GOTOOLCHAIN of olderToolchains()) {
    holds(GOTOOLCHAIN, {
      directory: '/',
      environment: { GOTOOLCHAIN, GOOS: 'linux', GOARCH: 's390x', ...NO_CGO },
    });
  }
});

describe('names of platforms are those of Go', () => {
  const read = (path: string): string => readFileSync(join(SOURCES, path), 'utf8');
  const systems = read('internal/syslist/syslist.go');

  function namesIn(variable: string): string[] {
    const body = new RegExp(`^var ${variable} = map\\[string\\]bool\\{([^}]*)\\}`, 'm').exec(
      systems,
    );
    return [...(body?.[1] ?? '').matchAll(/"(\w+)":/g)].map(([, name = '']) => name).sort();
  }

  it('in file names and for the tag unix', () => {
    assert.ok(namesIn('KnownOS').length > 0);
    assert.deepEqual([...KNOWN_OS].sort(), namesIn('KnownOS'));
    assert.deepEqual([...KNOWN_ARCH].sort(), namesIn('KnownArch'));
    assert.deepEqual([...UNIX_OS].sort(), namesIn('UnixOS'));
  });

  it('where cgo can be had, and with which compiler', () => {
    const platforms = read('internal/platform/zosarch.go');
    const pairs = [...platforms.matchAll(/^\t\{"(\w+)", "(\w+)"\}: +\{(.*)\},$/gm)];
    assert.ok(pairs.length > 40);
    const compilers = read('cmd/go/internal/cfg/zdefaultcc.go');
    const clang = /case (.*):\n\t\treturn "clang"\n/.exec(compilers)?.[1] ?? '';
    for (const [, goos = '', goarch = '', details = ''] of pairs) {
      assert.equal(
        supportsCgo(goos, goarch),
        details.includes('CgoSupported: true'),
        `${goos}/${goarch}`,
      );
      assert.equal(defaultCCompiler(goos) === 'clang', clang.includes(`"${goos}"`), goos);
    }
  });
});
