/** How answers are sorted, counted and reported. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Causes, shapeOf } from './causes.ts';
import { compareTypes, type PackageComparison } from './compare.ts';
import {
  brokenBars,
  fallenFigures,
  NO_FIGURES,
  type SubjectFigures,
  type TypeFigures,
} from './figures.ts';
import { reportOf } from './reportText.ts';
import type { OracleExpression } from './typeInfo.ts';
import type { ExpressionKind, TypedExpression, UnknownExpression } from './typedExpressions.ts';

const TEXT = `package p

var é = f(a) + 1

var b = a
`;

/** Expressions of the text, each by its text and how often that stands before, as go/types has them. */
const EXPRESSIONS: readonly (readonly [string, number, ExpressionKind, TypedExpression])[] = [
  ['é', 0, 'ident', value('int')],
  ['f(a) + 1', 0, 'binary', value('int')],
  ['f(a)', 0, 'call', value('int')],
  ['f', 0, 'ident', value('func(p.T) int')],
  ['a', 0, 'ident', value('p.T')],
  ['1', 0, 'literal', value('int', '1')],
  ['b', 0, 'ident', value('p.T')],
  ['a', 1, 'ident', value('p.T')],
];

function value(type: string, constant?: string): TypedExpression {
  return { type, isType: false, constant };
}

describe('comparing', () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'compare-types-'));
    file = join(folder, 'p.go');
    writeFileSync(file, TEXT);
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Answers as go/types, but for the expressions that are named by their text and number. */
  function compare(
    answers: Readonly<Record<string, TypedExpression | UnknownExpression | undefined>>,
    oracle: Readonly<Record<string, TypedExpression>> = {},
  ): PackageComparison {
    const answersByEnds = new Map<string, TypedExpression | UnknownExpression | undefined>();
    const expressions = EXPRESSIONS.map(([text, ordinal, kind, known]): OracleExpression => {
      const startByte = placeOf(text, ordinal);
      const endByte = startByte + Buffer.byteLength(text);
      const name = `${text} ${ordinal}`;
      answersByEnds.set(`${startByte} ${endByte}`, name in answers ? answers[name] : known);
      return { startByte, endByte, kind, ...(oracle[name] ?? known) };
    });
    return compareTypes(
      {
        importPath: 'p',
        name: 'p',
        directory: folder,
        files: [file],
        goVersion: 'go1.26',
        expressions: [{ file, expressions }],
        errors: [],
      },
      {
        at: (path, startByte, endByte) => {
          assert.equal(path, file);
          return answersByEnds.get(`${startByte} ${endByte}`);
        },
      },
    );
  }

  /** The byte at which a text stands for the n-th time, from 0 on; letters as words of their own. */
  function placeOf(text: string, ordinal: number): number {
    const literally = text.replace(/[()+]/g, '\\$&');
    const pattern = new RegExp(`(?<!\\p{L})${literally}(?!\\p{L})`, 'gu');
    const index = [...TEXT.matchAll(pattern)][ordinal]?.index;
    assert.ok(index !== undefined, text);
    return Buffer.byteLength(TEXT.slice(0, index));
  }

  it('finds nothing where all is equal', () => {
    const { figures, disagreements } = compare({});
    assert.deepEqual(figures, { ...NO_FIGURES, expressions: EXPRESSIONS.length });
    assert.deepEqual(disagreements, []);
  });

  it('tells wrong, unknown and missing apart, by kind', () => {
    const { figures, kinds } = compare({
      '1 0': value('int', '2'),
      'f(a) 0': value('string'),
      'f 0': { unknown: 'why' },
      'b 0': value('[]invalid type'),
      'f(a) + 1 0': undefined,
      'é 0': { ...value('int'), isType: true },
    });
    assert.deepEqual(figures, { expressions: 8, wrong: 3, unknown: 2, missing: 1 });
    assert.deepEqual(kinds.get('ident'), { expressions: 5, wrong: 1, unknown: 2, missing: 0 });
    assert.deepEqual(kinds.get('literal'), { expressions: 1, wrong: 1, unknown: 0, missing: 0 });
  });

  it('takes a constant that is none for wrong', () => {
    assert.equal(compare({ '1 0': value('int') }).figures.wrong, 1);
    assert.equal(compare({ 'b 0': value('p.T', '1') }).figures.wrong, 1);
  });

  it('judges nothing that go/types cannot tell', () => {
    const { figures } = compare({ 'b 0': undefined }, { 'b 0': value('invalid type') });
    assert.deepEqual(figures, { ...NO_FIGURES, expressions: EXPRESSIONS.length - 1 });
  });

  it('says which disagreement is the first', () => {
    const unknown = { unknown: 'why' };
    const { disagreements } = compare({
      'f(a) + 1 0': unknown,
      'f(a) 0': unknown,
      'a 0': unknown,
      'b 0': unknown,
      'a 1': unknown,
    });
    const first = disagreements.filter(({ isFirst }) => isFirst);
    assert.deepEqual(
      first.map(({ startByte }) => startByte),
      [placeOf('a', 0), placeOf('b', 0)],
    );
  });

  it('reports causes with their places', () => {
    const { figures, kinds, disagreements } = compare({
      'f(a) 0': { unknown: 'no "f"' },
      '1 0': value('int', '2'),
    });
    const causes = new Causes(1);
    for (const each of disagreements) {
      causes.add('p', each);
    }
    const run = { packages: new Map([['p', figures]]), kinds, causes, erroneous: [], thrown: [] };
    const text = reportOf(run, { directory: folder, maximumCauses: 5, maximumPackages: 5 });
    for (const line of [
      'UNKNOWN call of type int, unknown: no … — 1 (1 first) in p',
      'WRONG literal of type int, constant of another value, we say int, constant of another value',
      'p.go:3:10: f(a)',
      'in      var é = f(a) + 1',
      'oracle  int = 1',
      'ours    int = 2',
    ]) {
      assert.ok(text.includes(line), `${line} is not in\n${text}`);
    }
  });
});

describe('shapes of types', () => {
  for (const [type, shape] of [
    ['int', 'int'],
    ['untyped float', 'untyped float'],
    ['net/http.Header', 'named'],
    ['*net/http.Request', '*named'],
    ['[][4]*p.T', '[][n]*named'],
    ['p.T[int, []a/b.c]', 'named[…]'],
    ['func(x int) (p.T, error)', 'func'],
    ['func[T any](x T)', 'generic func'],
    ['map[string]p.T', 'map'],
    ['chan<- struct{a int}', 'chan<- struct'],
    ['interface{M(p.T)}', 'interface'],
    ['(n int, err error)', 'tuple'],
    ['()', '()'],
    ['T', 'T'],
  ] as const) {
    it(type, () => {
      assert.equal(shapeOf(type), shape);
    });
  }
});

describe('figures', () => {
  const figures = (more: Partial<TypeFigures>): SubjectFigures => {
    const of = { ...NO_FIGURES, expressions: 10_000, ...more };
    return { packages: { p: of }, kinds: { call: of } };
  };

  it('have to reach the bars', () => {
    assert.deepEqual(brokenBars(figures({ unknown: 50 })), []);
    assert.equal(brokenBars(figures({ unknown: 51 })).length, 1);
    assert.equal(brokenBars(figures({ missing: 201 })).length, 2);
    assert.deepEqual(brokenBars(figures({ wrong: 9 })), []);
    assert.equal(brokenBars(figures({ wrong: 10 })).length, 1);
  });

  it('may only rise', () => {
    const committed = figures({ unknown: 10, wrong: 5 });
    assert.deepEqual(fallenFigures(committed, committed), []);
    assert.deepEqual(fallenFigures(figures({ unknown: 9, wrong: 5 }), committed), []);
    assert.equal(fallenFigures(figures({ unknown: 11, wrong: 5 }), committed).length, 1);
    assert.equal(fallenFigures(figures({ unknown: 8, wrong: 6 }), committed).length, 1);
    assert.deepEqual(fallenFigures(figures({ missing: 9 }), undefined), []);
  });
});
