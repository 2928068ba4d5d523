import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Parser, SyntaxNode } from '../../../server/src/engine/syntax/cursor.ts';
import { loadGoParser } from '../../support/goParser.ts';

const FUNCTION = `func (t *T) read(n int) (all []byte, err error) {
	for i := range n {
		if all, err = t.next(i, "text"); err != nil {
			return nil, fmt.Errorf("reading %d: %w", i, err)
		}
	}
	return append(all, make([]byte, n)...), nil
}`;

describe('the parser', () => {
  let parser: Parser;

  before(async () => {
    parser = await loadGoParser();
  });

  it('needs no more memory for ten thousand declarations than for one', () => {
    const broken = FUNCTION.replace('range n {', 'range n');
    const withNew = FUNCTION.replace('t.next', 'new(t.next');
    for (const text of [FUNCTION, broken, withNew]) {
      parser.parseDeclaration(text);
    }
    const countGrowths = watchWasmMemory();
    for (let count = 0; count < 10_000; count++) {
      parser.parseDeclaration(count % 10 === 0 ? broken : count % 25 === 0 ? withNew : FUNCTION);
    }
    assert.equal(countGrowths(), 0);
    parser.parseDeclaration(`var x = []int{${'1, '.repeat(300_000)}}`);
    assert.ok(countGrowths() > 0, 'a long one needs more');
  });

  it('takes a declaration of any kind with nothing after it', () => {
    for (const text of [
      'package p',
      'import "fmt"',
      'import (\n\t. "a"\n\t_ "b"\n)',
      'const (\n\ta = iota\n\tb\n)',
      'var x, y = 1, 2',
      'type A[T any] = []T',
      'type m map[a.B]map[string][]*b.C',
      'func f()',
      'func (T[_]) f() {}',
      '// A comment.',
      '',
    ]) {
      assert.equal(parser.parseDeclaration(text).root.hasError, false, text);
    }
  });

  it('gives no place outside of the text, however it is cut', () => {
    for (let cut = 0; cut < FUNCTION.length; cut++) {
      for (const text of [FUNCTION.slice(0, cut), FUNCTION.slice(cut)]) {
        assertInside(parser.parseDeclaration(text).root, text);
      }
    }
  });

  function assertInside(node: SyntaxNode, text: string): void {
    assert.ok(0 <= node.start && node.start <= node.end && node.end <= text.length, text);
    for (const child of node.children) {
      assertInside(child, text);
    }
  }
});

/** Counts how often any memory of WebAssembly grows from now on. */
function watchWasmMemory(): () => number {
  let count = 0;
  const { prototype } = WebAssembly.Memory;
  const grow: (pages: number) => number = Reflect.get(prototype, 'grow');
  prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    count++;
    return grow.call(this, pages);
  };
  return () => count;
}
