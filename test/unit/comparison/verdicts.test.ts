/** How verdicts are joined and counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgesRowsOf } from '../../../server/src/engine/comparison/judgesRows.ts';
import {
  compareVerdicts,
  type JudgedDeclaration,
  type JudgesRow,
  VERDICT_KINDS,
} from '../../../server/src/engine/comparison/verdicts.ts';
import type { VerdictRow } from '../../../server/src/engine/compilerlog/rows.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';

function ours(text: string, more: Partial<VerdictRow> = {}): VerdictRow {
  const [line = '', kind = '', verdict = '', detail = ''] = text.split(',');
  const place = { file: '/p.go', line: Number(line), column: 2 };
  return { place, kind, what: 'x', verdict, detail, isInlined: false, ...more } as VerdictRow;
}

function theirs(text: string, more: Partial<JudgesRow> = {}): JudgesRow {
  return { ...ours(text), isMixed: false, isCompilersOwn: false, ...more };
}

function declaration(rows: readonly VerdictRow[], genericAt?: string): JudgedDeclaration {
  return { file: '/p.go', firstLine: 1, lastLine: 9, genericAt, rows };
}

/** The counts that are not zero. */
function counted(judges: readonly JudgesRow[], declarations: readonly JudgedDeclaration[]) {
  const { figures } = compareVerdicts(judges, declarations);
  return Object.fromEntries(
    VERDICT_KINDS.flatMap((kind) =>
      Object.entries(figures[kind])
        .filter(([, count]) => count > 0)
        .map(([outcome, count]) => [`${kind} ${outcome}`, count]),
    ),
  );
}

describe('comparing verdicts', () => {
  it('counts a verdict that is another one on both sides', () => {
    assert.deepEqual(counted([theirs('1,expr,heap')], [declaration([ours('1,expr,stack')])]), {
      'heap missing': 1,
      'stack invented': 1,
    });
  });

  it('takes parameters as a whole', () => {
    const leaks = ['1,param,leak', '1,param,leak-result,r level=0; mutates derefs=0'];
    const all = leaks.map((each) => theirs(each));
    const both = ['1,param,leak', '1,param,leak-result,to result r level=0'].map((each) =>
      ours(each),
    );
    assert.deepEqual(counted(all, [declaration(both)]), { 'parameters equal': 1 });
    assert.deepEqual(counted(all, [declaration(both.slice(1))]), { 'parameters missing': 1 });
  });

  it('accepts either of several things at one place', () => {
    const both = [theirs('1,expr,heap'), theirs('1,expr,stack')];
    assert.deepEqual(counted(both, [declaration([ours('1,expr,stack')])]), {
      'heap equal': 1,
      'stack equal': 1,
    });
    assert.deepEqual(counted(both, [declaration([])]), { 'heap missing': 1, 'stack missing': 1 });
  });

  it('counts copies by themselves', () => {
    const copy = theirs('1,expr,heap', { isInlined: true });
    assert.deepEqual(counted([copy], [declaration([])]), { 'copies missing': 1 });
    const own = ours('2,expr,heap', { isInlined: true });
    assert.deepEqual(counted([], [declaration([own])]), { 'copies invented': 1 });
  });

  it('judges no names of the compiler’s own', () => {
    const own = theirs('1,expr,heap', { isCompilersOwn: true });
    assert.deepEqual(counted([own], [declaration([ours('1,expr,heap')])]), {});
    assert.deepEqual(counted([own], [declaration([ours('1,expr,stack')])]), {
      'stack invented': 1,
    });
  });

  it('judges nothing of a generic function that was not compiled, nor its wrappers', () => {
    const generic = declaration([ours('3,expr,heap')], '2:6');
    assert.deepEqual(counted([], [generic]), {});
    assert.deepEqual(
      counted([theirs('2,expr,heap', { place: { file: '/p.go', line: 2, column: 6 } })], [generic]),
      {},
    );
    assert.deepEqual(counted([theirs('4,expr,heap')], [generic]), {
      'heap missing': 1,
      'heap invented': 1,
    });
  });
});

describe('the rows of a judge', () => {
  const TEXT =
    'package p\n\nvar p = new(1)\n\nfunc f() (a any, b any) {\n\ta, b = g()\n\tgo h(b)\n\treturn\n}\n';
  const source = { slices: sliceFile(TEXT), lines: new LineIndex(TEXT) };

  function isOwn(what: string, line: number, column: number): boolean | undefined {
    const place = { file: '/p.go', line, column };
    return judgesRowsOf([ours('1,expr,heap', { place, what })], () => source)[0]?.isCompilersOwn;
  }

  it('are the compiler’s own where the source has nothing of the kind', () => {
    assert.equal(isOwn('x', 6, 2), false);
    assert.equal(isOwn('~r0', 6, 10), true);
    assert.equal(isOwn('slices.#state1', 6, 10), true);
    assert.equal(isOwn('.autotmp_7', 6, 10), true);
    assert.equal(isOwn('.autotmp_7', 6, 7), false);
    assert.equal(isOwn('.autotmp_3', 3, 12), false);
    assert.equal(isOwn('.autotmp_2', 7, 2), false);
    assert.equal(isOwn('.autotmp_2', 7, 5), true);
    assert.equal(isOwn('new(<node DYNAMICTYPE>)', 3, 12), false);
    assert.equal(isOwn('new(<node DYNAMICTYPE>)', 6, 2), true);
  });

  it('are mixed where they cannot be of one parameter', () => {
    const isMixed = (...texts: readonly string[]) =>
      judgesRowsOf(
        texts.map((each) => ours(each)),
        () => source,
      ).map((row) => row.isMixed);
    assert.deepEqual(isMixed('1,param,leak', '1,param,leak-result,to result r level=0'), [
      false,
      false,
    ]);
    assert.deepEqual(isMixed('1,param,leak', '1,param,noleak'), [true, true]);
    assert.deepEqual(
      isMixed('1,param,leak-result,to result r level=0', '1,param,leak-result,to result r level=1'),
      [true, true],
    );
    assert.deepEqual(isMixed('1,param,noleak', '1,param,leak-result,to result r level=1'), [
      true,
      true,
    ]);
  });
});
