/**
 * With the collector off, a script's spans in the simulator are those of the runtime: the same script runs
 * for real. `LONG=1` does so with each Go version whose toolchain is there.
 */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { runtimeOf } from '../../server/src/engine/goruntime/runtimes.ts';
import { outcomeOf } from '../../server/src/engine/heap/outcome.ts';
import { readScript } from '../../server/src/engine/heap/scriptParser.ts';
import { runToEnd } from '../../server/src/engine/heap/simulation.ts';
import { allocationOf, tablesOf } from '../../server/src/engine/heap/tables.ts';
import { measuredPlatforms } from '../support/measuredByGo.ts';
import { seededRandom } from '../support/random.ts';
import { SimulatedGo } from '../support/simulatedGo.ts';

const COUNT_RANDOM = 6;
/** A P has spans of its own, and the goroutine may move to another one. */
const TOLERANCE_SPANS = 2;
const PAGE_BYTES = 8192;

interface TestClass {
  readonly size: number;
  readonly scan: boolean;
  readonly weight: number;
}

interface TestPhase {
  readonly classes: readonly TestClass[];
  readonly count: number;
  readonly ring: number;
  readonly clear?: boolean;
}

interface SpanDifference {
  /** Of one span. */
  readonly pages: number;
  /** How many more are simulated than there are. */
  readonly spans: number;
}

const EVERY_CLASS: readonly TestClass[] = runtimeOf('1.26')
  .runtime.classBytes.filter((size) => size >= 8)
  .flatMap((size) => [false, true].map((scan) => ({ size, scan, weight: 1 })));

const bytesOf = (...sizes: readonly number[]): TestClass[] =>
  sizes.map((size) => ({ size, scan: false, weight: 1 }));

const pointersOf = (...sizes: readonly number[]): TestClass[] =>
  sizes.map((size) => ({ size, scan: true, weight: 1 }));

const phase = (count: number, classes: readonly TestClass[]): TestPhase => ({
  count,
  ring: 1000,
  classes,
});

/** Names and what is allocated. */
function scripts(go: string): (readonly [string, readonly TestPhase[]])[] {
  const random = seededRandom(9);
  const randomClasses = () =>
    Array.from({ length: 12 }, () => ({
      size: 1 + Math.floor(2 ** (15 * random())),
      scan: random() < 0.5,
      weight: 1 + Math.floor(random() * 9),
    }));
  return [
    ['every class', [phase(200_000, EVERY_CLASS)]],
    ['tiny', [phase(500_000, bytesOf(1, 2, 3, 5, 8, 12, 15))]],
    ['large', [phase(300, pointersOf(33_000, 100_000, 1_000_000))]],
    [
      'tiny, then none, then tiny',
      [
        phase(300_000, bytesOf(3, 9)),
        { count: 20_000, ring: 100, clear: true, classes: bytesOf(500) },
        phase(300_000, bytesOf(5, 15)),
      ],
    ],
    [
      'sizes that change hands',
      [48, 64, 96, 32].map((size) => ({
        count: 60_000,
        ring: 20_000,
        clear: true,
        classes: pointersOf(size),
      })),
    ],
    [
      'large between small',
      [
        phase(20_000, pointersOf(1025, 9000, 28_000)),
        phase(100, bytesOf(40_000, 500_000)),
        phase(20_000, bytesOf(2049, 20_481, 32_768)),
      ],
    ],
    ...Array.from(
      { length: COUNT_RANDOM },
      (_, index) => [`random ${index} of ${go}`, [phase(150_000, randomClasses())]] as const,
    ),
  ];
}

for (const { goVersion, goroot, goarch } of measuredPlatforms().filter(
  ({ wordBytes }) => wordBytes === 8,
)) {
  describe(`spans of simulated scripts and of ${goVersion}`, () => {
    const real = new SimulatedGo(goroot);
    after(() => {
      real.close();
    });
    const go = goVersion.replace(/^go(\d+\.\d+).*/, '$1');
    const tables = tablesOf(runtimeOf(go).runtime, goarch, 8);

    for (const [name, phases] of scripts(go)) {
      it(name, () => {
        const json = {
          go,
          goarch,
          gogc: 'off',
          procs: 1,
          seed: 3,
          phases,
        };
        const { script, problem } = readScript(json);
        assert.equal(problem, undefined);
        const { final, numGC } = outcomeOf(runToEnd(script));
        const measured = real.run({ ...json, go: undefined, goarch: undefined }, 'spans');
        assert.equal(numGC, 0);
        const differences = new Map<string, SpanDifference>();
        const add = (spanClass: number, pages: number, spans: number) => {
          const key = spanClass < 2 ? 'large' : String(spanClass);
          const before = differences.get(key)?.spans ?? 0;
          differences.set(key, { pages, spans: before + spans });
        };
        for (const { spanClass, spans, spanBytes } of final.spansByClass) {
          add(spanClass, spanBytes / spans / PAGE_BYTES, spans);
        }
        for (const [key, begun] of Object.entries(measured.newSpans)) {
          const [size, scan] = key.split(' ');
          const { spanClass, pages } = allocationOf(tables, Number(size), scan === 'true');
          add(spanClass, pages, -begun);
        }
        const wrong = [...differences].filter(([, { spans }]) => Math.abs(spans) > TOLERANCE_SPANS);
        assert.deepEqual(wrong, []);
        // What the runtime had room for in spans from before the script is all that HeapInuse may differ by.
        const explained = [...differences.values()].reduce(
          (sum, { spans, pages }) => sum + Math.abs(spans) * pages,
          TOLERANCE_SPANS,
        );
        const pages = Math.abs(final.heapInuseBytes - measured.heapInuse) / PAGE_BYTES;
        assert.ok(pages <= explained, `HeapInuse differs by ${pages} pages`);
      });
    }
  });
}
