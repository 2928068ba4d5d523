import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceFile } from '../../../server/src/engine/checker/fileIndex.ts';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import { checkFiles } from '../../support/checkedGo.ts';

const TEXT = `package p

type pair struct{ a, b int }

var (
	list    = []pair{{1, 2}, {3, 4}}
	counted = [...]string{"a", 4: "e", "f"}
	pairs   = [...]pair{{1, 2}, {a: 3}}
	table   = map[string][]int{"}": {1, 2}, "{": {'}', '{'}}
	pointer = &pair{a: len([]int{1, 2, 3})}
	length  = len([...]int{1, 2, 3})
	fixed   = [len(counted)]pair{}
	call    = func(p pair) (int, error) { for { if p.a > 0 { return 1, nil } } }
	result  = func() string { return "}" }()
	first, second = []int{1}, map[pair]bool{{1, 2}: true}
)
`;

function outline(withBodies: boolean): ReadonlyMap<string, string> {
  const slices = sliceFile(TEXT);
  const file: SourceFile = {
    path: 'p.go',
    slices,
    parse: (declaration) => parseDeclaration(slices.textOf(declaration), { withBodies }),
  };
  const { package: checked } = checkFiles([file]);
  return new Map(
    [...checked.scope.names()].map((name) => {
      const object = checked.scope.get(name);
      assert.ok(object && 'type' in object, name);
      return [name, typeString(object.type)];
    }),
  );
}

void test('variables have the same types where what is between the braces of values is left out', () => {
  const types = outline(false);
  assert.deepEqual(types, outline(true));
  assert.equal(types.get('counted'), '[6]string');
  assert.equal(types.get('fixed'), '[6]p.pair');
});

void test('of values that are left out nothing is kept, and what follows is read', () => {
  const text = 'var a, b = []string{"}", `{`, f(struct{}{})}, func() { _ = "}" }; var c int';
  const { syntax, others, errors } = parseDeclaration(text, { withBodies: false });
  assert.deepEqual(errors, []);
  assert.equal(others.length, 1);
  const [spec] = syntax.kind === 'var' ? syntax.specs : [];
  const [list, call] = spec?.values ?? [];
  assert.ok(list?.kind === 'composite' && list.elements.length === 0);
  assert.equal(text.slice(list.start, list.end), '[]string{"}", `{`, f(struct{}{})}');
  assert.ok(call?.kind === 'function' && call.body.statements.length === 0);
});

void test('a value whose brace nothing closes is an error, and no more', () => {
  const { errors } = parseDeclaration('var a = []int{1, {2}', { withBodies: false });
  assert.equal(errors.length, 1);
});

test('of elements that are counted, the values are not kept', () => {
  const text = `var table = [...]pair{{1, 2}, at(3): {4, 5}, {6, 7}}`;
  const { syntax, countExpressions } = parseDeclaration(text, { withBodies: false });
  const [value] = syntax.kind === 'var' ? (syntax.specs[0]?.values ?? []) : [];
  assert.ok(value?.kind === 'composite');
  assert.deepEqual(
    value.elements.map(({ key, value: { kind } }) => [key?.kind, kind]),
    [
      [undefined, 'bad'],
      ['call', 'bad'],
      [undefined, 'bad'],
    ],
  );
  // The name; the literal, its type and that type's element; the call, what it calls and its argument.
  assert.equal(countExpressions, 7);
});
