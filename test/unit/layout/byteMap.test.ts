import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byteMap, fieldList } from '../../../server/src/engine/layout/byteMap.ts';
import { byteCells } from '../../../server/src/engine/layout/byteCells.ts';
import { byteRows } from '../../../server/src/engine/layout/byteRows.ts';
import { byteRuns } from '../../../server/src/engine/layout/byteRuns.ts';
import { tailBytes } from '../../../server/src/engine/layout/report.ts';
import { ArrayType, PointerType, SliceType } from '../../../server/src/engine/types/types.ts';
import { basicTypes } from '../../../server/src/engine/types/universe.ts';
import { structsWithText } from '../../support/goTypeTexts.ts';
import { reportOf, structOf, structReportOf } from './reports.ts';

const { bool, int8, int64, uint32, string } = basicTypes;

/** samples/padding.go: sampleLoose */
const LOOSE = { valid: bool, stamp: int64, kind: int8, series: uint32, final: bool };
const inner = structOf({ name: string, ok: bool });
const MIXED = {
  name: string,
  list: new SliceType(bool),
  inner,
  big: new ArrayType(500, int8),
  grid: new ArrayType(3, inner),
  p: new PointerType(bool),
  end: bool,
};

const NARROW = { bytesPerRow: 32, maximumRows: 12 };

function checkMap(lines: readonly string[], wanted: string): void {
  assert.equal(`\n${lines.join('\n')}\n`, wanted);
}

describe('the bytes of a type', () => {
  it('are each told once, in order', () => {
    for (const goarch of ['amd64', '386']) {
      for (const { type } of structsWithText(200, 12)) {
        const report = reportOf(type, goarch);
        let end = 0;
        for (const run of byteRuns(report)) {
          assert.equal(run.startBytes, end);
          assert.ok(run.endBytes > run.startBytes);
          end = run.endBytes;
        }
        assert.equal(end, report.sizeBytes + tailBytes(report));
        assert.equal(byteCells(report, 0, end).length, end);
      }
    }
  });

  it('are the same from anywhere', () => {
    for (const { type } of structsWithText(60, 13)) {
      const report = reportOf(type);
      const all = byteCells(report, 0, report.sizeBytes);
      for (let from = 0; from < all.length; from += 5) {
        const to = Math.min(from + 9, all.length);
        assert.deepEqual(byteCells(report, from, to), all.slice(from, to));
      }
    }
  });

  it('are padding as many times as the report counts', () => {
    for (const { type } of structsWithText(200, 14)) {
      const report = reportOf(type);
      const cells = byteCells(report, 0, report.sizeBytes);
      assert.equal(
        cells.filter(({ kind }) => kind === 'padding').length,
        report.paddingBytes + report.innerPaddingBytes,
      );
    }
  });
});

describe('the rows of a drawing', () => {
  it('leave nothing out but what they say', () => {
    for (const maximumRows of [1, 5, 1000]) {
      for (const { type } of structsWithText(200, 15)) {
        const report = reportOf(new ArrayType(20, type));
        const rows = byteRows(report, 32, maximumRows);
        let end = 0;
        for (const row of rows) {
          assert.equal(row.fromBytes, end);
          end = row.toBytes;
        }
        assert.equal(end, report.sizeBytes + tailBytes(report));
        assert.ok(rows.length <= Math.max(3, maximumRows));
      }
    }
  });

  it('are few of the largest type', () => {
    const report = structReportOf({ a: bool, huge: new ArrayType(2 ** 40, string), b: bool });
    checkMap(
      byteMap(report, NARROW),
      `
             0┬a······· b███████ ▒▒▒▒▒▒▒▒ ████████
            32│▒▒▒▒▒▒▒▒ ████████ ▒▒▒▒▒▒▒▒ ████████
              ⋮ 17592186044352 B b
17592186044416┬▒▒▒▒▒▒▒▒ c······· -------- --------
17592186044448│-------- -------- -------- --------
              ⋮ 8128 B -
`,
    );
  });
});

describe('the byte map', () => {
  it('has a cell for each byte', () => {
    checkMap(
      byteMap(structReportOf(LOOSE), NARROW),
      `
0┬a······· b▒▒▒▒▒▒▒ c···d▒▒▒ e·······
`,
    );
  });

  it('shows what is in fields, cache lines, and what the allocator adds', () => {
    checkMap(
      byteMap(structReportOf({ ...MIXED, last: new PointerType(bool) }), NARROW),
      `
  0┬a███████ ▒▒▒▒▒▒▒▒ b███████ ▒▒▒▒▒▒▒▒
 32│▒▒▒▒▒▒▒▒ c███████ ▒▒▒▒▒▒▒▒ ▒·······
 64┬d▒▒▒▒▒▒▒ ▒▒▒▒▒▒▒▒ ▒▒▒▒▒▒▒▒ ▒▒▒▒▒▒▒▒
   ⋮ 448 B d
544│▒▒▒▒▒▒▒▒ ▒▒▒▒▒▒▒▒ ▒▒▒▒···· e███████
576┬▒▒▒▒▒▒▒▒ ▒······· ████████ ▒▒▒▒▒▒▒▒
608│▒······· ████████ ▒▒▒▒▒▒▒▒ ▒·······
640┬f███████ g······· h███████ --------
672│-------- -------- --------
`,
    );
  });

  it('can do with ASCII', () => {
    checkMap(
      byteMap(structReportOf(MIXED), { ...NARROW, maximumRows: 4, isAscii: true }),
      `
  0+a####### ======== b####### ========
 32|======== c####### ======== =.......
   ... 608 B
672|-------- -------- --------
`,
    );
  });

  it('draws nothing beside a tiny object, which shares its block', () => {
    checkMap(byteMap(structReportOf({ a: uint32, b: bool }), NARROW), '\n0┬a▒▒▒b···\n');
  });

  it('has words and cache lines of the GOARCH', () => {
    checkMap(
      byteMap(structReportOf(LOOSE, 'arm'), { ...NARROW, bytesPerRow: 64, highlight: 3 }),
      `
0┬a··· b░░░ ░░░░ c··· d▒▒▒ e···
`,
    );
    checkMap(
      byteMap(reportOf(new ArrayType(16, uint32), 'arm'), { ...NARROW, bytesPerRow: 64 }),
      `
0┬▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒│▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒ ▒▒▒▒
`,
    );
  });

  it('is empty for what has no size', () => {
    assert.deepEqual(byteMap(reportOf(structOf({})), NARROW), []);
  });
});

describe('the list of fields', () => {
  it('has a line for each', () => {
    checkMap(
      fieldList(structReportOf(LOOSE), { maximumFields: 9, header: ['offset', 'size', 'pad'] }),
      `
  offset size pad
a      0    1  +7 valid  bool
b      8    8     stamp  int64
c     16    1  +3 kind   int8
d     20    4     series uint32
e     24    1  +7 final  bool
`,
    );
  });

  it('is cut where it is too long', () => {
    const lines = fieldList(structReportOf(LOOSE), { maximumFields: 3 });
    assert.deepEqual(lines, ['a 0 1 +7 valid bool', 'b 8 8    stamp int64', '⋮ +3']);
    assert.deepEqual(fieldList(reportOf(bool), { maximumFields: 3 }), []);
  });

  it('has types that fit in', () => {
    const long = structOf({ list: new SliceType(structOf(MIXED)) });
    const [line = ''] = fieldList(reportOf(long), { maximumFields: 3 });
    assert.ok(line.length < 80, line);
    assert.match(line, /^a 0 24 list \[\]struct\{name string; .*…$/);
  });
});
