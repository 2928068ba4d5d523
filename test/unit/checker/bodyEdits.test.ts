import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { typeString } from '../../../server/src/engine/types/typeString.ts';
import { checkFiles, forEachExpression, sourceFileOf } from '../../support/checkedGo.ts';

const BEFORE = `package p

import "missing"

type T[P any] struct{ value P }

func (t *T[P]) Get(other P) P { return t.value }

func first(count int) string {
	text := "a"
	return text
}

var number = 1

func second() string { return first(number) }
`;

const PATH = '/p/p.go';

/** Checks a text, and takes another one over if only bodies have changed. */
function edited(from: string, to: string) {
  const before = sourceFileOf(PATH, BEFORE);
  const after = sourceFileOf(PATH, BEFORE.replace(from, to));
  assert.notEqual(after.slices.text, BEFORE, from);
  const checked = checkFiles([before]);
  const typesOf = (file: typeof before, name: string) => {
    const declaration = file.slices.declarations.find((each) => each.name === name);
    assert.ok(declaration, name);
    const types = checked.typesOf(PATH, declaration);
    const texts = new Map<string, string>();
    forEachExpression(file, declaration, (expression) => {
      const type = types?.typeOf(expression);
      const start = declaration.start + expression.start;
      const text = file.slices.text.slice(start, declaration.start + expression.end);
      if (type) {
        texts.set(text, typeString(type));
      }
    });
    return { types, texts, declaration };
  };
  const old = {
    first: typesOf(before, 'first'),
    second: typesOf(before, 'second'),
    get: typesOf(before, '(*T).Get'),
    object: checked.package.scope.get('first'),
  };
  /** Names of the functions whose bodies changed. */
  const taken = checked.takeBodies([after])?.map(({ name }) => name);
  return { checked, before, after, old, taken, typesOf };
}

describe('bodies of functions that change', () => {
  it('are checked anew, and nothing else is', () => {
    const { checked, after, old, taken, typesOf } = edited(
      'text := "a"',
      'text, number := "a", 2.5; _ = number',
    );
    assert.deepEqual(taken, ['first']);
    const first = typesOf(after, 'first');
    assert.equal(first.texts.get('number'), 'float64');
    assert.equal(first.texts.get('count'), undefined);
    assert.notEqual(first.types, old.first.types);
    assert.equal(typesOf(after, 'second').types, old.second.types);
    assert.equal(typesOf(after, '(*T).Get').types, old.get.types);
    assert.equal(checked.package.scope.get('first'), old.object);
    assert.equal(typesOf(after, 'first').types, first.types);
  });

  it('keep parameters and their types', () => {
    const { after, old, taken, typesOf } = edited(
      '{ return t.value }',
      '{ value := t.Get(other); return value }',
    );
    assert.deepEqual(taken, ['Get']);
    const { texts } = typesOf(after, '(*T).Get');
    assert.equal(texts.get('t.Get(other)'), 'P');
    assert.equal(texts.get('value'), 'P');
    assert.equal(typesOf(after, 'first').types, old.first.types);
  });

  it('leave behind no local names', () => {
    const { checked, after, taken, typesOf } = edited('text := "a"', 'other := 1i');
    assert.deepEqual(taken, ['first']);
    assert.match(typesOf(after, 'first').texts.get('text') ?? '', /^undefined|^invalid/);
    assert.ok(checked.takeBodies([sourceFileOf(PATH, BEFORE)]));
  });

  it('move the place of the function along', () => {
    const { after, old, typesOf, taken } = edited('text := "a"', 'text := "b"');
    assert.deepEqual(taken, ['first']);
    const { declaration } = typesOf(after, 'first');
    assert.notEqual(declaration.id, old.first.declaration.id);
    assert.equal(old.object?.place?.declaration, declaration.id);
    assert.equal(old.object.kind, 'func');
    assert.equal(old.object.type.kind, 'signature');
    const [parameter] = old.object.type.parameters.variables;
    assert.equal(parameter?.place?.declaration, declaration.id);
  });

  it('are of the text as it is now only', () => {
    const { checked, before } = edited('text := "a"', 'text := "b"');
    const declaration = before.slices.declarations.find(({ name }) => name === 'first');
    assert.ok(declaration);
    assert.equal(checked.typesOf(PATH, declaration), undefined);
  });

  for (const [from, to, what] of [
    ['first(count int)', 'first(count uint)', 'a parameter'],
    ['count int) string', 'count int) []byte', 'a result'],
    ['func first(', 'func third(', 'a name'],
    ['(t *T[P])', '(t T[P])', 'a receiver'],
    ['value P', 'value []P', 'a type'],
    ['number = 1', 'number = 2', 'a variable'],
    ['"missing"', '"elsewhere"', 'an import'],
    ['count int) string {', 'count int string {', 'a signature that is broken then'],
    ['func second', '//go:noinline\nfunc second', undefined],
    ['var number', 'var another int\nvar number', 'one more declaration'],
  ] as const) {
    it(
      what === undefined ? 'may have other directives' : `are not all that changes with ${what}`,
      () => {
        const { before, old, taken, typesOf } = edited(from, to);
        assert.equal(taken !== undefined, what === undefined);
        if (!taken) {
          assert.equal(typesOf(before, 'first').types, old.first.types, 'nothing was done');
        }
      },
    );
  }
});
