/** Hovers on fields, and links to source files, in lines as they are in logs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fieldHelpAt } from '../../../server/src/engine/gclog/fieldHelp.ts';
import { fileLinksIn } from '../../../server/src/engine/gclog/fileLinks.ts';

const GC =
  'api-1  | gc 4 @0.504s 29%: 12+0.56+0.019 ms clock, 24+3.5/0.20/0+0.039 ms cpu, 10->17->10 MB, 12 MB goal, 0 MB stacks, 1 MB globals, 2 P (forced)';

/** Names of the fields, each with the text that it is of. */
function fieldsOf(line: string): [string, string][] {
  const fields = new Map<string, string>();
  for (let offset = 0; offset <= line.length; offset++) {
    const help = fieldHelpAt(line, offset);
    if (help) {
      fields.set(help.name, line.slice(help.start, help.end));
    }
  }
  return [...fields];
}

describe('help on fields', () => {
  it('names each field of a line of gctrace, whatever stands before it', () => {
    assert.deepEqual(fieldsOf(GC), [
      ['Cycle', '4'],
      ['Time', '0.504'],
      ['CPU of GC', '29'],
      ['Sweep termination, wall clock', '12'],
      ['Mark, wall clock', '0.56'],
      ['Mark termination, wall clock', '0.019'],
      ['Sweep termination, CPU', '24'],
      ['Assists, CPU', '3.5'],
      ['Background workers, CPU', '0.20'],
      ['Idle workers, CPU', '0'],
      ['Mark termination, CPU', '0.039'],
      ['Heap at the start', '10'],
      ['Heap at the end of marking', '17'],
      ['Live heap', '10'],
      ['Heap goal', '12'],
      ['Stacks', '0'],
      ['Globals', '1'],
      ['Processors', '2'],
      ['Forced', ' (forced)'],
    ]);
  });

  it('says what is healthy and what is not', () => {
    const assessmentAt = (text: string) => fieldHelpAt(GC, GC.indexOf(text))?.assessment?.isHealthy;
    assert.equal(assessmentAt('29%'), false);
    assert.equal(assessmentAt('12+0.56'), false);
    assert.equal(assessmentAt('0.019 ms clock'), true);
    assert.equal(assessmentAt('3.5/'), false);
    assert.equal(assessmentAt('17->'), false);
    assert.equal(assessmentAt('0.56'), undefined);
  });

  it('knows the lines of each version', () => {
    for (const version of ['1.19', '1.20', '1.21', '1.23', '1.26']) {
      const text = readFileSync(
        new URL(`../../fixtures/gclog/go${version}.log`, import.meta.url),
        'utf8',
      );
      const counts = [/^gc /m, /^scav /m, /^pacer: \d+%/m, /^SCHED /m, /^init /m].map((what) => {
        const line = text.split('\n').find((each) => what.test(each)) ?? '';
        return fieldsOf(line).length;
      });
      const minor = Number(version.slice(2));
      const sched = minor < 20 ? 8 : minor < 25 ? 9 : 10;
      assert.deepEqual(counts, [18, minor < 21 ? 3 : 4, 10, sched, 5], version);
    }
  });

  it('knows what the pacer says when a cycle begins, and when it is swept', () => {
    for (const version of ['1.25', '1.26']) {
      const text = readFileSync(
        new URL(`../../fixtures/gclog/go${version}.log`, import.meta.url),
        'utf8',
      );
      const counts = [/assist ratio/, /sweep done/].map((what) => {
        const line = text.split('\n').find((each) => what.test(each)) ?? '';
        return fieldsOf(line).length;
      });
      assert.deepEqual(counts, [6, 4], version);
    }
  });

  it('knows each field of scheddetail', () => {
    for (const line of [
      '  P0: status=1 schedtick=12 syscalltick=0 m=3 runqsize=0 gfreecnt=0 timerslen=0',
      '  M3: p=0 curg=nil mallocing=0 throwing=0 preemptoff= locks=1 dying=0 spinning=false blocked=false lockedg=nil',
      '  G1: status=4(chan receive) m=nil lockedm=nil',
    ]) {
      assert.deepEqual(
        fieldsOf(line).map(([name]) => name),
        [...line.matchAll(/(\w+)=/g)].map(([, name]) => name),
      );
    }
    const meaningOf = (line: string) => fieldHelpAt(line, line.indexOf('status='))?.meaning;
    assert.match(meaningOf('  P0: status=4 schedtick=1') ?? '', /GOMAXPROCS was set lower/);
    assert.match(meaningOf('  G1: status=4102() m=nil') ?? '', /has ended/);
  });

  it('knows what a crash prints', () => {
    const dump = [
      'panic: runtime error: invalid memory address or nil pointer dereference',
      '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x47d8f5]',
      'goroutine 1 gp=0xc000002380 m=0 mp=0x5a1ec0 [running]:',
      'goroutine 7 [chan receive (nil chan), 25 minutes, locked to thread]:',
      'created by main.start in goroutine 1',
      '\t/src/main.go:9 +0x20 fp=0xc00004ff78 sp=0xc00004ff50 pc=0x47d8f5',
      'fatal error: all goroutines are asleep - deadlock!',
    ];
    assert.deepEqual(
      dump.map((line) => fieldsOf(line).map(([, text]) => text)),
      [
        ['panic'],
        ['SIGSEGV', 'segmentation violation', '0x1', '0x0', '0x47d8f5'],
        ['1', '0xc000002380', '0', '0x5a1ec0', 'running'],
        ['7', 'chan receive (nil chan)', '25', 'locked to thread'],
        ['main.start', '1'],
        ['+0x20', '0xc00004ff78', '0xc00004ff50', '0x47d8f5'],
        ['fatal error', 'all goroutines are asleep - deadlock!'],
      ],
    );
    const isHealthy = (line = '', text = '') =>
      fieldHelpAt(line, line.indexOf(text))?.assessment?.isHealthy;
    assert.equal(isHealthy(dump[1], '0x0 '), false);
    assert.equal(isHealthy(dump[2], 'running'), undefined);
    assert.equal(isHealthy(dump[3], 'nil chan'), false);
    assert.equal(isHealthy(dump[3], '25'), false);
  });

  it('says of the other lines, too, what is healthy', () => {
    const isHealthy = (line: string, text: string) =>
      fieldHelpAt(line, line.indexOf(text))?.assessment?.isHealthy;
    const scav = '0 KiB work (bg), 0 KiB work (eager), 5824 KiB now';
    assert.equal(isHealthy(`scav ${scav}, 99% util`, '99'), true);
    assert.equal(isHealthy(`scav ${scav}, 23% util`, '23'), false);
    const pacer = (error: number) =>
      `pacer: 46% CPU (25 exp.) for 1+2+3 B work (6 B exp.) in 4030464 B -> 4194304 B (∆goal ${error}, cons/mark 0)`;
    assert.equal(isHealthy(pacer(0), '46'), false);
    assert.equal(isHealthy(pacer(0), '0,'), true);
    assert.equal(isHealthy(pacer(900000), '900000'), false);
    const sched =
      'SCHED 0ms: gomaxprocs=2 idleprocs=0 threads=4 spinningthreads=1 needspinning=0 idlethreads=1 runqueue=7 [ 0 0 ] schedticks=[ 11359 9 ]';
    assert.equal(isHealthy(sched, '7 ['), false);
    assert.equal(isHealthy(sched, '0 0 ]'), true);
    assert.equal(isHealthy('init a @0.1 ms, 25 ms clock, 16 bytes, 1 allocs', '25'), false);
  });

  it('is silent in a program’s own lines', () => {
    assert.deepEqual(fieldsOf('2026/11/27 17:14:10 gc 4 is over, 12 MB goal'), []);
  });
});

describe('links to source files', () => {
  it('are those that stack traces, the compiler and programs name', () => {
    const linksOf = (line: string) =>
      fileLinksIn(line).map(({ start, end, path, line: at, column }) => [
        line.slice(start, end),
        path,
        at,
        column,
      ]);
    assert.deepEqual(linksOf('\t/src/my app/main.go:20 +0x40'), [
      ['/src/my app/main.go:20', '/src/my app/main.go', 20, 1],
    ]);
    assert.deepEqual(linksOf('\tC:/src/main.go:20 +0x40'), [
      ['C:/src/main.go:20', 'C:/src/main.go', 20, 1],
    ]);
    assert.deepEqual(linksOf('./a/b.go:12:3:     from &u (address-of) at ./a/b.go:14:9'), [
      ['./a/b.go:12:3', './a/b.go', 12, 3],
      ['./a/b.go:14:9', './a/b.go', 14, 9],
    ]);
    assert.deepEqual(linksOf('2026/11/27 17:14:10 server.go:45: listening on :8080'), [
      ['server.go:45', 'server.go', 45, 1],
    ]);
    assert.deepEqual(linksOf('GET /main.go HTTP/1.1 took 3:20'), []);
  });
});
