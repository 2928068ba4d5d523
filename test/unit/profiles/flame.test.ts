import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  boxAt,
  boxesInRange,
  flameLayout,
  ownValue,
  type FlameLayout,
  type FlameRange,
} from '../../../client/src/webview/ui/profile/flameLayout.ts';
import { FlameScene, type FlamePlace } from '../../../client/src/webview/ui/profile/flameScene.ts';
import {
  packBoxes,
  unpackFlame,
  type FlameBoxes,
  type FlameStacks,
  type PackedBoxes,
} from '../../../client/src/webview/flameBoxes.ts';
import { counting } from '../../../server/src/engine/profile/profileBuilder.ts';
import { isProblem } from '../../../server/src/engine/profile/problem.ts';
import type { Profile } from '../../../server/src/engine/profile/profile.ts';
import { readProfile } from '../../../server/src/engine/profile/read.ts';
import { largeProfile, SMALL } from '../../support/largeProfile.ts';
import { profileOfStacks } from '../../support/stacks.ts';
import { viewOf } from './session.ts';

const PROFILE = profileOfStacks(
  [
    ['main.main main.a main.x', 1, 60],
    ['main.main main.a>main.b', 12, 30],
    ['main.main main.c main.a main.x', 3, 10],
  ],
  { sampleTypes: [counting('samples'), counting('things')] },
);

function flameOf(pivot = '', root = ''): FlameStacks {
  return unpackFlame(viewOf(PROFILE, { view: 'flame', pivot }, { root }).model);
}

/** Each box as its path with its value. */
function paths({ names, name, parent, value }: FlameBoxes): string[] {
  const path = (box: number): string =>
    box <= 0 ? '' : `${path(parent[box] ?? 0)} ${names[name[box] ?? 0] ?? ''}`;
  return Array.from(parent, (_, box) => `${path(box)} ${value[box] ?? 0}`.trim());
}

describe('flame graphs', () => {
  it('have a box for each beginning of a stack', () => {
    assert.deepEqual(paths(flameOf().callees), [
      '100',
      'main.main 100',
      'main.main main.a 90',
      'main.main main.a main.b 30',
      'main.main main.a main.x 60',
      'main.main main.c 10',
      'main.main main.c main.a 10',
      'main.main main.c main.a main.x 10',
    ]);
  });

  it('say how many samples each box is of, and what is inlined', () => {
    const { counts, isInlined } = flameOf().callees;
    assert.deepEqual([...counts], [16, 16, 13, 12, 1, 3, 3, 3]);
    assert.deepEqual([...isInlined], [0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('show callers and callees of a pivot', () => {
    const { callees, callers } = flameOf('main.a');
    assert.deepEqual(paths(callees), ['100', 'main.a 100', 'main.a main.b 30', 'main.a main.x 70']);
    assert.deepEqual(paths(callers ?? callees), [
      '100',
      'main.a 100',
      'main.a main.c 10',
      'main.a main.c main.main 10',
      'main.a main.main 90',
    ]);
  });

  it('begin with the root that is chosen, of which percentages are', () => {
    const { header, model } = viewOf(PROFILE, { view: 'flame', pivot: '' }, { root: 'main.c' });
    assert.equal(header.total, 10);
    assert.deepEqual(paths(unpackFlame(model).callees), [
      '10',
      'main.c 10',
      'main.c main.a 10',
      'main.c main.a main.x 10',
    ]);
  });
});

describe('boxes on their way to the page', () => {
  const sent = (boxes: FlameBoxes) =>
    unpackFlame({ callees: packBoxes(boxes), callers: undefined }).callees;

  /** A stack of so many boxes in each of so many branches, all that is told of a box being its own. */
  function branches(countBranches: number, depth: number): FlameBoxes {
    const parent = [-1];
    for (let branch = 0; branch < countBranches; branch++) {
      for (let level = 0; level < depth; level++) {
        parent.push(level === 0 ? 0 : parent.length - 1);
      }
    }
    const boxes = parent.length;
    return {
      names: Array.from({ length: boxes - 1 }, (_, box) => `main.f${box}`),
      name: Int32Array.from(parent, (_, box) => box - 1),
      parent: Int32Array.from(parent),
      isInlined: Uint8Array.from(parent, (_, box) => Number(box % 3 === 1)),
      value: Float64Array.from(
        parent,
        (_, box) => (box % 2 === 0 ? -1 : 2 ** 60) * (1 + (box >> 2)),
      ),
      width: Float64Array.from(parent, (_, box) => box >> 3),
      counts: Float64Array.from(parent, (_, box) => box >> 1),
      cutBoxes: Uint32Array.of(1, 3),
      cutValues: Float64Array.of(5, -2),
      shiftedBoxes: Uint32Array.of(2),
      shifts: Float64Array.of(9),
      countHidden: 7,
    };
  }

  it('are the same where differences grow and shrink, and where one branch ends far above the next', () => {
    for (const depth of [1, 61, 62, 63, 64, 65, 300]) {
      const boxes = branches(5, depth);
      assert.deepEqual(sent(boxes), boxes);
    }
  });

  it('are the same with more names than two bytes tell', () => {
    const boxes = branches(70_000, 1);
    assert.deepEqual(sent(boxes), boxes);
  });

  it('are the same without counts, and share widths with values where all are', () => {
    const { value, ...others } = branches(3, 4);
    const boxes = { ...others, value, width: value, counts: new Float64Array(0) };
    const got = sent(boxes);
    assert.deepEqual(got, boxes);
    assert.equal(got.width, got.value);
  });

  it('take no more than a third of what they are', () => {
    const profile = readProfile(largeProfile(SMALL));
    assert.ok(!isProblem(profile));
    const { callees } = viewOf(profile, { view: 'flame', pivot: '' }).model;
    const bytes = (boxes: FlameBoxes | PackedBoxes) =>
      Object.values(boxes)
        .filter((column) => ArrayBuffer.isView(column))
        .reduce((sum, column) => sum + column.byteLength, 0);
    const unpacked = unpackFlame({ callees, callers: undefined }).callees;
    // Widths that are values are sent once.
    assert.ok(3 * bytes(callees) < bytes({ ...unpacked, width: new Float64Array(0) }));
  });
});

describe('the layout of a flame graph', () => {
  const layout = flameLayout(flameOf().callees);

  it('puts children below their parents from the left on', () => {
    assert.deepEqual([...layout.left], [0, 0, 0, 0, 30, 90, 90, 90]);
    assert.deepEqual(layout.rows, [[0], [1], [2, 5], [3, 4, 6], [7]]);
  });

  it('finds the box at a place, and those in a range', () => {
    assert.equal(boxAt(layout, 2, 89), 2);
    assert.equal(boxAt(layout, 2, 90), 5);
    assert.equal(boxAt(layout, 4, 10), -1);
    assert.deepEqual(boxesInRange(layout, 3, { from: 20, to: 90 }, 1), [3, 4]);
  });

  it('says what a box takes by itself, without what children take that are too narrow', () => {
    const profile = profileOfStacks([
      ['main.main main.a', 100_000],
      ['main.main main.a main.x', 3],
      ['main.main main.a main.y', 50_000],
      ['main.main main.b', 4],
    ]);
    const { callees } = unpackFlame(viewOf(profile, { view: 'flame', pivot: '' }).model);
    const all = flameLayout(callees);
    assert.deepEqual(
      paths(callees).map((path, box) => `${path}, ${ownValue(all, box)} by itself`),
      [
        '150007, 0 by itself',
        'main.main 150007, 0 by itself',
        'main.main main.a 150003, 100000 by itself',
        'main.main main.a main.y 50000, 50000 by itself',
      ],
    );
  });

  it('takes one box of those that are narrower than a step', () => {
    const stacks = Array.from({ length: 1000 }, (_, n) => [`main.f${n}`, 1] as const);
    const { model } = viewOf(profileOfStacks(stacks), { view: 'flame', pivot: '' });
    const many = flameLayout(unpackFlame(model).callees);
    const shown = boxesInRange(many, 1, { from: 0, to: 1000 }, 10);
    assert.equal(shown.length, 100);
  });
});

describe('a part of a flame graph', () => {
  const profile = readProfile(largeProfile(SMALL));
  assert.ok(!isProblem(profile));

  function scenesOf(pivot: string, part: FlameRange) {
    const answer = (asked?: FlameRange) =>
      unpackFlame(viewOf(profile as Profile, { view: 'flame', pivot, part: asked }).model);
    const scene = new FlameScene(answer(), false);
    return { scene, detail: answer(part) };
  }

  /** Boxes by their paths, with where they begin and end, and what they take by themselves. */
  function placed(layout: FlameLayout): Map<string, readonly number[]> {
    const { names, name, parent, width } = layout.boxes;
    const path: string[] = [];
    return new Map(
      Array.from(parent, (above, box) => {
        path[box] = `${path[above] ?? ''}/${names[name[box] ?? -1] ?? ''}`;
        const left = layout.left[box] ?? 0;
        return [path[box], [left, left + (width[box] ?? 0), ownValue(layout, box)]];
      }),
    );
  }

  it('has its boxes where the whole has them, and more of them', () => {
    const pivot = 'example.com/module/package7.(*Type7).method7';
    for (const asked of ['', pivot]) {
      const { whole } = scenesOf(asked, { from: 0, to: 1 }).scene;
      const part = { from: whole * 0.41, to: whole * 0.43 };
      const { scene, detail } = scenesOf(asked, part);
      for (const { name, layout } of scene.wholeSides) {
        const all = placed(layout);
        const found = placed(flameLayout(detail[name] ?? detail.callees));
        const isThere = ([left = 0, right = 0]: readonly number[]) =>
          left < part.to && right > part.from;
        assert.ok([...found.values()].every(isThere));
        const known = [...all].filter(([, place]) => isThere(place));
        assert.deepEqual(
          known.map(([path]) => [path, found.get(path)]),
          known,
        );
        assert.ok(asked !== '' || found.size > known.length, `${found.size} in ${name}`);
      }
    }
  });

  it('is wanted where little of the whole is seen, once, and as far as one pans', () => {
    const { scene } = scenesOf('', { from: 0, to: 1 });
    const { whole } = scene;
    const all = { from: 0, to: whole };
    assert.deepEqual(scene.wantedPart(), all);
    scene.showDetail(scenesOf('', all).detail, all);
    assert.equal(scene.wantedPart(), undefined);
    scene.show({ from: whole * 0.4, to: whole * 0.45 });
    const part = scene.wantedPart();
    assert.deepEqual(
      [part?.from, part?.to].map((place) => Math.round(((place ?? 0) / whole) * 100)),
      [35, 50],
    );
    assert.ok(part);
    scene.showDetail(scenesOf('', part).detail, part);
    assert.notEqual(scene.sides, scene.wholeSides);
    scene.pan(0.9);
    assert.equal(scene.wantedPart(), undefined);
    scene.pan(0.2);
    assert.equal(scene.sides, scene.wholeSides);
    assert.ok(scene.wantedPart());
    scene.show({ from: whole * 0.41, to: whole * 0.411 });
    assert.ok(scene.wantedPart());
  });

  it('has the box that was chosen', () => {
    const { scene } = scenesOf('', { from: 0, to: 1 });
    const part = { from: scene.whole * 0.4, to: scene.whole * 0.5 };
    scene.show(part);
    const [row = []] = scene.wholeSides.map(({ layout }) => layout.rows[4] ?? []);
    const box =
      row.find((each) => scene.extentOf({ side: 'callees', box: each }).from > part.from) ?? -1;
    const nameOf = (place: FlamePlace | undefined) => {
      const boxes = scene.side('callees')?.layout.boxes;
      return boxes?.names[boxes.name[place?.box ?? -1] ?? -1];
    };
    const place = { side: 'callees', box } as const;
    const name = nameOf(place);
    assert.ok(name);
    const spot = scene.spotOf(place);
    scene.showDetail(scenesOf('', part).detail, part);
    assert.notEqual(scene.placeOf(spot)?.box, box);
    assert.equal(nameOf(scene.placeOf(spot)), name);
  });

  it('leaves one near to the box that was chosen, where it is too narrow in the whole', () => {
    const { scene } = scenesOf('', { from: 0, to: 1 });
    const all = { from: 0, to: scene.whole };
    const detailed = new FlameScene(scenesOf('', all).detail, false);
    const { width } = detailed.side('callees')?.layout.boxes ?? { width: new Float64Array(0) };
    const box = width.findIndex((each) => each < scene.whole / 4000);
    assert.ok(box > 0);
    const spot = detailed.spotOf({ side: 'callees', box });
    assert.deepEqual(detailed.placeOf(spot), { side: 'callees', box });
    assert.equal(scene.placeOf(spot), undefined);
    const near = scene.nearestOf(spot);
    assert.ok(near);
    const { from, to } = scene.extentOf(near);
    assert.ok(from <= spot.middle && spot.middle <= to);
    assert.ok(scene.spotOf(near).depth < spot.depth);
  });
});

describe('walking a flame graph', () => {
  const nameOf = (scene: FlameScene, { side, box }: FlamePlace) => {
    const boxes = scene.side(side)?.layout.boxes;
    return `${side} ${boxes?.names[boxes.name[box] ?? -1] ?? 'all'}`;
  };

  it('goes to the widest child, to siblings and back', () => {
    const scene = new FlameScene(flameOf(), false);
    let place = scene.first() ?? { side: 'callees', box: -1 };
    const seen = (['down', 'down', 'down', 'left', 'up', 'right', 'up', 'up', 'up'] as const).map(
      (direction) => {
        place = scene.step(place, direction);
        return nameOf(scene, place).replace('callees ', '');
      },
    );
    assert.deepEqual(seen, [
      'main.main',
      'main.a',
      'main.x',
      'main.b',
      'main.a',
      'main.c',
      'main.main',
      'all',
      'all',
    ]);
  });

  for (const isFlame of [false, true]) {
    it(`goes from a pivot to its callers, ${isFlame ? 'roots at the bottom' : 'roots at the top'}`, () => {
      const scene = new FlameScene(flameOf('main.a'), isFlame);
      const [outwards, back] = isFlame ? (['down', 'up'] as const) : (['up', 'down'] as const);
      const pivot = scene.first() ?? { side: 'callees', box: -1 };
      const caller = scene.step(pivot, outwards);
      assert.equal(nameOf(scene, caller), 'callers main.main');
      assert.equal(nameOf(scene, scene.step(caller, back)), 'callees main.a');
      assert.deepEqual(scene.placeAt(isFlame ? 1 : -1, 0.5), caller);
    });
  }

  it('zooms around a place, and no further than there is', () => {
    const scene = new FlameScene(flameOf(), false);
    scene.zoom(2, 1);
    assert.deepEqual(scene.range, { from: 50, to: 100 });
    scene.pan(1);
    assert.deepEqual(scene.range, { from: 50, to: 100 });
    scene.zoom(0.01);
    assert.deepEqual(scene.range, { from: 0, to: 100 });
    assert.equal(scene.isZoomed, false);
  });
});
