import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needed } from '../../../server/src/cli/profileLoad.ts';
import { isOfFunction } from '../../../server/src/engine/measured/functionMatch.ts';
import { shareOf, sumOf } from '../../../server/src/engine/measured/measured.ts';
import { measuredAt } from '../../../server/src/engine/measured/measuredAt.ts';
import {
  measuredLines,
  type MeasuredSources,
} from '../../../server/src/engine/measured/measuredLines.ts';
import { profileOfStacks } from '../../support/stacks.ts';

const ALLOCATIONS = {
  sampleTypes: [
    { type: 'alloc_objects', unit: 'count' },
    { type: 'alloc_space', unit: 'bytes' },
  ],
};

/** All that is in package `m` is the user's. */
const SOURCES: MeasuredSources = {
  findOwn: (file) => (file === '/src/m.go' ? '/home/me/m.go' : undefined),
  placeNow: (place) => place,
  isChangedSince: () => false,
};

function measured(...stacks: readonly (readonly [string, number, number])[]) {
  return needed(measuredLines(profileOfStacks(stacks, ALLOCATIONS), SOURCES));
}

describe('measured lines', () => {
  it('count what a line allocates for its own, and what others do that it calls apart', () => {
    const { lines, total } = measured(
      ['testing.run m.F:3', 2, 16],
      ['testing.run m.F:3 fmt.Sprintf:9 fmt.newPrinter:4', 1, 64],
      ['testing.run m.F:3 fmt.Sprintf:10', 1, 8],
      ['testing.run m.F:3 strconv.Itoa:1', 1, 5],
      ['testing.run:5', 1, 7],
    );
    const [line, ...others] = lines.get('/home/me/m.go') ?? [];
    assert.deepEqual(others, []);
    assert.equal(line?.line, 3);
    assert.deepEqual([line.own.bytes, line.own.objects], [16, 2]);
    assert.deepEqual([line.called.bytes, line.called.objects], [77, 3]);
    assert.equal(line.callee, 'fmt.Sprintf');
    assert.equal(total.bytes, 100);
  });

  it('are those that allocate, not those that call them', () => {
    const { lines } = measured(['m.Main:1 m.Outer:3>m.inlined:7', 1, 32]);
    const found = lines.get('/home/me/m.go') ?? [];
    assert.deepEqual(
      found.map(({ line, functionName }) => [line, functionName]),
      [[7, 'm.inlined']],
    );
  });

  it('are not told of files that have changed since', () => {
    const profile = { ...profileOfStacks([['m.F:3', 1, 8]], ALLOCATIONS), timeNanos: 5e9 };
    const times: number[] = [];
    const { lines, changedPaths, total } = needed(
      measuredLines(profile, {
        ...SOURCES,
        isChangedSince: (_, time) => {
          times.push(time);
          return true;
        },
      }),
    );
    assert.deepEqual([lines.size, changedPaths, times], [0, ['/home/me/m.go'], [5_000]]);
    assert.equal(total.bytes, 8);
  });

  it('are where they are now, and none where they are gone', () => {
    const stacks = ['m.F:3', 'm.F:4', 'm.F.func1:4', 'm.G:9'].map(
      (stack) => [stack, 1, 8] as const,
    );
    const { lines, countGone } = needed(
      measuredLines(profileOfStacks(stacks, ALLOCATIONS), {
        ...SOURCES,
        placeNow: ({ line }) =>
          line === 4 ? undefined : { path: '/home/me/n.go', line: line + 2 },
      }),
    );
    assert.deepEqual([...lines.keys()], ['/home/me/n.go']);
    assert.deepEqual(
      lines.get('/home/me/n.go')?.map(({ path, line }) => [path, line]),
      [
        ['/home/me/n.go', 5],
        ['/home/me/n.go', 11],
      ],
    );
    assert.equal(countGone, 1);
  });

  it('need a profile of allocations', () => {
    assert.deepEqual(measuredLines(profileOfStacks([['m.F', 1]]), SOURCES), {
      problem: 'it is no profile of allocations: its values are things',
    });
  });

  it('are found by their function as well, so that a line that moved there is not taken for it', () => {
    const found = measured(['m.(*T[...]).Get.func1:3', 1, 8], ['m.other:3', 1, 100]);
    const place = { path: '/home/me/m.go', firstLine: 2, lastLine: 3, isWithCalled: false };
    const bytes = (functionName: string) => measuredAt(found, { ...place, functionName })?.bytes;
    assert.equal(bytes('(*T[K]).Get'), 8);
    assert.equal(bytes('other'), 100);
    assert.equal(bytes('Get'), undefined);
  });

  it('have no share where few samples stand behind them', () => {
    const total = { bytes: 100, objects: 1, countSamples: 40 };
    assert.equal(shareOf({ bytes: 20, objects: 1, countSamples: 9 }, total), undefined);
    assert.equal(shareOf({ bytes: 20, objects: 1, countSamples: 10 }, total), 0.2);
    assert.equal(shareOf({ bytes: 20, objects: 1, countSamples: undefined }, total), 0.2);
    assert.equal(sumOf(total, total).countSamples, 80);
  });
});

describe('names of functions in profiles', () => {
  it('are those of declarations, of literals in them and of their instances', () => {
    for (const [profiled, declared] of [
      ['example.com/m.F', 'F'],
      ['main.F.func1.2', 'F'],
      ['example.com/gopkg%2ein/m.(*T).M-fm', '(*T).M'],
      ['example.com/m.T.M.deferwrap1', 'T.M'],
      ['example.com/m.F[go.shape.struct { x []int }].func2', 'F'],
      ['example.com/m.(*List[go.shape.int]).Push', '(*List[E]).Push'],
      ['example.com/other.init.F.func1', 'F'],
      ['example.com/m.G.(*T).M.H.func2', '(*T).M'],
    ] as const) {
      assert.ok(isOfFunction(profiled, declared), profiled);
    }
    assert.equal(isOfFunction('example.com/m.Fast', 'F'), false);
    assert.equal(isOfFunction('example.com/m.G.Fast.func1', 'F'), false);
    assert.equal(isOfFunction('example.com/m.(*U).M', '(*T).M'), false);
  });
});
