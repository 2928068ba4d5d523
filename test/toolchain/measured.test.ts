/** What an allocation profile says beside findings is what `go tool pprof` says of their lines. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EXIT } from '../../server/src/cli/command.ts';
import { BENCHMARKED_FILES } from '../support/benchmarkedModule.ts';
import { writeFiles } from '../support/moduleCache.ts';
import { linesByPprof } from '../support/pprofLines.ts';
import { go, runIn } from '../support/ruleFixtures.ts';

interface MeasuredRow {
  readonly function: string;
  readonly line: number;
  readonly measured: {
    readonly bytes: number;
    readonly objects: number;
    readonly share: number | null;
    readonly samples: number | null;
  } | null;
}

const folder = mkdtempSync(join(tmpdir(), 'gomem-measured-'));

before(() => {
  writeFiles(folder, BENCHMARKED_FILES);
  const test = ['test', '-run=^$', '-bench=.', '-benchtime=200x', '-memprofile=mem.prof'];
  go(folder, 'go', [...test, '-memprofilerate=1', '-o=bench.test']);
});

after(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function rows(...args: string[]): Promise<MeasuredRow[]> {
  const { output, errors } = await runIn(folder, [
    ...['check', '--json', '--profile', 'mem.prof', ...args],
  ]);
  assert.equal(errors, '');
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MeasuredRow);
}

describe('evidence from a profile', () => {
  it('is what pprof has of the line, and the largest comes first', async () => {
    const found = await rows('.');
    const bytes = linesByPprof(folder, 'mem.prof');
    const objects = linesByPprof(folder, 'mem.prof', 'alloc_objects');
    const names = found.map((row) => row.function.replace(/^.*\./, ''));
    assert.deepEqual(names.toSorted(), ['Index', 'Key', 'Print', 'Unreached']);
    assert.equal(names.at(-1), 'Unreached');
    for (const { line, measured, function: name } of found) {
      // A map grows where something is put into it.
      const at = `keys.go:${name.endsWith('.Index') ? line + 2 : line}`;
      assert.equal(measured?.bytes, bytes.get(at), name);
      assert.equal(measured?.objects, objects.get(at), name);
    }
    const sizes = found.map(({ measured }) => measured?.bytes ?? 0);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    const [first] = found;
    assert.ok((first?.measured?.share ?? 0) > 0.05);
    assert.equal(first?.measured?.samples, null);
    assert.equal(found.at(-1)?.measured, null);
  });

  it('decides with --fail-on', async () => {
    const code = async (test: string) =>
      (await runIn(folder, ['check', '--profile', 'mem.prof', '--fail-on', test, '.'])).code;
    assert.equal(await code('share>=1%'), EXIT.findings);
    assert.equal(await code('share>=99%'), EXIT.done);
    const without = await runIn(folder, ['check', '--fail-on', 'share>=1%', '.']);
    assert.equal(without.code, EXIT.unusable);
    assert.match(without.errors, /share needs --profile/);
  });

  it('is not claimed of a file that has changed since', async () => {
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(folder, 'keys.go'), later, later);
    try {
      const { output, errors } = await runIn(folder, ['check', '--profile', 'mem.prof', '.']);
      assert.doesNotMatch(output, /measured:/);
      assert.match(errors, /^gomem check: keys\.go has changed since the profile was taken/);
    } finally {
      const earlier = new Date(Date.now() - 60_000);
      utimesSync(join(folder, 'keys.go'), earlier, earlier);
    }
  });

  it('needs a profile of allocations', async () => {
    writeFiles(folder, { 'broken.prof': 'text' });
    const { code, errors } = await runIn(folder, ['check', '--profile', 'broken.prof', '.']);
    assert.equal(code, EXIT.unusable);
    assert.match(errors, /broken\.prof: /);
  });
});
