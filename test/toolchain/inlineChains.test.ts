import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { chainOf } from '../../server/src/engine/compilerlog/inlineChains.ts';
import { sitesOf } from '../../server/src/engine/compilerlog/sites.ts';
import { GoToolchain } from '../../server/src/toolchain/goToolchain.ts';

const SOURCE = `package p

type node struct{ next *node }

func leaf() *node { return &node{} }

func wrap() *node { return leaf() }

var sink *node

func use() {
	sink = wrap()
}
`;

describe('where inlined copies come from', () => {
  let folder: string;
  let toolchain: GoToolchain;

  before(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'go-memory-chains-')));
    writeFileSync(join(folder, 'go.mod'), 'module example.com/p\n\ngo 1.22\n');
    writeFileSync(join(folder, 'p.go'), 'package p\n');
    toolchain = new GoToolchain('go', process.env);
  });

  after(async () => {
    await toolchain.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is said by the compiler, call by call, of the text in the buffer', async () => {
    const request = {
      directory: folder,
      variant: 'build' as const,
      flags: DEFAULT_BUILD_FLAGS,
      buffers: new Map([[join(folder, 'p.go'), SOURCE]]),
      outsideGeneration: 0,
    };
    const outcome = await toolchain.compile(request);
    assert.equal(outcome.type, 'verdicts');
    const copy = sitesOf(outcome.log.rows).find(({ place }) => place.line === 12);
    assert.ok(copy?.isInlined);
    const chains = await toolchain.traceInlining(request);
    assert.deepEqual(
      chainOf(chains, copy).map(({ file, line, column }) => `${basename(file)}:${line}:${column}`),
      ['p.go:7:32', 'p.go:5:28'],
    );
  });
});
