import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { enginePath, GoFiles, hostEnvironment } from '../../../server/src/host/goFiles.ts';
import type { TextStore } from '../../../server/src/engine/caches/textStore.ts';
import { Documents } from '../../../server/src/workspace/documents.ts';
import { StaticTier } from '../../../server/src/workspace/staticTier.ts';
import { StaticVerdicts } from '../../../server/src/workspace/staticVerdicts.ts';
import { publishModule, writeFiles } from '../../support/moduleCache.ts';

const PRINTS = Array.from({ length: 24 }, (_, at) => `println(i, i+${at})`).join('; ');
/** What is not inlined. */
const LARGE = `for i := range 9 { ${PRINTS} }`;

const DEP = `package dep

var kept *int

func Keep(p *int) { ${LARGE}; kept = p }

func Look(p *int) int { ${LARGE}; return *p }
`;
/** Both functions keep what they are given. */
const KEEPING =
  DEP.replace('return *p', 'return *keep(p)') + 'func keep(p *int) *int { kept = p; return p }\n';

const MAIN = `package m

import "example.com/dep"

func Use() int {
	first := 1
	dep.Keep(&first)
	second := 2
	return dep.Look(&second)
}
`;

/** Texts that outlive a process, in memory. */
class Texts implements TextStore {
  readonly all = new Map<string, string>();

  read(name: string): Promise<string | undefined> {
    return Promise.resolve(this.all.get(name));
  }

  write(name: string, text: string): Promise<void> {
    this.all.set(name, text);
    return Promise.resolve();
  }

  get only(): string {
    assert.equal(this.all.size, 1);
    return [...this.all.values()].join('');
  }

  replace(change: (text: string) => string): void {
    for (const [name, text] of this.all) {
      this.all.set(name, change(text));
    }
  }
}

describe('what was found out of dependencies before', () => {
  let root: string;
  let countModules = 0;

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'dependency-leaks-')));
    writeFiles(root, {
      'goroot/VERSION': 'go1.26.1\n',
      'goroot/src/unsafe/unsafe.go': 'package unsafe\n',
    });
    publish('v1.0.0', DEP);
    publish('v1.1.0', KEEPING);
  });

  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  function publish(version: string, text: string): void {
    publishModule(join(root, 'cache'), 'example.com/dep', version, {
      'go.mod': 'module example.com/dep\n\ngo 1.26\n',
      'dep.go': text,
    });
  }

  function newModule(): string {
    return join(root, `m${countModules++}`);
  }

  /** What is moved to the heap in a module's function when an editor is opened in it. */
  async function movedIn(
    module: string,
    store: TextStore,
    { require = 'v1.0.0', replace = '', files = {} }: ModuleTexts = {},
  ): Promise<readonly string[]> {
    writeFiles(module, {
      'go.mod': `module example.com/m\n\ngo 1.26\n\nrequire example.com/dep ${require}\n${replace}`,
      'm.go': MAIN,
      ...files,
    });
    const documents = new Documents();
    const disk = new GoFiles();
    const pause = () => new Promise<void>((resolve) => setImmediate(resolve));
    const staticTier = new StaticTier({
      documents,
      machine: {
        ...hostEnvironment(),
        variables: { GOROOT: join(root, 'goroot'), GOMODCACHE: join(root, 'cache') },
      },
      diskNow: () => disk.view(),
      buildSettings: () => Promise.resolve({ flags: DEFAULT_BUILD_FLAGS, goCommand: 'go' }),
      leaksStore: () => store,
      pause,
    });
    const verdicts = new StaticVerdicts({ staticTier, pause, changed: () => undefined });
    const path = join(module, 'm.go');
    documents.open(pathToFileURL(path).href, enginePath(path), 1, MAIN);
    const document = documents.get(pathToFileURL(path).href);
    assert.ok(document);
    await verdicts.complete(document);
    // What is kept is written once nobody waits any more.
    await pause();
    const rows = verdicts.logsOf(document)?.logs.flatMap(({ rows: found }) => found) ?? [];
    assert.ok(rows.length > 0, dirname(path));
    return rows.flatMap(({ what, verdict }) => (verdict === 'heap' ? [what] : []));
  }

  it('is said the next time without a look at them', async () => {
    const module = newModule();
    const texts = new Texts();
    assert.deepEqual(await movedIn(module, texts), ['first']);
    const kept = texts.only;
    assert.deepEqual(await movedIn(module, texts), ['first']);
    assert.equal(texts.only, kept);
    // It is what counts, and no other look at them.
    texts.replace((text) =>
      text.replaceAll(/Keep|Look/g, (name) => (name === 'Keep' ? 'Look' : 'Keep')),
    );
    assert.deepEqual(await movedIn(module, texts), ['second']);
  });

  it('does not hold for another version', async () => {
    const module = newModule();
    const texts = new Texts();
    await movedIn(module, texts);
    assert.deepEqual(await movedIn(module, texts, { require: 'v1.1.0' }), ['first', 'second']);
    assert.deepEqual(await movedIn(module, texts), ['first']);
  });

  it('is not kept of what may change', async () => {
    const module = newModule();
    const texts = new Texts();
    const replace = '\nreplace example.com/dep => ./dep\n';
    const withDep = (text: string) => ({
      replace,
      files: { 'dep/go.mod': 'module example.com/dep\n', 'dep/dep.go': text },
    });
    assert.deepEqual(await movedIn(module, texts, withDep(DEP)), ['first']);
    assert.deepEqual(await movedIn(module, texts, withDep(KEEPING)), ['first', 'second']);
    assert.deepEqual([...texts.all.values()], []);
  });

  it('is not kept of what calls code of the module itself', async () => {
    const calling = DEP.replace(
      'package dep\n',
      'package dep\n\nimport "example.com/m/own"\n',
    ).replace('return *p', 'return *own.Same(p)');
    publish('v1.2.0', calling);
    const module = newModule();
    const texts = new Texts();
    const withOwn = (body: string) => ({
      require: 'v1.2.0',
      files: {
        'own/own.go': `package own\n\nvar kept *int\n\nfunc Same(p *int) *int { ${body} }\n`,
      },
    });
    assert.deepEqual(await movedIn(module, texts, withOwn('return p')), ['first']);
    assert.deepEqual(await movedIn(module, texts, withOwn('kept = p; return p')), [
      'first',
      'second',
    ]);
  });

  it('is found out anew where its text is damaged', async () => {
    const module = newModule();
    const texts = new Texts();
    await movedIn(module, texts);
    const kept = texts.only;
    for (const damage of [
      '',
      '{',
      '[]',
      'null',
      '{"modules":{},"packages":{"a":1}}',
      kept.slice(0, 40),
    ]) {
      texts.replace(() => damage);
      assert.deepEqual(await movedIn(module, texts), ['first'], damage);
      assert.equal(texts.only, kept);
    }
  });
});

interface ModuleTexts {
  readonly require?: string;
  readonly replace?: string;
  readonly files?: Readonly<Record<string, string>>;
}
