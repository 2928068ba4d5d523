/** Rules of Go that a reader may look for; all of them are held against go/types in test/oracle. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';
import { forEachNode } from '../../../server/src/engine/syntax/walk.ts';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import { checkedGo, checkFiles, sourceFileOf } from '../../support/checkedGo.ts';

/** Expressions of a text with their types, constants with their values. */
function hasTypes(text: string, expected: Readonly<Record<string, string>>): void {
  const typeOf = checkedGo(text);
  const found = Object.keys(expected).map((expression) => [expression, typeOf(expression)]);
  assert.deepEqual(Object.fromEntries(found), expected);
}

describe('untyped constants', () => {
  it('become what they are assigned to', () => {
    hasTypes('var f float32 = 1 << 3\nvar i any = 2.5\nvar b = byte(255)', {
      '1 << 3': 'float32 = 8',
      '2.5': 'float64 = 5/2',
      '255': 'byte = 255',
    });
  });

  it('become what the other operand is', () => {
    hasTypes('var x float64\nvar y = x * 2\nvar z = 2 * 3.5', {
      'x * 2': 'float64',
      '2': 'float64 = 2',
      '2 * 3.5': 'float64 = 7',
    });
  });

  it('are exact', () => {
    hasTypes('const third = 1.0 / 3\nconst one = third * 3\nconst big = 1 << 400 >> 398', {
      'third * 3': 'untyped float = 1',
      '1 << 400 >> 398': 'untyped int = 4',
    });
  });
});

describe('shifts', () => {
  it('of constants by a variable take the type that surrounds them', () => {
    hasTypes('var s uint\nvar a int8 = 1 << s\nvar b = uint16(2 << s)\nvar c = 3 << s', {
      '1 << s': 'int8',
      '2 << s': 'uint16',
      '3 << s': 'int',
    });
  });
});

describe('inference', () => {
  it('goes from arguments, and from constraints to what they are made of', () => {
    hasTypes(
      `func first[S ~[]E, E any](s S) E { return s[0] }
type names []string
var a = first(names{"x"})
func convert[T any, F func(T) string](f F, t T) string { return f(t) }
var b = convert(func(int) string { return "" }, 1)`,
      {
        'first(names{"x"})': 'string',
        first: 'func(s p.names) string',
        'convert(func(int) string { return "" }, 1)': 'string',
      },
    );
  });

  it('takes the default type of constants where nothing else is known', () => {
    hasTypes('func pair[T any](x, y T) T { return x }\nvar a = pair(1, 2.5)', {
      'pair(1, 2.5)': 'float64',
      '1': 'float64 = 1',
    });
  });

  it('goes from the function type that is wanted', () => {
    hasTypes('func id[T any](t T) T { return t }\nvar f func(string) string = id', {
      id: 'func(t string) string',
    });
  });
});

describe('method sets', () => {
  it('hold promoted methods, through pointers as well', () => {
    hasTypes(
      `type inner struct{}
func (*inner) set(int) {}
func (inner) get() string { return "" }
type outer struct{ *inner }
var o outer
var a = o.get
var b = outer.set
var c = (*outer).get`,
      {
        'o.get': 'func() string',
        'outer.set': 'func(p.outer, int)',
        '(*outer).get': 'func(*p.outer) string',
      },
    );
  });
});

describe('values with an ok', () => {
  it('are pairs, whose second type is that of what it is assigned to', () => {
    hasTypes(
      'type flag bool\nvar m map[string]int\nvar x, ok = m["a"]\nvar f flag\nfunc g() { _, f = m["b"] }',
      {
        'm["a"]': '(int, bool)',
        'm["b"]': '(int, p.flag)',
      },
    );
  });
});

describe('long expressions', () => {
  const declared = 'type b struct{}\nfunc (b) set(n int) b { return b{} }\nvar x b\nvar n int\n';

  it('that are chains of calls have types, those in the arguments too', () => {
    const chain = `x${'.set(n)'.repeat(5000)}`;
    hasTypes(`${declared}var y = ${chain}.set(int(2.0))`, {
      [`${chain}.set`]: 'func(n int) p.b',
      [`${chain}.set(int(2.0))`]: 'p.b',
      'x.set(n)': 'p.b',
      'int(2.0)': 'int = 2',
    });
  });

  it('that are chains of operators have types', () => {
    const chain = `n${' + n'.repeat(5000)}`;
    hasTypes(`${declared}var y = ${chain}`, { [chain]: 'int', 'n + n': 'int' });
  });
});

describe('a type switch', () => {
  it('has its variables in a text that is parsed again', () => {
    const text =
      'func f(v any) int {\n\tswitch v := v.(type) {\n\tcase int:\n\t\treturn v\n\tdefault:\n\t\treturn 0\n\t}\n}\n';
    const file = sourceFileOf('p.go', `package p\n\n${text}`);
    const checked = checkFiles([file]);
    const declaration = file.slices.declarations.find(({ keyword }) => keyword === 'func');
    assert.ok(declaration);
    const types = checked.typesOf(file.path, declaration);
    assert.ok(types);
    const variables: string[] = [];
    const { syntax } = parseDeclaration(file.slices.textOf(declaration), { withBodies: true });
    forEachNode(syntax, (node) => {
      if (node.kind === 'typeSwitch') {
        const made = node.clauses.map((clause) => types.implicitOf(clause));
        variables.push(...made.map((each) => (each ? typeString(each.type) : 'none')));
      }
    });
    assert.deepEqual(variables, ['int', 'any']);
  });
});
