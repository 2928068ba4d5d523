/**
 * Whether the two truths about layouts are one, and ours is the same: what go/types says for each
 * GOARCH, and what programs find that the compiler has made. `LONG=1` compares 10,000 types.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { GOARCHES } from '../../../server/src/engine/layout/architectures.ts';
import { randomStructs } from '../../support/randomStructs.ts';
import { MEASURING_GOARCHES } from '../../support/measuringGoarches.ts';
import { FIXTURES } from './subjects.ts';
import {
  layoutsOf,
  layoutsOfStructs,
  measuredLayouts,
  ownLayoutsOfStructs,
  type TypeLayouts,
} from './layouts.ts';

const COUNT = process.env.LONG === '1' ? 10_000 : 300;
const SEED = 20_261_126;

describe(`the layouts of ${COUNT} random structs`, () => {
  const structs = randomStructs(COUNT, SEED);
  let layouts: Promise<TypeLayouts[]> | undefined;
  const programs = new Map<string, ReturnType<typeof measuredLayouts>>();
  const measured = (goarch: string) => {
    const found = programs.get(goarch) ?? measuredLayouts(structs, goarch);
    programs.set(goarch, found);
    return found;
  };

  it('are the same in every run', () => {
    assert.deepEqual(randomStructs(COUNT, SEED), structs);
    assert.notEqual(randomStructs(COUNT, SEED + 1).source, structs.source);
  });

  it('have what makes layouts hard', async () => {
    layouts = layoutsOfStructs(structs);
    const found = await layouts;
    assert.equal(found.length, COUNT);
    const of = (goarch: string) => found.map((each) => each.layouts.get(goarch));
    const [amd64, i386] = [of('amd64'), of('386')];
    // atomic.Int64 is aligned to 8 bytes even where a word has 4.
    assert.ok(i386.some((layout) => layout?.alignBytes === 8));
    assert.ok(amd64.some((layout, index) => layout?.sizeBytes !== i386[index]?.sizeBytes));
    assert.ok(found.some(({ fields }) => fields.includes('_')));
    // Last fields without size.
    assert.match(structs.source, / (\[0\]int64|struct\{\}|Empty)\n\}/);
  });

  for (const goarch of GOARCHES) {
    it(`are laid out by us as by go/types for ${goarch}`, async () => {
      layouts ??= layoutsOfStructs(structs);
      const ours = await ownLayoutsOfStructs(structs, goarch);
      for (const { type, layouts: byArchitecture } of await layouts) {
        const report = ours.get(type);
        assert.ok(report, `${type} is not known`);
        const { sizeBytes, alignBytes, fields } = report;
        const offsetsBytes = fields.map(({ offsetBytes }) => offsetBytes);
        assert.deepEqual(
          { sizeBytes, alignBytes, offsetsBytes },
          byArchitecture.get(goarch),
          `${type} on ${goarch}`,
        );
      }
    });
  }

  for (const { goarch, skip } of MEASURING_GOARCHES) {
    it(`take of the heap what we say, on ${goarch}`, { skip }, async () => {
      const ours = await ownLayoutsOfStructs(structs, goarch);
      for (const [type, { pointerBytes, allocatedBytes }] of measured(goarch)) {
        const report = ours.get(type);
        assert.deepEqual(
          [report?.ptrdataBytes, report?.allocatedBytes],
          [pointerBytes, allocatedBytes],
          `${type} on ${goarch}`,
        );
      }
    });

    it(`are what a program for ${goarch} finds`, { skip }, async () => {
      layouts ??= layoutsOfStructs(structs);
      for (const { type, layouts: byArchitecture } of await layouts) {
        const found = measured(goarch).get(type);
        assert.ok(found, type);
        const { pointerBytes, allocatedBytes, ...layout } = found;
        assert.deepEqual(layout, byArchitecture.get(goarch), type);
        assert.ok(pointerBytes <= layout.sizeBytes, type);
        assert.ok(allocatedBytes >= layout.sizeBytes, type);
      }
      assert.equal(measured(goarch).size, COUNT);
    });
  }
});

describe('go/types', () => {
  it('says how any type lies in memory', async () => {
    const rows: TypeLayouts[] = [];
    for await (const row of layoutsOf(
      { name: '', directory: FIXTURES, packages: { patterns: ['./unsafes', './generics'] } },
      { goarches: ['386', 'arm64'], types: ['[3]string', 'struct{ a byte; _ int64 }'] },
    )) {
      rows.push(row);
    }
    assert.deepEqual(
      rows.map(({ importPath, type, fields }) => `${importPath} ${type} ${fields.join()}`).sort(),
      ['example.com/types/generics', 'example.com/types/unsafes'].flatMap((path) => [
        `${path} [3]string `,
        `${path} struct{ a byte; _ int64 } a,_`,
      ]),
    );
    assert.deepEqual(
      [...(rows.at(-1)?.layouts ?? [])],
      [
        ['386', { sizeBytes: 12, alignBytes: 4, offsetsBytes: [0, 4] }],
        ['arm64', { sizeBytes: 16, alignBytes: 8, offsetsBytes: [0, 8] }],
      ],
    );
  });

  it('takes all types of a package that have a layout if none is named', async () => {
    const names: string[] = [];
    for await (const { type } of layoutsOf({
      name: '',
      directory: FIXTURES,
      packages: { patterns: ['./typesets'] },
    })) {
      names.push(type);
    }
    assert.deepEqual(names, ['meters', 'settable']);
  });
});
