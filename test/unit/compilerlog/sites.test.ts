import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CompilerLogReader } from '../../../server/src/engine/compilerlog/reader.ts';
import {
  groupByCall,
  sitesOf,
  withoutShapes,
} from '../../../server/src/engine/compilerlog/sites.ts';

function read(text: string) {
  const reader = new CompilerLogReader();
  for (const line of text.trim().split('\n')) {
    reader.readLine(line);
  }
  return reader.finish();
}

function sites(text: string): string[] {
  return sitesOf(read(text).rows).map(
    ({ place, what, verdict, detail, countRows, isInlined }) =>
      `${place.line}:${place.column} ${what} ${verdict} x${countRows}${isInlined ? ' inlined' : ''}${detail && ` (${detail})`}`,
  );
}

describe('sites', () => {
  it('make one of equal rows at one place', () => {
    assert.deepEqual(
      sites(`
a.go:3:9: append escapes to heap
a.go:3:9: append escapes to heap
a.go:3:9: append escapes to heap`),
      ['3:9 append heap x3'],
    );
  });

  it('make one of the instances of a generic, on the heap if any is', () => {
    assert.deepEqual(
      sites(`
a.go:3:9: new(go.shape.int) escapes to heap in F[go.shape.int]:
a.go:3:9: new(go.shape.int) escapes to heap
a.go:3:9: new(go.shape.string) does not escape`),
      ['3:9 new(T) heap x2 (1 of 2 copies in F[go.shape.int])'],
    );
  });

  it('let one instance that leaks outweigh another that does not', () => {
    assert.deepEqual(
      sites(`
a.go:3:9: leaking param: x
a.go:3:9: x does not escape, mutate, or call`),
      ['3:9 x leak x1'],
    );
  });

  it('keep each leak of a parameter', () => {
    assert.deepEqual(
      sites(`
a.go:3:9: leaking param content: x
a.go:3:9: leaking param: x to result ~r0 level=0
a.go:3:9: leaking param: x to result ~r1 level=1
a.go:3:9: mutates param: x derefs=0`),
      [
        '3:9 x leak-content x1',
        '3:9 x leak-result x1 (to result ~r0 level=0)',
        '3:9 x leak-result x1 (to result ~r1 level=1)',
      ],
    );
  });

  it('take a parameter that is only mutated or called as one that does not leak', () => {
    assert.deepEqual(
      sites(`
a.go:3:9: mutates param: x derefs=0
a.go:3:9: calls param: x derefs=0`),
      ['3:9 x noleak x1 (mutates derefs=0, calls derefs=0)'],
    );
  });

  it('leave what is said of a parameter with its function where another one at its place leaks', () => {
    const { rows } = read(`
a.go:3:9: mutates param: x derefs=0
a.go:5:2: moved to heap: y
a.go:3:9: leaking param: x
a.go:3:9: mutates param: x derefs=0`);
    assert.deepEqual(
      rows.map(({ what, verdict }) => `${what} ${verdict}`),
      ['y heap', 'x leak', 'x noleak'],
    );
  });

  it('group copies under the call that was inlined, its own slice of arguments not', () => {
    const log = read(`
a.go:3:9: inlining call to fmt.Errorf
a.go:3:9: inlining call to errors.New
a.go:3:9: ... argument does not escape
a.go:3:9: &errors.errorString{...} escapes to heap
a.go:3:9: &fmt.wrapError{...} escapes to heap`);
    const { own, calls } = groupByCall(log.inlinedCalls, sitesOf(log.rows));
    assert.deepEqual(
      own.map(({ what }) => what),
      ['... argument'],
    );
    assert.equal(calls.length, 1);
    assert.deepEqual(calls[0]?.callees, ['fmt.Errorf', 'errors.New']);
    assert.equal(calls[0].copies.length, 2);
  });
});

describe('shapes of generic instances', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['make([]go.shape.int, n)', 'make([]T, n)'],
    ['&node[go.shape.string]{...}', '&node[T]{...}'],
    ['new(go.shape.struct { a int; b go.shape.int })', 'new(T)'],
    ['F[go.shape.map[string]int,go.shape.[]uint8]', 'F[T,T]'],
    ['F[go.shape.func(int) string]', 'F[T]'],
    ['[]go.shape.*uint8{...}', '[]T{...}'],
    ['go.shape.interface { M() }(x)', 'T(x)'],
    ['plain.Name{...}', 'plain.Name{...}'],
  ];
  for (const [text, wanted] of cases) {
    it(text, () => {
      assert.equal(withoutShapes(text), wanted);
    });
  }
});
