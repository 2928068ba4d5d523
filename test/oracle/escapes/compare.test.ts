/** How verdicts are joined and counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VerdictRow } from '../../../server/src/engine/compilerlog/rows.ts';
import type { OracleRow } from '../agreement.ts';
import { compareVerdicts } from './compare.ts';
import { ESCAPES } from './figures.ts';
import type { DeclarationVerdicts } from './ours.ts';

function theirs(text: string, more: Partial<OracleRow> = {}): OracleRow {
  const [line = '', kind = '', verdict = '', detail = ''] = text.split(',');
  return {
    file: '/p.go',
    line: Number(line),
    col: 2,
    kind,
    what: 'x',
    verdict,
    detail,
    inlined: false,
    mixed: false,
    compilerOnly: false,
    ...more,
  };
}

function ours(text: string, more: Partial<VerdictRow> = {}): VerdictRow {
  const { file, line, col: column, kind, what, verdict, detail } = theirs(text);
  const place = { file, line, column };
  return { place, kind, what, verdict, detail, isInlined: false, ...more } as VerdictRow;
}

function declaration(rows: readonly VerdictRow[], genericAt?: string): DeclarationVerdicts {
  return {
    file: '/p.go',
    isFunction: true,
    firstLine: 1,
    lastLine: 9,
    genericAt,
    rows,
    inlinedCalls: [],
  };
}

/** The counts that are not zero. */
function counted(oracle: readonly OracleRow[], declarations: readonly DeclarationVerdicts[]) {
  const { figures } = compareVerdicts(oracle, declarations);
  return Object.fromEntries(
    ESCAPES.kinds.flatMap((kind) =>
      Object.entries(figures[kind])
        .filter(([, count]) => count > 0)
        .map(([outcome, count]) => [`${kind} ${outcome}`, count as number]),
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
    const copy = theirs('1,expr,heap', { inlined: true });
    assert.deepEqual(counted([copy], [declaration([])]), { 'copies missing': 1 });
    const own = ours('2,expr,heap', { isInlined: true });
    assert.deepEqual(counted([], [declaration([own])]), { 'copies invented': 1 });
  });

  it('judges no names of the compiler’s own', () => {
    const own = theirs('1,expr,heap', { compilerOnly: true });
    assert.deepEqual(counted([own], [declaration([ours('1,expr,heap')])]), {});
    assert.deepEqual(counted([own], [declaration([ours('1,expr,stack')])]), {
      'stack invented': 1,
    });
  });

  it('judges nothing of a generic function that was not compiled, nor its wrappers', () => {
    const generic = declaration([ours('3,expr,heap')], '2:6');
    assert.deepEqual(counted([], [generic]), {});
    assert.deepEqual(counted([theirs('2,expr,heap', { col: 6 })], [generic]), {});
    assert.deepEqual(counted([theirs('4,expr,heap')], [generic]), {
      'heap missing': 1,
      'heap invented': 1,
    });
  });
});

describe('figures of verdicts', () => {
  it('may not fall, nor be below their bars', () => {
    const figures = (equal: number, missing: number) => ({
      p: { ...ESCAPES.none(), heap: { equal, missing, invented: 0 } },
    });
    assert.deepEqual(ESCAPES.fallen(figures(99, 1), figures(98, 2)), []);
    assert.equal(ESCAPES.fallen(figures(98, 2), figures(99, 1)).length, 1);
    assert.deepEqual(ESCAPES.brokenBars(figures(99, 1)), []);
    assert.equal(ESCAPES.brokenBars(figures(98, 2)).length, 1);
  });
});
