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
      assert.deepEqual(counts, [18, Number(version.slice(2)) < 21 ? 3 : 4, 10, 8, 5], version);
    }
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
