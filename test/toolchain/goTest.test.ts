/** Profiles of tests and benchmarks that run here. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CaptureCancelled, CaptureError } from '../../server/src/capture/captureError.ts';
import { profileTest, type TestProfileRequest } from '../../server/src/capture/goTest.ts';
import { DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import { goToolTrace } from '../support/goToolTrace.ts';
import { MARK_VARIABLE, markedProcesses, processesLeft } from '../support/leftovers.ts';
import { until } from '../support/until.ts';

const PACKAGE = fileURLToPath(new URL('profiledTests', import.meta.url));

describe('profiles of tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'go-test-profiles-'));
  const file = join(folder, 'profile.pb.gz');
  const mark = randomUUID();
  let output = '';

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const profile = (name: string, change: Partial<TestProfileRequest> = {}) => {
    output = '';
    rmSync(file, { force: true });
    return profileTest({
      goCommand: 'go',
      directory: PACKAGE,
      test: { name, isBenchmark: name.startsWith('Benchmark') },
      what: 'allocations',
      flags: DEFAULT_BUILD_FLAGS,
      environment: { ...process.env, [MARK_VARIABLE]: mark, TMPDIR: folder },
      file,
      onOutput: (text) => {
        output += text;
        change.onOutput?.(text);
      },
      ...('signal' in change ? { signal: change.signal } : {}),
      ...('goCommand' in change ? { goCommand: change.goCommand } : {}),
      ...('what' in change ? { what: change.what } : {}),
    });
  };

  const top = (...flags: string[]) =>
    execFileSync('go', ['tool', 'pprof', '-symbolize=none', '-top', '-unit=b', ...flags, file], {
      encoding: 'utf8',
    });

  it('have every allocation of a benchmark', async () => {
    await profile('BenchmarkMake');
    assert.match(output, /^go test -run=\^\$ -bench=\^BenchmarkMake\$ -benchmem /);
    const iterations = Number(/^BenchmarkMake\S*\s+(\d+)\s/m.exec(output)?.[1]);
    // It runs with 1, then with more and more: the last run is some of all.
    const [, objects = ''] =
      /^\s*(\d+)[bB] .* \S*\.BenchmarkMake$/m.exec(top('-sample_index=alloc_objects')) ?? [];
    const [, bytes = ''] =
      /^\s*(\d+)[bB] .* \S*\.BenchmarkMake$/m.exec(top('-sample_index=alloc_space')) ?? [];
    assert.ok(Number(objects) >= iterations, `${objects} ${iterations}`);
    // The collector's own objects, of assists, have this stack as well.
    assert.ok(Math.abs(Number(bytes) - 256 * Number(objects)) < Number(objects) / 100, bytes);
  });

  it('have every allocation of a test', async () => {
    await profile('TestMake');
    assert.match(top('-sample_index=alloc_objects'), /^\s*1000b .* \S*\.TestMake$/m);
  });

  it('have the time of what a benchmark runs', async () => {
    await profile('BenchmarkParts', { what: 'cpu' });
    assert.match(top('-cum'), /BenchmarkParts\.func1/);
  });

  it('have what happens in a test, as an execution trace', async () => {
    await profile('TestMake', { what: 'trace' });
    assert.match(goToolTrace('parsed', file), /testing\.tRunner/);
  });

  it('are none of a test that fails', async () => {
    await assert.rejects(profile('TestFails'), new CaptureError('TestFails fails.'));
    assert.match(output, /as it should/);
    await assert.rejects(profile('TestMake', { goCommand: 'no-such-go' }), /Go cannot be run/);
    assert.equal(existsSync(file), false);
  });

  it('are called off with all that runs for them, and leave nothing', async () => {
    const stop = new AbortController();
    const running = profile('TestSleeps', { signal: stop.signal });
    await until(() => markedProcesses(mark).some((each) => each.startsWith('sleep')));
    stop.abort();
    await assert.rejects(running, CaptureCancelled);
    assert.deepEqual(await processesLeft(mark), []);
    assert.deepEqual(readdirSync(folder), []);
    assert.deepEqual(readdirSync(PACKAGE).sort(), ['go.mod', 'profiled_test.go']);
  });
});
