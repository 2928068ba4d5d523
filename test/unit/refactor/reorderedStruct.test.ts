import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { reorderedStruct } from '../../../server/src/engine/refactor/reorderedStruct.ts';
import { readStruct, type StructText } from '../../../server/src/engine/refactor/structText.ts';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import { forEachNode } from '../../../server/src/engine/syntax/walk.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/reorder');

interface Case {
  readonly name: string;
  /** What the text of the struct begins with. */
  readonly text: string;
  readonly struct: StructText;
  /** As the comment above says. */
  readonly order: readonly number[];
}

function casesOf(text: string): readonly Case[] {
  const cases: Case[] = [];
  const slices = sliceFile(text);
  for (const declaration of slices.declarations) {
    const own = slices.textOf(declaration);
    forEachNode(parseDeclaration(own).syntax, (node) => {
      for (const { name, type } of node.kind === 'type' ? node.specs : []) {
        const struct = type.kind === 'structType' ? readStruct(own, type) : undefined;
        const above = text.slice(0, declaration.start + name.start);
        const order = /\/\/ order: ([\d ]+)\n\s*type $/.exec(above)?.[1];
        if (struct && order !== undefined) {
          cases.push({ name: name.name, text: own, struct, order: order.split(' ').map(Number) });
        }
      }
    });
  }
  return cases;
}

/** The text of the only struct of a declaration, in another order. */
function reordered(text: string, order: readonly number[]): string | readonly string[] {
  const { syntax } = parseDeclaration(text);
  const type = syntax.kind === 'type' ? syntax.specs[0]?.type : undefined;
  const struct = type?.kind === 'structType' ? readStruct(text, type) : undefined;
  assert.ok(struct);
  const made = reorderedStruct(struct, order);
  return typeof made === 'string'
    ? text.slice(0, struct.span.start) + made + text.slice(struct.span.end)
    : made.names;
}

describe('the text of a reordered struct', () => {
  const read = (name: string) => casesOf(readFileSync(join(FIXTURES, name), 'utf8'));
  const wanted = read('after.go');
  const cases = read('before.go');

  it('is that of each fixture', () => {
    assert.deepEqual(
      cases.map(({ name }) => name),
      wanted.map(({ name }) => name),
    );
  });

  for (const [index, { name, struct, order }] of cases.entries()) {
    it(`is right: ${name}`, () => {
      assert.equal(reorderedStruct(struct, order), wanted[index]?.struct.original);
    });

    it(`is as it was in the order that it is in: ${name}`, () => {
      assert.equal(reorderedStruct(struct, [...order].sort()), struct.original);
    });
  }

  it('keeps lines as they are where gofmt has not been', () => {
    assert.equal(
      reordered('type T struct {\n  a   bool // one\n  b int64;\n\tc bool\n}', [1, 0, 2]),
      'type T struct {\n  b int64\n  a   bool // one\n  c bool\n}',
    );
  });

  it('has a line for each field of a struct on one line', () => {
    assert.equal(
      reordered('type T struct{ a bool; /* x */ b int64; c, d bool }', [1, 0, 2, 3]),
      'type T struct{\n\t/* x */ b int64\n\ta bool\n\tc, d bool\n}',
    );
  });

  it('stays on one line where there are names of one type only', () => {
    assert.equal(reordered('type T struct{ a, b bool }', [1, 0]), 'type T struct{ b, a bool }');
  });

  it('keeps line breaks of the other kind', () => {
    assert.equal(
      reordered('type T struct {\r\n\ta   bool\r\n\tbcd int64 // x\r\n}', [1, 0]),
      'type T struct {\r\n\tbcd int64 // x\r\n\ta   bool\r\n}',
    );
  });

  it('does not repeat a comment in a line that is split', () => {
    const text = 'type T struct {\n\ta, b /* of both */ bool\n\tc int64\n}';
    assert.deepEqual(reordered(text, [0, 2, 1]), ['a', 'b']);
    assert.match(String(reordered(text, [2, 0, 1])), /c int64\n\ta, b \/\* of both \*\/ bool/);
  });

  it('needs a struct that is whole', () => {
    const text = 'type T struct {\n\ta bool\n\tb int64\n';
    const { syntax } = parseDeclaration(text);
    const type = syntax.kind === 'type' ? syntax.specs[0]?.type : undefined;
    assert.ok(type?.kind === 'structType');
    assert.equal(readStruct(text, type), undefined);
  });
});
