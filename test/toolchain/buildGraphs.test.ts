import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { BuildList } from '../../server/src/engine/build/buildList.ts';
import { ModFiles } from '../../server/src/engine/build/modFiles.ts';
import { enginePath, GoFiles } from '../../server/src/host/goFiles.ts';
import { compareListings } from '../support/goListing.ts';
import { publishModule, writeFiles } from '../support/moduleCache.ts';
import { seededRandom } from '../support/random.ts';

/** `LONG=1` tries many more. */
const COUNT = process.env.LONG === '1' ? 150 : 12;
const SEED = 20_260_923;

const NAMES = ['a', 'b', 'c', 'd', 'e', 'b/inner'];
const VERSIONS = ['v0.9.0', 'v1.0.0', 'v1.1.0-beta.2', 'v1.1.0-beta.11', 'v1.1.0', 'v1.10.0'];
const GO_VERSIONS = ['', '1.14', '1.16', '1.17', '1.20', '1.21', '1.22.3'];

describe('random graphs of modules have the build lists of the go command', () => {
  let base: string;
  const random = seededRandom(SEED);

  before(() => {
    base = realpathSync(mkdtempSync(join(tmpdir(), 'build-graphs-')));
  });
  after(() => {
    rmSync(base, { recursive: true, force: true });
  });

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(random() * items.length)];
    assert.ok(item !== undefined);
    return item;
  }

  function some(items: readonly string[], share: number): string[] {
    return items.filter(() => random() < share);
  }

  const modulePath = (name: string): string => `example.com/${name}`;

  /** `require` lines for modules, each at some version. */
  function requirements(names: readonly string[]): string {
    return names.map((name) => `require ${modulePath(name)} ${pick(VERSIONS)}\n`).join('');
  }

  function source(names: readonly string[]): string {
    return `package p\n\n${names.map((name) => `import _ "${modulePath(name)}"\n`).join('')}`;
  }

  function modFile(path: string, imported: readonly string[], extra = ''): string {
    const go = pick(GO_VERSIONS);
    return `module ${path}\n${go === '' ? '' : `\ngo ${go}\n`}\n${requirements(imported)}${extra}`;
  }

  /** All names at all versions, with imports that mostly have their requirements. */
  function publishAll(cache: string): void {
    for (const name of NAMES) {
      for (const version of VERSIONS) {
        const imported = some(
          NAMES.filter((other) => other !== name),
          0.25,
        );
        const required = [...new Set([...imported, ...some(NAMES, 0.1)])].filter(
          (other) => other !== name,
        );
        publishModule(cache, modulePath(name), version, {
          'go.mod': modFile(modulePath(name), required),
          'p.go': source(imported),
        });
      }
    }
  }

  function extras(): string {
    const replaced = some(NAMES, 0.15).map((name) =>
      pick([
        `replace ${modulePath(name)} => ../local/${name}\n`,
        `replace ${modulePath(name)} ${pick(VERSIONS)} => ${modulePath(name)} ${pick(VERSIONS)}\n`,
        `replace ${modulePath(name)} => ${modulePath(name)} ${pick(VERSIONS)}\n`,
      ]),
    );
    const excluded = some(NAMES, 0.1).map(
      (name) => `exclude ${modulePath(name)} ${pick(VERSIONS)}\n`,
    );
    return [...replaced, ...excluded].join('');
  }

  function go(directory: string, environment: Readonly<Record<string, string>>, ...args: string[]) {
    const env = { ...process.env, ...environment };
    return spawnSync('go', args, { cwd: directory, env, encoding: 'utf8' });
  }

  function stage(index: number): { root: string; environment: Record<string, string> } {
    const root = join(base, String(index));
    const environment = {
      GOMODCACHE: join(root, 'cache'),
      GOPROXY: 'off',
      GOSUMDB: 'off',
      GOTOOLCHAIN: 'local',
      GOFLAGS: '',
    };
    publishAll(environment.GOMODCACHE);
    for (const name of NAMES) {
      const imported = some(
        NAMES.filter((other) => other !== name),
        0.2,
      );
      writeFiles(join(root, 'local', name), {
        'go.mod': modFile(modulePath(name), imported),
        'p.go': source(imported),
      });
    }
    return { root, environment };
  }

  function same(directory: string, environment: Readonly<Record<string, string>>): void {
    const { differences, packages } = compareListings({
      directory,
      patterns: ['./...'],
      environment,
    });
    const context = existsSync(join(directory, 'go.mod'))
      ? readFileSync(join(directory, 'go.mod'), 'utf8')
      : '';
    assert.deepEqual(differences, [], context);
    const list = go(directory, environment, 'list', '-m', '-f', '{{.Path}} {{.Version}}', 'all');
    assert.equal(list.status, 0, list.stderr);
    const { main, settings } = packages;
    const build = new BuildList(
      new GoFiles().view(),
      new ModFiles(),
      main,
      enginePath(settings.variables.moduleCache),
    );
    assert.deepEqual(
      build.graph.modules.map(({ path, version }) => `${path} ${version}`).sort(),
      list.stdout
        .split('\n')
        .filter((line) => line !== '')
        .sort(),
      context,
    );
  }

  it('of one module', () => {
    let countCompared = 0;
    for (let index = 0; index < COUNT; index++) {
      const { root, environment } = stage(index);
      const directory = join(root, 'main');
      const imported = some(NAMES, 0.6);
      writeFiles(directory, {
        'go.mod': modFile('example.com/main', imported, extras()),
        'p.go': source(imported),
      });
      // What cannot be made tidy cannot be built either.
      if (go(directory, environment, 'mod', 'tidy', '-e').status === 0) {
        same(directory, environment);
        countCompared++;
      }
    }
    console.log(`${countCompared} graphs of one module`);
    assert.ok(countCompared > COUNT / 2);
  });

  it('of workspaces', () => {
    let countCompared = 0;
    for (let index = COUNT; index < 2 * COUNT; index++) {
      const { root, environment } = stage(index);
      const members = ['x', 'y', 'z'];
      for (const member of members) {
        const imported = some(NAMES, 0.4);
        writeFiles(join(root, member), {
          'go.mod': modFile(`example.com/${member}`, imported),
          'p.go': source(imported),
        });
      }
      const replaced = some(NAMES, 0.1).map(
        (name) => `replace ${modulePath(name)} => ./local/${name}\n`,
      );
      writeFiles(root, {
        'go.work': `go 1.22.3\n\nuse (\n${members.map((each) => `\t./${each}\n`).join('')})\n${replaced.join('')}`,
      });
      const directory = join(root, pick(members));
      if (go(directory, environment, 'list', '-m', 'all').status === 0) {
        same(directory, environment);
        countCompared++;
      }
    }
    console.log(`${countCompared} graphs of workspaces`);
    assert.ok(countCompared > COUNT / 2);
  });
});
