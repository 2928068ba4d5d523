import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type FileSlices,
  resliceAfterEdit,
  sliceFile,
} from '../../../server/src/engine/syntax/slicer.ts';

/** The texts of the declarations, those of broken ones with a `!` before. */
function outline(text: string): string[] {
  const slices = sliceFile(text);
  return slices.declarations.map((declaration) => {
    const shown = slices.textOf(declaration);
    return declaration.isComplete ? shown : `! ${shown}`;
  });
}

/** What stands between two declarations when the case is of the one before them. */
const NEXT = 'func next() {\n\tg()\n}';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly expected: readonly string[];
}

function check(cases: readonly Case[]): void {
  for (const { name, text, expected } of cases) {
    it(name, () => {
      assert.deepEqual(outline(text), expected);
    });
  }
}

describe('sliceFile on valid Go', () => {
  check([
    { name: 'nothing', text: '', expected: [] },
    { name: 'comments only', text: '\n// a\n/* b\nfunc c() {}\n*/\n', expected: [] },
    { name: 'a package after a byte order mark', text: '\ufeffpackage p', expected: ['package p'] },
    {
      name: 'a package after comments',
      text: '// Copyright\n\n//go:build linux\n\n/*\nfunc a\n*/\npackage p // q\n',
      expected: ['package p'],
    },
    {
      name: 'every keyword',
      text: 'package p\nimport "a"\nconst (\n\tb = 1\n)\nvar c int\ntype d struct {\n\te int\n}\nfunc f() {}',
      expected: [
        'package p',
        'import "a"',
        'const (\n\tb = 1\n)',
        'var c int',
        'type d struct {\n\te int\n}',
        'func f() {}',
      ],
    },
    {
      name: 'lines that end in an operator go on',
      text: 'var a = 1 +\n\t2\nvar b =\n\tfoo(\n\n\t)\nvar c = x.\n\ty()\n',
      expected: ['var a = 1 +\n\t2', 'var b =\n\tfoo(\n\n\t)', 'var c = x.\n\ty()'],
    },
    {
      name: 'lines that end in a keyword go on',
      text: 'type T struct\n{\n\tA int\n}\nvar\nx int\n',
      expected: ['type T struct\n{\n\tA int\n}', 'var\nx int'],
    },
    {
      name: 'Windows line ends',
      text: 'package p\r\n\r\nvar a = `x\r\nfunc b() {`\r\nfunc c() {\r\n}\r\n',
      expected: ['package p', 'var a = `x\r\nfunc b() {`', 'func c() {\r\n}'],
    },
    {
      name: 'a string full of Go',
      text: `const src = \`\npackage q\n\nfunc h() {\n}\n\`\n${NEXT}`,
      expected: ['const src = `\npackage q\n\nfunc h() {\n}\n`', NEXT],
    },
    {
      name: 'strings full of Go in a call',
      text: `func f() {\n\tg(\`package a\nvar x = 1\n\`, \`\nfunc b()\n\`)\n}\n${NEXT}`,
      expected: ['func f() {\n\tg(`package a\nvar x = 1\n`, `\nfunc b()\n`)\n}', NEXT],
    },
    {
      name: 'code in comments',
      text: `func f() {\n/*\nfunc g() {\n*/\n}\n\n/*\nvar x = 1\n*/\n${NEXT}`,
      expected: ['func f() {\n/*\nfunc g() {\n*/\n}', NEXT],
    },
    {
      name: 'quotes and brackets in strings, runes and comments',
      text: `var a = "}\\"\`{" + '\\'' + '"' + \`"\` // "{\n/* ( " \` */ ${NEXT}`,
      expected: ['var a = "}\\"`{" + \'\\\'\' + \'"\' + `"`', NEXT],
    },
    {
      name: 'declarations at column 0 in a body that gofmt has not seen',
      text: `func f() {\nvar x int\ntype T int\nconst (\nc = 1\n)\nfunc(y int) {\n}(x)\n}\n${NEXT}`,
      expected: [
        'func f() {\nvar x int\ntype T int\nconst (\nc = 1\n)\nfunc(y int) {\n}(x)\n}',
        NEXT,
      ],
    },
    {
      name: 'declarations that are indented',
      text: '  package p\n  var x int\n  func f() {\n  }\n',
      expected: ['package p', 'var x int', 'func f() {\n  }'],
    },
    {
      name: 'several declarations on a line are one',
      text: 'package p; import "x"\nvar a, b = 1, 2; var c int;\nvar d int',
      expected: ['package p; import "x"', 'var a, b = 1, 2; var c int;', 'var d int'],
    },
    {
      name: 'a comment of two lines is a newline',
      text: 'var a = 1 /*\n*/ var b = 2\n',
      expected: ['var a = 1', 'var b = 2'],
    },
    {
      name: 'a label at column 0',
      text: 'func f() {\nL:\n\tg()\n}\n',
      expected: ['func f() {\nL:\n\tg()\n}'],
    },
    {
      name: 'tags of fields',
      text: 'type T struct {\n\tA int `json:"a"`\n\tB struct{ C int `x` } `y`\n}\nimport m `math`\n',
      expected: [
        'type T struct {\n\tA int `json:"a"`\n\tB struct{ C int `x` } `y`\n}',
        'import m `math`',
      ],
    },
  ]);
});

describe('sliceFile on broken Go: one declaration pays', () => {
  const damaged: readonly (readonly [name: string, text: string])[] = [
    ['a brace is missing', 'func f() {\n\tif x {\n\t\ty()\n}'],
    ['a brace is too much', 'func f() {\n\tif x {\n\t}}\n\ty()\n}'],
    ['an opening brace is missing', 'func f()\n\tx()\n}'],
    ['a parenthesis is missing', 'func f() {\n\tg(1, 2\n}'],
    ['a parenthesis is too much', 'func f() {\n\tg(1, 2))\n}'],
    ['a bracket is of the wrong kind', 'func f() {\n\tg(1]\n}'],
    ['a quote is missing', 'func f() {\n\tg("x)\n}'],
    ['an apostrophe is missing', "func f() {\n\tg('{)\n}"],
    ['a group is open', 'const (\n\ta = 1'],
    ['a struct is open', 'type T struct {\n\ta int'],
    ['an import is open', 'import (\n\t"fmt"'],
    ['the head of a function', 'func f('],
    ['the head of a method', 'func (r *T'],
    ['a value is missing', 'var x ='],
    ['a string quotes a back quote and lost its own', 'func f() {\n\tg(a`b")\n}'],
    ['a string quotes a comment and lost its quote', 'func f() {\n\tg(*/*")\n}'],
    ['characters that no Go has', 'func f() {\n\t#$?@\n}'],
  ];
  for (const [name, text] of damaged) {
    for (const after of [NEXT, `// Doc of next.\n${NEXT}`, `var y = 1\n\n${NEXT}`]) {
      it(`${name}; then ${JSON.stringify(after.slice(0, 8))}`, () => {
        const [first, ...rest] = outline(`${text}\n\n${after}\n`);
        assert.equal(first, `! ${text}`);
        assert.deepEqual(rest, outline(after));
      });
    }
  }

  check([
    {
      name: 'an open back quote',
      text: `func f() {\n\tg(\`x)\n}\n\n// Doc.\nvar y = \`a\`\n${NEXT}`,
      expected: ['! func f() {\n\tg(`x)\n}', 'var y = `a`', NEXT],
    },
    {
      name: 'an open back quote before a string full of Go',
      text: `var a = \`x\n\nvar b = \`\npackage p\n\nfunc c() {}\n\`\n\n${NEXT}\n`,
      expected: ['! var a = `x', 'var b = `\npackage p\n\nfunc c() {}\n`', NEXT],
    },
    {
      name: 'a string full of Go that lost its closing quote',
      text: `func f() {\n\tg(\`\npackage p\n\nfunc c() {}\n, 1)\n}\n\nvar b = \`y\`\n${NEXT}\n`,
      expected: ['! func f() {\n\tg(`\npackage p\n\nfunc c() {}\n, 1)\n}', 'var b = `y`', NEXT],
    },
    {
      name: 'an open call around a string full of Go',
      text: `func f() {\n\tg(\`\npackage p\n\nfunc c() {}\n\`\n}\n\n${NEXT}\n`,
      expected: ['! func f() {\n\tg(`\npackage p\n\nfunc c() {}\n`\n}', NEXT],
    },
    {
      name: 'an open comment between declarations',
      text: `var a = 1\n\n/* b\n\n${NEXT}`,
      expected: ['var a = 1', '! /* b', NEXT],
    },
    {
      name: 'an open comment that a later one would close',
      text: `var a = 1\n\n/* b\n\n${NEXT}\n\nfunc c() { /* d */ }`,
      expected: ['var a = 1', '! /* b', NEXT, 'func c() { /* d */ }'],
    },
    {
      name: 'a word being typed between declarations',
      text: `var a = 1\n\nfun\n\n${NEXT}`,
      expected: ['var a = 1', '! fun', NEXT],
    },
    {
      name: 'words before everything',
      text: `hello world\nagain\n\n${NEXT}`,
      expected: ['! hello world\nagain', NEXT],
    },
    {
      name: 'the rest of a body that was closed too early',
      text: `func f() {\n}\n\tx()\n\treturn\n}\n${NEXT}`,
      expected: ['! func f() {\n}\n\tx()\n\treturn\n}', NEXT],
    },
    {
      name: 'closing brackets alone',
      text: `}\n)]\n${NEXT}`,
      expected: ['! }\n)]', NEXT],
    },
  ]);
});

describe('Declaration', () => {
  function only(text: string): FileSlices['declarations'][number] {
    const [first, ...more] = sliceFile(text).declarations;
    assert.ok(first);
    assert.equal(more.length, 0);
    return first;
  }

  it('has a name', () => {
    const names = [
      ['package p', 'p'],
      ['import "x"', undefined],
      ['func f() {}', 'f'],
      ['func f[T any](x T) {}', 'f'],
      ['func (T) M() {}', 'T.M'],
      ['func (t T) M() {}', 'T.M'],
      ['func (t *T) M() {}', '(*T).M'],
      ['func (*T) M() {}', '(*T).M'],
      ['func ( t * T[K, *V] ) M() {}', '(*T).M'],
      ['func (t T[K]) M() {}', 'T.M'],
      ['func (_ *T[_, _]) M() {}', '(*T).M'],
      ['func (/* a */ t *T) /* b */ M() {}', '(*T).M'],
      ['func (t *(T)) M() {}', '(*T).M'],
      ['func (', undefined],
      ['func', undefined],
      ['func (t *T', undefined],
      ['type T struct{}', 'T'],
      ['type T[P any] = []P', 'T'],
      ['type (\n\tT int\n)', undefined],
      ['var größe, y = 1, 2', 'größe'],
      ['const c = 1', 'c'],
      ['const (\n\tc = 1\n)', undefined],
      ['hello', undefined],
    ] as const;
    assert.deepEqual(
      names.map(([text]) => [text, only(text).name]),
      names,
    );
  });

  it('knows the comment block directly above', () => {
    const text =
      '// a\n\n// b\n/* c\n d */\nfunc f() {} // e\n// g\nvar x int\n\n// h\n\nvar y int\n';
    const slices = sliceFile(text);
    assert.deepEqual(
      slices.declarations.map(({ docStart, start }) => text.slice(docStart, start)),
      ['// b\n/* c\n d */\n', '// g\n', ''],
    );
  });

  it('takes the directives above it, blank lines or not, and nothing else', () => {
    const text =
      'func a() {}\n//go:noinline\n\n// b.\n//go:nosplit \r\n// go:no\nfunc b() {\n//go:inside\n}\nfunc c() {}\n';
    assert.deepEqual(
      sliceFile(text).declarations.map(({ directives }) => directives),
      [[], ['//go:noinline', '//go:nosplit'], []],
    );
  });

  it('is identified by its text and directives, not by what is around it', () => {
    const hash = only('func f() {}').hash;
    assert.match(hash, /^[0-9a-f]{16}$/);
    assert.equal(only('\n\n// Doc.\nfunc f() {} // x\n').hash, hash);
    assert.equal(sliceFile('var a = `\n\nfunc f() {}').declarations[1]?.hash, hash);
    assert.notEqual(only('func f() { }').hash, hash);
    assert.notEqual(only('//go:noinline\nfunc f() {}').hash, hash);
    assert.notEqual(
      only('//go:nosplit\nfunc f() {}').hash,
      only('//go:noinline\nfunc f() {}').hash,
    );
  });

  it('is told from others of the same text', () => {
    const { declarations } = sliceFile('var _ = 1\nvar _ = 2\nvar _ = 1\nvar _ = 1\n');
    assert.deepEqual(
      declarations.map(({ ordinal }) => ordinal),
      [0, 0, 1, 2],
    );
    assert.equal(new Set(declarations.map(({ id }) => id)).size, 4);
  });

  it('is found by offset', () => {
    const text = 'package p\n\n// Doc.\nfunc f() {}\n\n\n// x\n\nvar y = 1';
    const slices = sliceFile(text);
    const names = Array.from(text, (_, offset) => slices.declarationAt(offset)?.name ?? '.');
    assert.equal(
      names.join(''),
      `${'p'.repeat(10)}.${'f'.repeat(20)}${'.'.repeat(8)}${'y'.repeat(9)}`,
    );
    assert.equal(slices.declarationAt(text.length)?.name, 'y');
    assert.equal(slices.declarationAt(-1), undefined);
  });
});

describe('resliceAfterEdit', () => {
  const text = 'package p\n\nfunc a() {\n\tx()\n}\n\nfunc b() {\n\ty()\n}\n\nfunc c() {}\n';

  function edited(at: string, replacement: string): [FileSlices, FileSlices] {
    const before = sliceFile(text);
    const start = text.indexOf(at);
    const oldEnd = start + at.length;
    const changed = text.slice(0, start) + replacement + text.slice(oldEnd);
    const edit = { start, oldEnd, newEnd: start + replacement.length };
    return [before, resliceAfterEdit(before, edit, changed)];
  }

  it('keeps the objects of declarations that the edit does not reach or move', () => {
    const [before, after] = edited('y()', 'z()');
    assert.deepEqual(
      after.declarations.map((declaration) => before.declarations.includes(declaration)),
      [true, true, false, true],
    );
  });

  it('keeps the hashes of declarations that it moves', () => {
    const [before, after] = edited('y()', 'if y {');
    const hashes = before.declarations.map(({ hash }) => hash);
    assert.deepEqual(
      after.declarations.map(({ hash }) => hashes.includes(hash)),
      [true, true, false, true],
    );
    assert.equal(after.textOf(after.declarations[3] ?? assert.fail()), 'func c() {}');
  });

  it('finds declarations of other versions where they are now', () => {
    const [before, after] = edited('x()', 'x()\n\tx()');
    const places = before.declarations.map((declaration) => after.startOf(declaration));
    assert.deepEqual(places, [0, 11, 35, 54]);
    assert.deepEqual(
      after.declarations.map((declaration) => after.startOf(declaration)),
      [0, 11, 35, 54],
    );
  });

  it('takes an edit that does not fit the text for a new text', () => {
    const before = sliceFile(text);
    for (const edit of [
      { start: -1, oldEnd: 0, newEnd: 0 },
      { start: 5, oldEnd: 4, newEnd: 5 },
      { start: 0, oldEnd: 1000, newEnd: 1000 },
      { start: 3, oldEnd: 4, newEnd: 9 },
    ]) {
      const after = resliceAfterEdit(before, edit, 'package q\n');
      assert.deepEqual(
        after.declarations.map(({ name }) => name),
        ['q'],
      );
    }
  });
});
