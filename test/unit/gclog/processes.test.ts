/** Which process a line belongs to, and what becomes of lines that cannot be read. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readGcLog } from '../../support/gcLogTruth.ts';

interface Line {
  readonly number: number;
  readonly seconds: number;
  readonly liveMB?: number;
  readonly procs?: number;
}

function gc({ number, seconds, liveMB = 4, procs = 8 }: Line): string {
  return `gc ${number} @${seconds.toFixed(3)}s 2%: 0.018+1.1+0.024 ms clock, 0.14+0.31/1.2/0.9+0.19 ms cpu, ${2 * liveMB}->${2 * liveMB + 1}->${liveMB} MB, ${2 * liveMB} MB goal, 0 MB stacks, 0 MB globals, ${procs} P`;
}

function process(count: number, start: number, step: number, rest: Partial<Line> = {}): string[] {
  return Array.from({ length: count }, (_, index) =>
    gc({ number: index + 1, seconds: start + index * step, ...rest }),
  );
}

const numbersOf = (text: string) =>
  readGcLog(text).runs.map(({ cycles }) => [...cycles.column('number')]);

describe('processes in a log', () => {
  it('are apart when one has ended and the next begins', () => {
    const text = [...process(5, 0.1, 0.5), 'restarting', ...process(4, 0.1, 0.5)].join('\n');
    assert.deepEqual(numbersOf(text), [
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4],
    ]);
    assert.deepEqual(
      readGcLog(text).runs.map(({ isMixed }) => isMixed),
      [false, false],
    );
  });

  it('are apart where they write at the same time, and are said to be mixed', () => {
    const a = process(6, 0.1, 0.5, { liveMB: 4, procs: 8 });
    const b = process(6, 0.05, 0.4, { liveMB: 90, procs: 2 });
    const log = readGcLog(a.flatMap((line, index) => [line, b[index]]).join('\n'));
    assert.deepEqual(
      log.runs.map(({ cycles, isMixed }) => [
        ...new Set(cycles.column('procs')),
        cycles.count,
        isMixed,
      ]),
      [
        [8, 6, true],
        [2, 6, true],
      ],
    );
  });

  it('go on where lines are missing, and say how many', () => {
    const lines = process(9, 0.1, 0.5);
    const log = readGcLog([...lines.slice(0, 3), ...lines.slice(6)].join('\n'));
    assert.deepEqual(
      log.runs.map(({ cycles, missingCycles }) => [cycles.count, missingCycles]),
      [[6, 3]],
    );
  });

  it('go on after a restart though the one before had the very next number', () => {
    const first = process(6, 0.1, 0.5);
    const second = process(9, 0.1, 0.6);
    const text = [...first, ...second.slice(0, 5), ...second.slice(6)].join('\n');
    assert.deepEqual(numbersOf(text), [
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4, 5, 7, 8, 9],
    ]);
  });

  it('begin anywhere in their lives', () => {
    assert.deepEqual(numbersOf(process(9, 0.1, 0.5).slice(4).join('\n')), [[5, 6, 7, 8, 9]]);
  });

  it('have their initialization and failures', () => {
    const one = [
      'init internal/bytealg @0.003 ms, 0 ms clock, 0 bytes, 0 allocs',
      'init runtime @0.10 ms, 0.063 ms clock, 0 bytes, 0 allocs',
      ...process(2, 0.1, 0.5),
      'panic: runtime error: index out of range [3] with length 3',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '',
      'goroutine 7 gp=0xc000007dc0 m=nil [chan receive, 5 minutes]:',
      'goroutine 8 [chan receive]:',
    ];
    const { runs } = readGcLog([...one, ...one].join('\n'));
    assert.equal(runs.length, 2);
    for (const run of runs) {
      assert.deepEqual([run.inits.length, run.cycles.count], [2, 2]);
      assert.deepEqual(
        run.failures.map(({ kind, text }) => [kind, text]),
        [['panic', 'runtime error: index out of range [3] with length 3']],
      );
      assert.deepEqual(
        [...run.goroutines],
        [
          ['running', 1],
          ['chan receive', 2],
        ],
      );
      assert.equal(run.longestWaitMinutes, 5);
    }
  });
});

describe('lines that cannot be read', () => {
  const rejectsOf = (text: string) =>
    readGcLog(text).rejects.map(({ line, reason }) => [line, reason]);
  const whole = gc({ number: 1, seconds: 0.1 });

  it('are counted with their place and reason, and take nothing else along', () => {
    const text = [
      whole,
      `${whole.slice(0, 30)}hello`,
      whole.slice(60),
      'SCHED 10ms: gomaxprocs=2 idleprocs=GET /',
      'scav 10 KiB work (bg), oops',
      'init time @0.2 ms, 0.1 ms',
      'pacer: 20% CPU (25 exp.) for',
      gc({ number: 2, seconds: 0.2 }),
    ].join('\n');
    const log = readGcLog(text);
    const begun = (what: string) => `it begins as a line of ${what} and does not go on as one`;
    assert.deepEqual(rejectsOf(text), [
      [2, begun('gctrace')],
      [3, 'the beginning of a line of gctrace is missing'],
      [4, begun('schedtrace')],
      [5, begun('scavtrace')],
      [6, begun('inittrace')],
      [7, begun('gcpacertrace')],
    ]);
    assert.deepEqual(
      log.runs.map(({ cycles }) => cycles.count),
      [2],
    );
  });

  it('are mended where a line of the program stands in a line of gctrace', () => {
    const second = gc({ number: 2, seconds: 0.2 });
    const plain = readGcLog(`${whole}\n${second}\n`);
    const number = /\d+(?:\.\d+)?|\D+/g;
    const ends = [...second.matchAll(number)].map(({ index }) => index).slice(1);
    const others = ['GET /health 200', '2026/11/27 17:14:10 listening'];
    let countTorn = 0;
    for (const [index, other] of ends.flatMap((end) =>
      others.map((text) => [end, text] as const),
    )) {
      if (index > 3 && index < second.indexOf('@') + 1) {
        continue;
      }
      countTorn++;
      const text = `${whole}\n${second.slice(0, index)}${other}\ndone\n${second.slice(index)}\n`;
      const log = readGcLog(text);
      assert.equal(log.countRejects, 0, text);
      assert.deepEqual(log.runs[0]?.cycles, plain.runs[0]?.cycles);
    }
    assert.ok(countTorn > 60);
  });

  it('are both lines where one begins within another', () => {
    const text =
      'init internal/bytealg @SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=2 spinningthreads=0 needspinning=0 idlethreads=0 runqueue=0 [ 3 4 ] schedticks=[ 0 0 ]';
    const log = readGcLog(text);
    assert.equal(log.countRejects, 1);
    assert.equal(log.runs[0]?.scheds.value(0, 'localRunQueues'), 7);
  });

  it('are not mended where digits may be of either line', () => {
    const place = whole.indexOf('+');
    const log = readGcLog(`${whole.slice(0, place)}200 OK\n${whole.slice(place)}`);
    assert.deepEqual([log.runs.length, log.countRejects], [0, 2]);
  });

  it('are none of a program’s own', () => {
    const text = [
      'gc is fine',
      'the init phase @ 3 ms',
      'SCHEDULED at 5ms',
      'scav',
      'panicking: no',
      'a goroutine 5 waits',
      '',
    ].join('\n');
    assert.deepEqual([readGcLog(text).runs.length, rejectsOf(text)], [0, []]);
  });
});
