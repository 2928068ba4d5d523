import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DEFAULT_BUILD_FLAGS, type BuildFlags } from '../../server/src/engine/build/flags.ts';
import type { CompileOutcome } from '../../server/src/engine/compilerlog/compilation.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';
import type { TextStore } from '../../server/src/engine/caches/textStore.ts';

const FILES = {
  'go.mod': 'module example.com/p\n\ngo 1.22\n',
  'p.go': 'package p\n\nimport "example.com/p/q"\n\nfunc F() *int { return q.G() }\n',
  'q/q.go': 'package q\n\nfunc G() *int { return new(int) }\n',
};

describe('what the compiler said of a package', () => {
  let folder: string;
  /** By key. */
  let kept: Map<string, string>;
  let countFound: number;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'go-memory-logs-')));
    write(FILES);
    kept = new Map();
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is there for the next process, as it was', async () => {
    const first = await compiled();
    assert.equal(kept.size, 2);
    assert.equal(countFound, 0);
    assert.deepEqual(await compiled(), first);
    assert.equal(countFound, 2);
    assert.equal(kept.size, 2);
  });

  it('is asked anew of packages that have changed, and of those that import them', async () => {
    await compiled();
    write({ 'p.go': `${FILES['p.go']}\n// Changed.\n` });
    await compiled();
    assert.equal(countFound, 1);
    write({ 'q/q.go': 'package q\n\nvar one int\n\nfunc G() *int { return &one }\n' });
    const outcomes = await compiled();
    assert.equal(countFound, 0);
    assert.ok(outcomes.every(({ type }) => type === 'verdicts'));
  });

  it('is another one for other flags and another architecture', async () => {
    await compiled();
    await compiled({ flags: { ...DEFAULT_BUILD_FLAGS, race: true } });
    assert.equal(countFound, 0);
    await compiled({ environment: { ...process.env, GOARCH: 'arm64', CGO_ENABLED: '0' } });
    assert.equal(countFound, 0);
  });

  it('is not kept of what does not compile, nor of unsaved text', async () => {
    write({ 'p.go': 'package p\n\nfunc F() *int { return nothing }\n', 'q/q.go': 'package q\n' });
    await compiled();
    assert.equal(kept.size, 1);
    await compiled({ buffers: new Map([[join(folder, 'q/q.go'), 'package q\n\nvar X int\n']]) });
    assert.equal(countFound, 0);
    assert.equal(kept.size, 1);
  });

  it('is there without anything kept', async () => {
    const refusing = {
      read: () => Promise.resolve(undefined),
      write: () => Promise.reject(new Error('read-only file system')),
    };
    assert.deepEqual(await compiled({ logs: refusing }), await compiled());
  });

  function write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }

  /** The outcomes of both packages, by a toolchain of their own. */
  async function compiled({
    flags = DEFAULT_BUILD_FLAGS,
    environment = process.env,
    buffers = new Map<string, string>(),
    logs = {
      read: (key: string) => {
        const text = kept.get(key);
        countFound += text === undefined ? 0 : 1;
        return Promise.resolve(text);
      },
      write: (key: string, text: string) => {
        kept.set(key, text);
        return Promise.resolve();
      },
    },
  }: {
    flags?: BuildFlags;
    environment?: NodeJS.ProcessEnv;
    buffers?: ReadonlyMap<string, string>;
    logs?: TextStore;
  } = {}): Promise<readonly CompileOutcome[]> {
    countFound = 0;
    const toolchain = new GoToolchain('go', environment, { logs });
    try {
      const request = { cwd: folder, variant: 'build' as const, flags };
      const planned = await toolchain.planAll(request, ['./...']);
      assert.equal(planned.type, 'done');
      const outcomes = new Map<string, CompileOutcome>();
      await toolchain.runAll(planned.value.plans, buffers, ({ importPath }, outcome) => {
        outcomes.set(importPath, outcome);
      });
      return [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, outcome]) => outcome);
    } finally {
      await toolchain.dispose();
    }
  }
});
