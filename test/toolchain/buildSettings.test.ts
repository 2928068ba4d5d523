import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { readGoSettings, type GoSettings } from '../../server/src/engine/build/goSettings.ts';
import { findModFile, findWorkFile } from '../../server/src/engine/build/mainFiles.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../server/src/host/goFiles.ts';
import { goVariable, olderToolchains } from '../support/goListing.ts';

const GOROOT = realpathSync(goVariable('GOROOT'));
const CACHE = goVariable('GOMODCACHE');

type Variables = Readonly<Record<string, string>>;

/** What is compared, as `go env` has it. */
interface Settings {
  readonly GOROOT: string;
  readonly GOVERSION: string;
  readonly GOMODCACHE: string;
  readonly GOOS: string;
  readonly GOARCH: string;
  readonly CGO_ENABLED: string;
  readonly GOWORK: string;
  readonly GOMOD: string;
}

describe('the settings of the go command are found without it', () => {
  let base: string;

  before(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'build-settings-')));
  });
  after(() => {
    rmSync(base, { recursive: true, force: true });
  });

  function write(files: Variables): string {
    const root = realpathSync(mkdtempSync(join(base, 'tree-')));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return root;
  }

  /** Without what the machine that the test runs on has set. */
  function environment(variables: Variables): Record<string, string> {
    const { PATH = '', HOME = '' } = process.env;
    return { PATH, HOME, GOENV: 'off', GOPROXY: 'off', ...variables };
  }

  function settingsOf(directory: string, variables: Variables, goCommand?: string): GoSettings {
    return readGoSettings(new GoFiles().view(), hostEnvironment(environment(variables)), {
      flags: DEFAULT_BUILD_FLAGS,
      directory: enginePath(directory),
      ...(goCommand === undefined ? {} : { goCommand: enginePath(goCommand) }),
    });
  }

  function ours(directory: string, variables: Variables, goCommand?: string): Settings {
    const settings = settingsOf(directory, variables, goCommand);
    const { installation, variables: found, context } = settings;
    const files = new GoFiles().view();
    return {
      GOROOT: installation?.goroot ?? '',
      GOVERSION: `go${installation?.version ?? ''}`,
      GOMODCACHE: found.moduleCache,
      GOOS: context.goos,
      GOARCH: context.goarch,
      CGO_ENABLED: context.cgoEnabled ? '1' : '0',
      GOWORK: findWorkFile(files, found, directory, installation?.goroot) ?? '',
      GOMOD: findModFile(files, found.host, directory) ?? '/dev/null',
    };
  }

  function theirs(directory: string, variables: Variables, goCommand = 'go'): Settings {
    const wanted = 'GOROOT GOVERSION GOMODCACHE GOOS GOARCH CGO_ENABLED GOWORK GOMOD'.split(' ');
    const text = execFileSync(goCommand, ['env', '-json', ...wanted], {
      cwd: directory,
      encoding: 'utf8',
      env: environment(variables),
    });
    return JSON.parse(text) as Settings;
  }

  function same(directory: string, variables: Variables = {}, goCommand?: string): Settings {
    const found = ours(directory, variables, goCommand);
    const expected = theirs(directory, variables, goCommand);
    assert.deepEqual(found, {
      ...expected,
      // Ours says only what there is.
      GOWORK: expected.GOWORK === 'off' ? '' : expected.GOWORK,
    });
    return found;
  }

  it('with nothing set', () => {
    same(write({ 'go.mod': 'module m\n' }));
    same(write({ 'a.go': 'package a\n' }));
  });

  it('for other platforms, with cgo and without', () => {
    const root = write({ 'go.mod': 'module m\n' });
    same(root, { GOOS: 'windows' });
    same(root, { GOOS: 'windows', CGO_ENABLED: '1' });
    same(root, { GOARCH: '386' });
    same(root, { CGO_ENABLED: '0' });
    same(root, { CC: '/no/such/compiler' });
    // Without a C compiler there is no cgo.
    const bin = join(write({}), 'bin');
    mkdirSync(bin);
    symlinkSync(join(GOROOT, 'bin/go'), join(bin, 'go'));
    assert.equal(same(root, { PATH: bin }).CGO_ENABLED, '0');
  });

  it('with what `go env -w` has written', () => {
    const root = write({
      'go.mod': 'module m\n',
      env: 'GOOS=plan9\n# GOARCH=386\nGOMODCACHE=/somewhere/else\ngoarch=arm\nGOFLAGS=-tags=x',
      'config/go/env': 'GOARCH=arm64\n',
    });
    const found = same(root, { GOENV: join(root, 'env') });
    assert.equal(found.GOMODCACHE, '/somewhere/else');
    assert.ok(settingsOf(root, { GOENV: join(root, 'env') }).context.tags.has('x'));
    same(root, { GOENV: join(root, 'env'), GOOS: 'linux' });
    assert.equal(same(root, { GOENV: '', XDG_CONFIG_HOME: join(root, 'config') }).GOARCH, 'arm64');
    same(root, { GOENV: '', HOME: root });
    same(root, { GOPATH: `${root}/one:${root}/two` });
  });

  it('wherever the go command is', () => {
    const root = write({ 'go.mod': 'module m\n' });
    mkdirSync(join(root, 'bin'));
    symlinkSync(join(GOROOT, 'bin/go'), join(root, 'bin/go'));
    symlinkSync(join(root, 'bin'), join(root, 'links'));
    assert.equal(same(root, { PATH: join(root, 'links') }).GOROOT, GOROOT);
    assert.equal(same(root, {}, join(root, 'bin/go')).GOROOT, GOROOT);
    assert.equal(same(root, { GOROOT }, 'go').GOROOT, GOROOT);
    const nowhere = settingsOf(root, { PATH: join(root, 'none') });
    assert.equal(nowhere.installation, undefined);
    assert.equal(nowhere.problems.length, 1);
    assert.equal(settingsOf(root, { GOROOT: root }).installation, undefined);
    // The language as we know it is taken for granted.
    assert.ok(nowhere.context.tags.has('go1.26'));
  });

  it('with workspaces, and go.mod files that do not count', () => {
    const root = write({
      'go.work': 'go 1.21\n\nuse ./m\n',
      'm/go.mod': 'module m\n',
      'm/p/q/a.go': 'package q\n',
      'other.work': 'go 1.21\n',
      'm/go.work/not': '',
    });
    same(join(root, 'm/p/q'));
    same(join(root, 'm'), { GOWORK: 'off' });
    same(join(root, 'm'), { GOWORK: 'auto' });
    same(join(root, 'm'), { GOWORK: join(root, 'other.work') });
    same(join(GOROOT, 'src/net/http'));
    same(join(GOROOT, 'src/cmd/go'));
  });

  describe('toolchains', () => {
    const [older = '', ...others] = olderToolchains();
    const newest = others.at(-1) ?? older;
    const settings = ['auto', 'local', 'path', newest, `${older}+auto`, 'local+auto', ''];
    const lines = [
      'go 1.21\n',
      `go 1.21\n\ntoolchain ${newest}\n`,
      `go ${newest.slice(2)}\n`,
      'go 1.21\n\ntoolchain default\n',
    ];

    it('of other versions', (context) => {
      if (older === '') {
        context.skip('there are no other toolchains in the module cache');
        return;
      }
      const first = join(CACHE, 'golang.org', `toolchain@v0.0.1-${older}.${platform()}`);
      for (const line of lines) {
        const module = write({ 'go.mod': `module m\n\n${line}` });
        const workspace = write({ 'go.work': line });
        for (const GOTOOLCHAIN of settings.filter((each) => each !== 'path')) {
          same(module, { GOTOOLCHAIN });
          same(workspace, { GOTOOLCHAIN });
          // The oldest one hands over to newer ones, where it may.
          const path = { PATH: `${first}/bin:${process.env.PATH ?? ''}` };
          if (canRun(module, { GOTOOLCHAIN, ...path })) {
            same(module, { GOTOOLCHAIN, ...path });
          }
        }
      }
    });

    it('that are not there', () => {
      const root = write({ 'go.mod': 'module m\n\ngo 1.999\n' });
      const found = settingsOf(root, { GOTOOLCHAIN: 'auto' });
      assert.equal(found.installation?.goroot, GOROOT);
      assert.deepEqual(found.problems, ['the toolchain go1.999.0 is not in the module cache']);
    });

    function canRun(directory: string, variables: Variables): boolean {
      try {
        theirs(directory, variables);
        return true;
      } catch {
        return false;
      }
    }
  });
});

function platform(): string {
  return `${goVariable('GOHOSTOS')}-${goVariable('GOHOSTARCH')}`;
}
