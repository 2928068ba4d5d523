/** What pprof rounds, and what it does not show: exact sums, trees of stacks. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { difference } from '../../../server/src/engine/profile/merge.ts';
import { percentage, scaledText } from '../../../server/src/engine/profile/measurement.ts';
import { flameTree } from '../../../server/src/engine/profile/flame.ts';
import type { FlameTree } from '../../../server/src/engine/profile/flameTree.ts';
import { isProblem } from '../../../server/src/engine/profile/problem.ts';
import type { Amount } from '../../../server/src/engine/profile/columns.ts';
import type { Profile } from '../../../server/src/engine/profile/profile.ts';
import {
  counting,
  EMPTY_HEADER,
  ProfileBuilder,
} from '../../../server/src/engine/profile/profileBuilder.ts';
import { writeProto } from '../../../server/src/engine/profile/protoWriter.ts';
import { readProfile } from '../../../server/src/engine/profile/read.ts';
import {
  DEFAULT_OPTIONS,
  makeReport,
  type Report,
} from '../../../server/src/engine/profile/report.ts';
import { topTable } from '../../../server/src/engine/profile/top.ts';

/** Stacks with the root first. */
function profileOf(samples: readonly (readonly [string, Amount])[]): Profile {
  const builder = new ProfileBuilder({ ...EMPTY_HEADER, sampleTypes: [counting('things')] });
  const locations = new Map<string, number>();
  const locationOf = (name: string) => {
    const known = locations.get(name);
    if (known !== undefined) {
      return known;
    }
    const functionIndex = builder.addFunction({ name, systemName: name, file: '', startLine: 0 });
    const lines = [{ functionIndex, line: 1, column: 0 }];
    const added = builder.addLocation({ mapping: -1, address: 0n, isFolded: false, lines });
    locations.set(name, added);
    return added;
  };
  for (const [stack, value] of samples) {
    builder.addSample(stack.split(' ').reverse().map(locationOf), [value], []);
  }
  return builder.build();
}

function reportOf(profile: Profile): Report {
  const report = makeReport(profile, { ...DEFAULT_OPTIONS, nodeFraction: 0 });
  assert.ok(!isProblem(report));
  return report;
}

describe('sums', () => {
  it('are exact beyond 2^53, read, written and subtracted', () => {
    const large = 2n ** 60n + 1n;
    const written = readProfile(
      writeProto(
        profileOf([
          ['a b', large],
          ['a c', large],
          ['a c', -3],
        ]),
      ),
    );
    assert.ok(!isProblem(written));
    const rows = topTable(reportOf(written)).rows.map(({ name, flat, cum }) => [name, flat, cum]);
    assert.deepEqual(rows, [
      ['b', large, large],
      ['c', large - 3n, large - 3n],
      ['a', 0, 2n * large - 3n],
    ]);
    const rest = difference(written, profileOf([['a b', large - 1n]]), {
      mode: 'diff',
      isNormalized: false,
    });
    assert.ok(!isProblem(rest));
    const row = topTable(reportOf(rest)).rows.find(({ name }) => name === 'b');
    assert.equal(row?.flat, 1);
    assert.equal(reportOf(rest).total, large - 1n);
  });

  it('of small numbers that are large together are exact, too', () => {
    const half = 2 ** 52 + 1;
    const { rows } = topTable(
      reportOf(
        profileOf([
          ['a', half],
          ['a', half],
          ['a', half],
        ]),
      ),
    );
    assert.equal(rows[0]?.flat, 3n * BigInt(half));
  });
});

describe('texts of values', () => {
  it('round as C does', () => {
    assert.deepEqual(
      [1152, 1280, 1664, -1152, 0, 1 << 20].map((bytes) => scaledText(bytes, 'bytes', 'kb')),
      ['1.12kB', '1.25kB', '1.62kB', '-1.12kB', '0', '1024kB'],
    );
    assert.deepEqual(
      [
        [1, 800],
        [1, 1600],
        [3, 100_000],
        [1, 10_000_000],
        [999, 1000],
        [1, 0],
      ].map(([value = 0, total = 0]) => percentage(value, total)),
      [' 0.12%', '0.062%', '0.003%', '1e-05%', '99.90%', '    0%'],
    );
  });
});

/** What boxes take without their children. */
function ownValues({ parent, value, cutBoxes, cutValues }: FlameTree): number[] {
  const own = Array.from<Amount, number>(value, Number);
  parent.forEach((above, box) => {
    if (above >= 0) {
      own[above] = (own[above] ?? 0) - Number(value[box] ?? 0);
    }
  });
  cutBoxes.forEach((box, place) => {
    own[box] = (own[box] ?? 0) - Number(cutValues[place] ?? 0);
  });
  return own;
}

describe('the tree of stacks', () => {
  const tree = (profile: Profile, from: 'root' | 'leaf', least = 0) => {
    const { names, name, parent, value, width, countHidden } = flameTree(reportOf(profile), from, {
      leastShare: least,
    });
    const depthOf = (box: number): number => (box > 0 ? 1 + depthOf(parent[box] ?? 0) : 0);
    const boxes = Array.from(name, (index, box) =>
      [depthOf(box), names[index] ?? 'all', value[box], width[box]].join(' '),
    );
    return { boxes, countHidden };
  };
  const profile = profileOf([
    ['a b', 5],
    ['a c', 3],
    ['a', 2],
    ['d b', -1],
  ]);

  it('has parents before children, and those by name', () => {
    assert.deepEqual(tree(profile, 'root').boxes, [
      '0 all 9 11',
      '1 a 10 10',
      '2 b 5 5',
      '2 c 3 3',
      '1 d -1 1',
      '2 b -1 1',
    ]);
    assert.deepEqual(
      ownValues(flameTree(reportOf(profile), 'root', { leastShare: 0 })),
      [0, 2, 5, 3, 0, -1],
    );
  });

  it('begins at the leaves as well', () => {
    assert.deepEqual(tree(profile, 'leaf').boxes, [
      '0 all 9 11',
      '1 a 2 2',
      '1 b 4 6',
      '2 a 5 5',
      '2 d -1 1',
      '1 c 3 3',
      '2 a 3 3',
    ]);
  });

  it('leaves out what is too narrow', () => {
    const { boxes, countHidden } = tree(profile, 'root', 0.3);
    assert.deepEqual(boxes, ['0 all 9 11', '1 a 10 10', '2 b 5 5', '2 c 3 3']);
    assert.equal(countHidden, 1);
    // What the box that is left out takes is nothing that all of it takes by itself.
    assert.deepEqual(
      ownValues(flameTree(reportOf(profile), 'root', { leastShare: 0.3 })),
      [0, 2, 5, 3],
    );
  });
});
