import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { PEAK_ACCURACY } from '../../../server/src/engine/heap/accuracy.ts';
import { gomem } from '../../support/gomem.ts';

const SCRIPT = {
  procs: 2,
  phases: [{ count: 200_000, ring: 10_000, spinNs: 100, classes: [{ size: 256 }] }],
};

describe('gomem simulate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  writeFileSync(join(folder, 'script.json'), JSON.stringify(SCRIPT));
  writeFileSync(
    join(folder, 'gc.log'),
    Array.from(
      { length: 9 },
      (_, index) =>
        `gc ${index + 1} @${index + 1}.000s 1%: 0.02+2.0+0.01 ms clock, 0.16+0.5/1.5/0+0.08 ms cpu, 20->20->10 MB, 20 MB goal, 0 MB stacks, 0 MB globals, 4 P\n`,
    ).join(''),
  );
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const run = (...args: readonly string[]) =>
    gomem(['simulate', ...args], {
      cwd: folder,
    });

  it('predicts settings side by side', async () => {
    const settings = ['GOGC=50', 'GOGC=off,GOMEMLIMIT=16MiB'];
    const { code, out } = await run(
      ...settings.flatMap((each) => ['--what-if', each]),
      'script.json',
    );
    assert.equal(code, 0);
    const { predictions } = JSON.parse(out) as { predictions: Record<string, unknown>[] };
    assert.deepEqual(
      predictions.map(({ gogc, memoryLimitBytes }) => [gogc, memoryLimitBytes]),
      [
        [50, null],
        ['off', 16 << 20],
      ],
    );
    assert.ok(predictions.every(({ numGC }) => typeof numGC === 'number' && numGC > 0));
    const { out: text } = await run('--text', '--what-if', 'GOGC=50', 'script.json');
    const [head, first] = text.split('\n');
    const band = Math.round(100 * PEAK_ACCURACY.p90);
    assert.match(head ?? '', new RegExp(`^ *setting +peak heap ±${band}% `));
    assert.match(first ?? '', /^ *GOGC=50 /);
  });

  it('makes a script of a log, and says what it took for granted', async () => {
    const { code, out, error } = await run('--gclog', 'gc.log', '--print-script');
    assert.equal(code, 0);
    assert.match(error, /A log does not say what is allocated/);
    const script = JSON.parse(out) as { procs: number };
    assert.equal(script.procs, 4);
  });

  for (const [args, message] of [
    [[], /wants one script, or --profile or --gclog/],
    [['--gclog', 'gc.log', 'script.json'], /wants one script, or --profile or --gclog/],
    [['--what-if', 'GOGC=ten', 'script.json'], /--what-if GOGC=ten: GOGC wants a whole percentage/],
    [
      [...Array(5).keys()].flatMap((each) => ['--what-if', `GOGC=${each}`]).concat('script.json'),
      /--what-if can be given 4 times, not 5/,
    ],
    [['--gclog', 'script.json'], /the log has 0 cycles/],
    [['--profile', 'gc.log'], /gc\.log: /],
    [['--procs', 'many', '--gclog', 'gc.log'], /--procs wants a number above 0, not many/],
  ] as const) {
    it(`refuses ${args.join(' ') || 'nothing'}`, async () => {
      const { code, error } = await run(...args);
      assert.equal(code, 2);
      assert.match(error, message);
    });
  }
});
