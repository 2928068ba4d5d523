/** What is left of damaged files is what it was; `LONG=1` damages more of them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkAll } from '../support/checkedGo.ts';
import { cutOff } from '../support/damage.ts';
import { typesDamage } from './typesDamage.ts';

const IS_LONG = process.env.LONG === '1';

describe('types', () => {
  it('of declarations that are whole stay what they were', () => {
    const { texts, expressions, failures } = typesDamage({
      seed: 1,
      packages: IS_LONG
        ? ['sort', 'strings', 'go/ast', 'go/types', 'encoding/json', 'net/http']
        : ['container/heap', 'slices', 'sort', 'text/tabwriter'],
      damagesPerFile: IS_LONG ? 10 : 3,
    });
    console.log(`${texts} texts, ${expressions} expressions`);
    assert.deepEqual(failures, []);
    assert.ok(expressions > 1_000);
  });

  it('of declarations in front of a cut stay what they were', () => {
    const { texts, expressions, failures } = typesDamage({
      seed: 2,
      packages: IS_LONG
        ? ['sort', 'strings', 'bufio', 'go/ast', 'encoding/json']
        : ['container/heap', 'slices', 'text/tabwriter'],
      damagesPerFile: IS_LONG ? 50 : 10,
      damage: cutOff,
    });
    console.log(`${texts} texts cut off, ${expressions} expressions`);
    assert.deepEqual(failures, []);
    assert.ok(expressions > 1_000);
  });

  const endless: Readonly<Record<string, string>> = {
    'a type of itself': 'type T T; type U []U; type V struct { v V }; type W map[W]W; var x V',
    'an alias of itself': 'type A = B; type B = []A; type C = C; var x A; var y C',
    'a growing instance':
      'type T[P any] struct { next *T[*P] }; var x T[int]; var y = x.next.next.next',
    'two growing instances':
      'type T[P any] struct { u U[[]P] }; type U[P any] struct { t *T[P] }; var x T[int]',
    'a growing method':
      'type T[P any] []P; func (t T[P]) M() T[T[P]] { return nil }; var x = T[int](nil).M().M()',
    'a growing constraint':
      'type C[P any] interface { M(C[C[P]]) }; func f[P C[P]](p P) { p.M(nil) }',
    'a constraint of itself':
      'type C interface { C }; func f[P C](p P) {}; func g[P interface{ Q }, Q interface { P }]() {}; var _ = f(1)',
    'a growing call': 'func f[P any](p P) { f(&p); f(f[*P]) }; var _ = f[int]',
    'an embedded type of itself':
      'type T struct { *T; U }; type U struct { *T }; var x T; var y = x.z',
    'a length of itself': 'type T [len(x)]int; var x T; const c = len(T{}) + d; const d = c',
    'a function of itself':
      'func f(x [unsafe.Sizeof(f)]int) {}; var v = func() { v() }; var w = w()',
    'no types': 'type T a + b; type U -c; type V *d * e; var x [!f]int; func g(p -q) {}',
  };
  for (const [name, text] of Object.entries(endless)) {
    it(`of ${name} have an end`, () => {
      assert.doesNotThrow(() => checkAll(text.replaceAll('; ', '\n')));
    });
  }

  /** What comes first, what is repeated, and what comes last. */
  const deep: Readonly<Record<string, readonly [string, string, string]>> = {
    parentheses: ['var x = ', '(', '1'],
    pointers: ['var x ', '*', 'int'],
    slices: ['var x ', '[]', 'int'],
    instances: ['type T[P any] []P\nvar x ', 'T[', 'int'],
    signs: ['var x = ', '- ', '1'],
    sums: ['var x = 1', ' + 1', ''],
    shifts: ['var s int\nvar x = 1', ' << s', ''],
    strings: ['var x = ""', ' + "a"', ''],
    selectors: ['type T struct { *T }\nvar t T\nvar x = t', '.T', ''],
    calls: ['type F func() F\nvar f F\nvar x = f', '()', ''],
    indices: ['type S []S\nvar s S\nvar x = s', '[0]', ''],
    'called elements': ['type F []func() F\nvar f F\nvar x = f', '[0]()', ''],
    literals: ['var x = ', 'func() { _ = ', '1'],
    blocks: ['func f() ', '{ if true ', '{}'],
    structs: ['var x ', 'struct { f ', 'int'],
    conversions: ['var x = ', 'int(', '1'],
  };
  for (const [name, [head, piece, tail]] of Object.entries(deep)) {
    it(`of deep ${name} have an end`, () => {
      assert.doesNotThrow(() => checkAll(head + piece.repeat(20_000) + tail));
      assert.doesNotThrow(() => checkAll(head + piece.repeat(300) + tail));
    });
  }

  it('of declarations that each refer to the next have an end', () => {
    const chain = (of: (at: number) => string) =>
      Array.from({ length: 5_000 }, (_, at) => of(at)).join('\n');
    for (const text of [
      chain((at) => `var x${at} = x${at + 1}`),
      chain((at) => `const c${at} = c${at + 1} + 1`),
      chain((at) => `type T${at} T${at + 1}`),
      chain((at) => `type T${at} struct { T${at + 1} }`),
      chain((at) => `type T${at} = []T${at + 1}`),
    ]) {
      assert.doesNotThrow(() => checkAll(text));
    }
  });

  it('of constants that double with each line have an end', () => {
    for (const operation of ['3 *', '1.5 *', '3i *', '"ab" +']) {
      const [first = '', operator = ''] = operation.split(' ');
      const lines = Array.from(
        { length: 200 },
        (_, at) => `c${at + 1} = c${at} ${operator} c${at}`,
      );
      assert.doesNotThrow(() => checkAll(`const (\nc0 = ${first}\n${lines.join('\n')}\n)`));
    }
    assert.doesNotThrow(() => checkAll('const (\na = 1 << 100000\nb = 1e1000000\nc = b / b\n)'));
  });
});
