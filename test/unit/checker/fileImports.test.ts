import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPackage } from '../../../server/src/engine/checker/packageChecker.ts';
import { Program } from '../../../server/src/engine/checker/program.ts';
import { architectureOf } from '../../../server/src/engine/layout/architectures.ts';
import { GoSizes } from '../../../server/src/engine/layout/sizes.ts';
import { forEachExpression, sourceFileOf, typeTextOf } from '../../support/checkedGo.ts';

const PACKAGES: Readonly<Record<string, { readonly name: string; readonly text: string }>> = {
  'example.com/go-plain': { name: 'plain', text: 'func F() int8 { return 1 }' },
  'example.com/other/v2': {
    name: 'other',
    text: 'type T struct{}\nfunc (T) M() int16 { return 1 }',
  },
  'example.com/json/go': { name: 'jsoniter', text: 'func G() int32 { return 1 }' },
  'example.com/dotted': { name: 'dotted', text: 'func H() int64 { return 1 }' },
  'example.com/len': { name: 'len', text: 'func L() uint8 { return 1 }' },
};

/** What the expressions of a file are, and the packages that were looked for meanwhile. */
function checked(text: string): {
  typeOf: ReadonlyMap<string, string | undefined>;
  found: string[];
} {
  const architecture = architectureOf('amd64');
  assert.ok(architecture);
  const sizes = new GoSizes(architecture);
  const found: string[] = [];
  const program = new Program((path) => {
    const known = PACKAGES[path];
    if (!known) {
      return { missingBecause: 'there is none' };
    }
    if (!found.includes(path)) {
      found.push(path);
    }
    const file = sourceFileOf(`${path}/a.go`, `package ${known.name}\n${known.text}`);
    return { path, load: () => ({ path, name: known.name, files: [file] }) };
  }, sizes);
  const file = sourceFileOf('p.go', `package p\n${text}`);
  const made = checkPackage(
    { path: 'p', name: 'p', files: [file] },
    { sizes, importPackage: (path) => program.imported(path, 'p') },
  );
  const typeOf = new Map<string, string | undefined>();
  for (const declaration of file.slices.declarations) {
    const types = made.typesOf('p.go', declaration);
    const whole = file.slices.textOf(declaration);
    forEachExpression(file, declaration, (expression) => {
      const of = types && typeTextOf(types, expression);
      typeOf.set(whole.slice(expression.start, expression.end), of);
    });
  }
  return { typeOf, found };
}

describe('imports of a file', () => {
  it('are looked for where something names them', () => {
    const { typeOf, found } = checked(`import (
	"example.com/go-plain"
	"example.com/other/v2"
	named "example.com/dotted"
)
var n = 3
func f(s string) int { return len(s) + n }
func g() { _ = plain.F() }`);
    assert.equal(typeOf.get('plain.F()'), 'int8');
    assert.equal(typeOf.get('len(s)'), 'int');
    assert.deepEqual(found, ['example.com/go-plain']);
  });

  it('are found by names that their paths do not tell', () => {
    const { typeOf } = checked(`import (
	"example.com/json/go"
	. "example.com/dotted"
	renamed "example.com/other/v2"
)
var a = jsoniter.G()
var b = H()
var c renamed.T
var d = c.M()`);
    assert.equal(typeOf.get('jsoniter.G()'), 'int32');
    assert.equal(typeOf.get('H()'), 'int64');
    assert.equal(typeOf.get('c.M()'), 'int16');
  });

  it('hide what is predeclared', () => {
    const { typeOf } = checked('import "example.com/len"\nvar a = len.L()');
    assert.equal(typeOf.get('len.L()'), 'uint8');
  });

  it('that are named otherwise are not known by their own names', () => {
    const { typeOf } = checked('import x "example.com/go-plain"\nvar a = plain.F()\nvar b = x.F()');
    assert.equal(typeOf.get('plain.F()'), 'invalid type');
    assert.equal(typeOf.get('x.F()'), 'int8');
  });
});
