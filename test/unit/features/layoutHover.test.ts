import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { paddingProblem, sizeLabel } from '../../../server/src/engine/features/layoutHints.ts';
import { layoutHover } from '../../../server/src/engine/features/layoutHover.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { ArrayType, PointerType, type Type } from '../../../server/src/engine/types/types.ts';
import { basicTypes } from '../../../server/src/engine/types/universe.ts';
import { reportOf, structOf, structReportOf } from '../layout/reports.ts';

const { bool, int8, int64, uint32, string } = basicTypes;

const FIELDS = { valid: bool, stamp: int64, kind: int8, series: uint32, name: string, final: bool };

function check(markdown: string, wanted: string): void {
  assert.equal(`\n${markdown}\n`, wanted);
}

describe('the hover on a layout', () => {
  it('says what matters first, then draws the bytes', () => {
    check(
      layoutHover(structReportOf(FIELDS), { localize: english }),
      `
**48 B**, align 8 · takes **48 B** of the heap (class 48) · 17 B padding · scan: the first 32 B${'  '}
Reordered it takes **32 B**, 16 B less: \`name\`, \`valid\`, \`kind\`, \`final\`, \`series\`, \`stamp\`

\`\`\`text
 0┬a······· b▒▒▒▒▒▒▒ c···d▒▒▒ e███████
32│▒▒▒▒▒▒▒▒ f·······

  offset size pad
a      0    1  +7 valid  bool
b      8    8     stamp  int64
c     16    1  +3 kind   int8
d     20    4     series uint32
e     24   16     name   string
f     40    1  +7 final  bool
\`\`\`

*Static, amd64*
`,
    );
  });

  it('says where a field stands, and marks it', () => {
    const hover = layoutHover(structReportOf(FIELDS), { localize: english, field: 3 });
    assert.match(hover, /^`series` at offset \*\*20\*\*: \*\*4 B\*\*, align 4 {2}\nin `T`: /);
    assert.match(hover, /^ 0┬a······· b░░░░░░░ c···d▒▒▒ e░░░░░░░$/m);
    assert.match(hover, /^d +20 +4 +series uint32 ◂$/m);
    const flag = layoutHover(structReportOf(FIELDS), { localize: english, field: 2 });
    assert.match(flag, / · 3 B padding behind it {2}\n/);
    const name = layoutHover(structReportOf(FIELDS), { localize: english, field: 4 });
    assert.match(name, / · with pointers {2}\n/);
  });

  it('tells what the allocator loses', () => {
    const hover = (type: Type) => layoutHover(reportOf(type), { localize: english }).split('\n')[0];
    const bytes = (length: number) => new ArrayType(length, int8);
    assert.equal(
      hover(bytes(72)),
      '**72 B**, align 1 · takes **80 B** of the heap (class 80): 8 B lost · noscan',
    );
    assert.equal(
      hover(bytes(40_000)),
      '**40000 B**, align 1 · takes **40960 B** of the heap, in whole pages: 960 B lost · noscan',
    );
    assert.equal(
      hover(bytes(5)),
      '**5 B**, align 1 · takes **5.3 B** of the heap, its share of a block of 16 · noscan',
    );
    assert.equal(
      hover(new ArrayType(65, new PointerType(bool))),
      '**520 B**, align 8 · takes **576 B** of the heap (class 576, 8 B of it header): 48 B lost · scan: the first 520 B',
    );
    assert.equal(hover(structOf({})), '**0 B**, align 1 · takes nothing of the heap · noscan');
  });

  it('names the GOARCHes for which it is otherwise', () => {
    const others = ['386', 'arm64', 'amd64'].map((goarch) => structReportOf(FIELDS, goarch));
    const hover = layoutHover(structReportOf(FIELDS), { localize: english, others });
    assert.match(hover, /^386: 32 B, takes 32 B$/m);
    assert.doesNotMatch(hover, /arm64/);
  });

  it('says what a new order is good for', () => {
    const orderOf = (fields: Readonly<Record<string, Type>>) =>
      layoutHover(structReportOf(fields), { localize: english })
        .split('\n')
        .filter((line) => line.startsWith('Reordered') || line.startsWith('The first'));
    const p = new PointerType(bool);
    assert.deepEqual(orderOf({ n: int64, p }), [
      'Reordered the collector scans **8 B**: `p`, `n`  ',
      'The first 64-bit word moves: on 32-bit machines it may no more be used atomically',
    ]);
    assert.deepEqual(orderOf({ a: string, b: bool, c: int64, d: bool }), [
      'Reordered it takes **32 B**, 16 B less: `a`, `c`, `b`, `d`',
    ]);
    assert.deepEqual(orderOf({ a: string, b: bool, c: int64, d: bool, e: int64 }), [
      'Reordered it has **40 B**, which take the same of the heap: `a`, `c`, `b`, `d`, `e`',
    ]);
    assert.deepEqual(orderOf({ a: int64, b: bool }), []);
  });

  it('names as many fields as one reads', () => {
    const flags = Array.from(
      { length: 30 },
      (_, at) => [`f${at}`, at % 2 === 0 ? bool : int64] as const,
    );
    const hover = layoutHover(structReportOf(Object.fromEntries(flags)), { localize: english });
    assert.match(hover, /^Reordered it takes \*\*144 B\*\*, 96 B less: (?:`f\d+`, ){12}…$/m);
  });

  it('draws nothing where there is nothing to see', () => {
    const plain = '**16 B**, align 8 · takes **16 B** of the heap (class 16) · scan: the first 8 B';
    assert.equal(
      layoutHover(reportOf(string), { localize: english }),
      `${plain}\n\n*Static, amd64*`,
    );
    assert.equal(
      layoutHover(structReportOf({ only: string }), { localize: english }),
      `${plain}\n\n*Static, amd64*`,
    );
  });

  it('says why nothing is known', () => {
    const unknown = { type: 'T', goarch: 'amd64', reason: 'field x: package a/b_c is not found' };
    assert.equal(
      layoutHover(unknown, { localize: english }),
      'Layout not known: field x: package a/b\\_c is not found',
    );
  });
});

describe('hints on layouts', () => {
  it('say the size, and what is really taken', () => {
    assert.equal(sizeLabel(structReportOf({ a: string, b: string, c: int64 })), '40 B → 48');
    assert.equal(sizeLabel(structReportOf({ a: bool, b: bool, c: bool })), '3 B');
    assert.equal(sizeLabel(structReportOf({ a: string })), '16 B');
  });

  it('tell of padding that can be saved, from the threshold on', () => {
    const report = structReportOf(FIELDS);
    assert.equal(
      paddingProblem(report, 16, english),
      'T takes 48 B of the heap, and 16 B less with its fields in another order (17 B padding now)',
    );
    assert.equal(paddingProblem(report, 17, english), undefined);
    // The pointers move, which saves no byte.
    assert.equal(
      paddingProblem(structReportOf({ n: int64, p: new PointerType(bool) }), 0, english),
      undefined,
    );
  });
});
