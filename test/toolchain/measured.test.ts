/** What an allocation profile says beside findings is what `go tool pprof` says of their lines. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { EXIT } from '../../server/src/cli/command.ts';
import { isProblem } from '../../server/src/engine/profile/problem.ts';
import { writeProto } from '../../server/src/engine/profile/protoWriter.ts';
import { readProfile } from '../../server/src/engine/profile/read.ts';
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
  return rowsOf(output);
}

function rowsOf(output: string): MeasuredRow[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as MeasuredRow);
}

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
}

/** The profile, with a comment that says which revision was built. */
function nameRevision(hash: string): void {
  const profile = readProfile(gunzipSync(readFileSync(join(folder, 'mem.prof'))));
  assert.ok(!isProblem(profile));
  const named = { ...profile, comments: [`vcs.revision=${hash}`] };
  writeFileSync(join(folder, 'named.prof'), writeProto(named));
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

  it('follows lines from the revision that the profile names', async () => {
    const file = join(folder, 'keys.go');
    const original = readFileSync(file, 'utf8');
    const later = new Date(Date.now() + 60_000);
    const committed = (...files: string[]) => {
      git('add', ...files);
      git('commit', '--quiet', '--message', 'a revision');
      return git('rev-parse', 'HEAD').trim();
    };
    const sites = (profile: string) =>
      runIn(folder, ['sites', '--json', '--profile', profile, '.']);
    const before = rowsOf((await sites('mem.prof')).output);
    try {
      git('init', '--quiet');
      const incomplete = committed('go.mod', 'keys_test.go');
      const complete = committed('keys.go');
      writeFileSync(
        file,
        `// Above all.\n\n${original.replace('&record{id: id}', '&record{id: id + 1}')}`,
      );
      utimesSync(file, later, later);
      // No revision has the file as it was profiled, and it was written since.
      nameRevision(incomplete);
      const { errors } = await runIn(folder, ['check', '--profile', 'named.prof', '.']);
      assert.match(errors, /^gomem check: keys\.go has changed since the profile was taken/);
      nameRevision(complete);
      const found = await runIn(folder, ['check', '--json', '--profile', 'named.prof', '.']);
      assert.match(found.errors, /^gomem check: 1 line has changed since the build.*\n$/);
      const bytes = linesByPprof(folder, 'mem.prof');
      for (const { line, measured, function: name } of rowsOf(found.output)) {
        const then = (name.endsWith('.Index') ? line + 2 : line) - 2;
        assert.equal(measured?.bytes, bytes.get(`keys.go:${then}`), name);
      }
      assert.ok(rowsOf(found.output).some(({ measured }) => (measured?.bytes ?? 0) > 0));
      const { output, errors: gone } = await sites('named.prof');
      assert.match(gone, /^gomem sites: 1 line has changed/);
      const stored = original.split('\n').findIndex((line) => line.includes('&record{')) + 1;
      const expected = before.filter(({ line }) => line !== stored);
      assert.equal(expected.length, before.length - 1);
      assert.deepEqual(
        rowsOf(output).map(({ line, measured }) => [line, measured]),
        expected.map(({ line, measured }) => [line + 2, measured]),
      );
    } finally {
      writeFileSync(file, original);
      const earlier = new Date(Date.now() - 60_000);
      utimesSync(file, earlier, earlier);
      rmSync(join(folder, '.git'), { recursive: true, force: true });
    }
  });

  it('needs a profile of allocations', async () => {
    writeFiles(folder, { 'broken.prof': 'text' });
    const { code, errors } = await runIn(folder, ['check', '--profile', 'broken.prof', '.']);
    assert.equal(code, EXIT.unusable);
    assert.match(errors, /broken\.prof: /);
  });
});
