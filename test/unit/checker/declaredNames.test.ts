import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayDeclare, mayDeclareFor } from '../../../server/src/engine/checker/declaredNames.ts';

describe('where a name may be declared', () => {
  it('is what each way to declare it looks like', () => {
    for (const text of [
      'func T() {}',
      'func\tT[P any]() {}',
      'func /* of */ T() {}',
      'type T = int',
      'var a, T = 1, 2',
      'var a, /* and */ T = 1, 2',
      'var (T int)',
      'var a int; const T = 1',
      'const (\n\tS = iota\n\tT\n)',
      'type (\n\tS int\n\tT[P any] int\n)',
      'T',
    ]) {
      assert.ok(mayDeclare(text, 'T'), text);
    }
  });

  it('is not where it is used, or is part of another name', () => {
    for (const text of [
      'func f(a, b T, b, T int) T { return T(a) }',
      'func (t *T) m() {}',
      'func (T) T() {}',
      'var x = T{}',
      'func f() {\n\tT("called")\n}',
      'type T2 int',
      'type aT int',
      'x.T',
    ]) {
      assert.ok(!mayDeclare(text, 'T'), text);
    }
  });

  it('is where a type is a receiver, or has another name', () => {
    for (const text of [
      'func (t T) m() {}',
      'func (t *T) m() {}',
      'func (*T[P]) m() {}',
      'func ( T ) m() {}',
      'func /* of */ (t /* pointer */ *T) m() {}',
      'type A = T',
      'type A =\tT',
    ]) {
      assert.ok(mayDeclareFor(text, 'T'), text);
    }
  });

  it('is not where values of a type are', () => {
    for (const text of [
      'func f(t T) T { return T(a) }',
      'func (t *T2) m(x T) (y T) {}',
      'x := T{}',
      'var p *T',
      'x == T',
      'x.T',
    ]) {
      assert.ok(!mayDeclareFor(text, 'T'), text);
    }
  });
});
