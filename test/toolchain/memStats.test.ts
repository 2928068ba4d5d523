/** What programs say of their memory, against what runtime/metrics says a moment later. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { breakdownOf } from '../../server/src/engine/memstats/breakdown.ts';
import {
  memStatsOfHeapText,
  memStatsOfVars,
  type MemStats,
  type ReadMemStats,
} from '../../server/src/engine/memstats/memStats.ts';
import { MemoryWatch, valueIn } from '../../server/src/engine/memstats/memoryWatch.ts';

const PROGRAM = fileURLToPath(new URL('memStats', import.meta.url));
/** What is allocated by reading, of each kind of memory. */
const READING_BYTES = 512 << 10;

interface Reading {
  readonly Metrics: Readonly<Record<string, number>>;
  readonly Vars: string;
  readonly Heap: string;
  readonly PausesNs: readonly number[];
}

function known(read: ReadMemStats): MemStats {
  assert.ok(!('problem' in read), 'problem' in read ? read.problem : '');
  return read;
}

describe('the memory of a running program', () => {
  let readings: readonly Reading[];
  before(() => {
    const printed = execFileSync('go', ['run', '.'], { cwd: PROGRAM, encoding: 'utf8' });
    readings = JSON.parse(printed) as Reading[];
    assert.equal(readings.length, 2);
  });

  for (const [way, read] of [
    ['expvar', ({ Vars }: Reading) => memStatsOfVars(Vars)],
    ['net/http/pprof', ({ Heap }: Reading) => memStatsOfHeapText(Heap)],
  ] as const) {
    it(`is what the runtime's own metrics say: ${way}`, () => {
      for (const reading of readings) {
        const stats = known(read(reading));
        const { Metrics: metrics } = reading;
        const metric = (name: string) => metrics[name] ?? NaN;
        const { mappedBytes, ...parts } = breakdownOf(stats);
        const sum = Object.values(parts).reduce((total, bytes) => total + bytes, 0);
        assert.equal(sum, mappedBytes);
        const pairs = {
          objects: [parts.objectsBytes, metric('/memory/classes/heap/objects:bytes')],
          'free slots': [parts.freeSlotsBytes, metric('/memory/classes/heap/unused:bytes')],
          idle: [parts.idleBytes, metric('/memory/classes/heap/free:bytes')],
          stacks: [
            parts.stacksBytes,
            metric('/memory/classes/heap/stacks:bytes') + metric('/memory/classes/os-stacks:bytes'),
          ],
          mapped: [
            mappedBytes,
            metric('/memory/classes/total:bytes') - metric('/memory/classes/heap/released:bytes'),
          ],
          allocated: [stats.totalAllocBytes, metric('/gc/heap/allocs:bytes')],
        };
        for (const [name, [ours = NaN, theirs = NaN]] of Object.entries(pairs)) {
          assert.ok(Math.abs(ours - theirs) <= READING_BYTES, `${name}: ${ours}, ${theirs}`);
        }
        assert.equal(stats.numGc, metric('/gc/cycles/total:gc-cycles'));
        assert.equal(stats.numForcedGc, metric('/gc/cycles/forced:gc-cycles'));
        assert.deepEqual(stats.pausesNs, reading.PausesNs);
      }
    });

    it(`is followed from one look to the next: ${way}`, () => {
      const watch = new MemoryWatch();
      const [first, second] = readings.map((reading) => known(read(reading)));
      assert.ok(first && second);
      const row = watch.add(5000, first);
      assert.equal(valueIn(row, 'seconds'), 0);
      // The collector is off while it is read.
      assert.ok(Number.isNaN(valueIn(row, 'goalMB')));
      assert.ok(Number.isNaN(valueIn(row, 'cyclesPerSecond')));
      const next = watch.add(7000, second);
      assert.equal(valueIn(next, 'seconds'), 2);
      assert.equal(valueIn(next, 'cyclesPerSecond'), 1.5);
      assert.equal(valueIn(next, 'objectsPerSecond'), (second.mallocs - first.mallocs) / 2);
      assert.ok(valueIn(next, 'allocatedMBPerSecond') > 3 * 0.13);
      const stopsMs = second.pausesNs.slice(0, 3).map((ns) => ns / 1e6);
      assert.equal(valueIn(next, 'longestStopMs'), Math.max(...stopsMs));
      const stopped = stopsMs.reduce((sum, ms) => sum + ms, 0) / 2;
      assert.ok(Math.abs(valueIn(next, 'stoppedMsPerSecond') - stopped) < 1e-9);
      assert.equal(watch.countRestarts, 0);
      const restarted = watch.add(8000, first);
      assert.equal(watch.countRestarts, 1);
      assert.ok(Number.isNaN(valueIn(restarted, 'objectsPerSecond')));
    });
  }
});
