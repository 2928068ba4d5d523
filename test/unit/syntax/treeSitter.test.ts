import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { SyntaxNode } from '../../../server/src/engine/syntax/cursor.ts';
import { type DisposableParser, loadParser } from '../../../server/src/host/treeSitter.ts';

const { resolve } = createRequire(import.meta.url);
const GRAMMAR = resolve('tree-sitter-go/tree-sitter-go.wasm');

let parser: DisposableParser;

before(async () => {
  parser = await loadParser({
    runtimeWasm: resolve('web-tree-sitter/web-tree-sitter.wasm'),
    grammarWasm: GRAMMAR,
  });
});

after(() => {
  parser.dispose();
});

function parse(text: string): SyntaxNode {
  return parser.parseDeclaration(text).root;
}

function find(node: SyntaxNode, kind: string): SyntaxNode | undefined {
  if (node.kind === kind) {
    return node;
  }
  for (const child of node.children) {
    const found = find(child, kind);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** Named nodes, as `(kind child …)`; names with their text. */
function shape(node: SyntaxNode): string {
  const inner = node.namedChildren.map(shape).join(' ');
  const label = node.field === undefined ? node.kind : `${node.field}: ${node.kind}`;
  return inner === '' ? `${label} ${node.text}` : `${label} (${inner})`;
}

describe('loadParser', () => {
  it('takes the contents of the files as well as their paths', async () => {
    const other = await loadParser({
      runtimeWasm: readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')),
      grammarWasm: readFileSync(GRAMMAR),
    });
    assert.equal(other.parseDeclaration('package p').root.hasError, false);
    other.dispose();
  });
});

describe('SyntaxTree', () => {
  it('counts in UTF-16 units', () => {
    const text = 'func f() { a := "é😀"; ö := b }';
    const tree = parser.parseDeclaration(text);
    const names: string[] = [];
    const visit = (node: SyntaxNode): void => {
      if (node.kind === 'identifier') {
        assert.equal(node.text, text.slice(node.start, node.end));
        names.push(node.text);
      }
      node.children.forEach(visit);
    };
    visit(tree.root);
    assert.deepEqual(names, ['f', 'a', 'ö', 'b']);
    assert.equal(tree.nodeAt(text.indexOf('ö')).text, 'ö');
  });

  it('has fields, parents, tokens and comments', () => {
    const root = parse('func f(x int) { /* c */ return }');
    const declaration = root.children[0] ?? assert.fail();
    assert.equal(declaration.get('name')?.text, 'f');
    assert.equal(declaration.get('name')?.field, 'name');
    assert.equal(declaration.get('body')?.parent, declaration);
    assert.equal(declaration.get('receiver'), undefined);
    assert.equal(root.parent, undefined);
    const body = declaration.get('body') ?? assert.fail();
    assert.deepEqual(
      body.children.map(({ kind, isNamed }) => [kind, isNamed]),
      [
        ['{', false],
        ['comment', true],
        ['statement_list', true],
        ['}', false],
      ],
    );
    assert.deepEqual(
      body.namedChildren.map(({ kind }) => kind),
      ['statement_list'],
    );
    assert.equal(find(root, 'return_statement'), find(root, 'return_statement'));
  });

  it('has every node of the parser’s tree', () => {
    const tree = parser.parseDeclaration('var x, y = f[int](1+2, "a\\n", `b`, nil, [...]T{1: {}})');
    const count = (node: SyntaxNode): number =>
      node.children.reduce((sum, child) => sum + count(child), 1);
    assert.equal(count(tree.root), tree.size);
  });

  it('lists the nodes of a field without commas', () => {
    for (const text of ['var x, y = 1, 2', 'const x, y = 1, 2']) {
      const spec = parse(text).children[0]?.children[1];
      assert.deepEqual(
        spec?.getAll('name').map((name) => name.text),
        ['x', 'y'],
      );
    }
  });

  it('finds the innermost node of a place or range', () => {
    const text = 'var x = a + b*c';
    const tree = parser.parseDeclaration(text);
    assert.equal(tree.nodeAt(text.indexOf('*')).kind, '*');
    assert.equal(tree.nodeAt(12, 15).text, 'b*c');
    assert.equal(tree.nodeAt(8, 15).text, 'a + b*c');
    assert.equal(tree.nodeAt(0, 15).kind, 'var_declaration');
    assert.equal(tree.nodeAt(1000).kind, 'source_file');
  });

  it('shows what is wrong, and where', () => {
    const root = parse('func f() { a := ; g(1 }');
    assert.equal(root.hasError, true);
    assert.equal(root.children[0]?.get('name')?.hasError, false);
    assert.equal(find(root, 'ERROR')?.isError, true);
    const open = parse('func f() {\n\tg(1\n}');
    const missing = (node: SyntaxNode): SyntaxNode | undefined =>
      node.isMissing ? node : node.children.map(missing).find((found) => found !== undefined);
    assert.equal(missing(open)?.hasError, true);
    assert.equal(parse('var x = 1').hasError, false);
  });

  it('outlives the parser', async () => {
    const other = await loadParser({ runtimeWasm: '', grammarWasm: GRAMMAR });
    const { root } = other.parseDeclaration('var x = y');
    other.dispose();
    assert.equal(
      shape(root),
      'source_file (var_declaration (var_spec (name: identifier x value: expression_list (identifier y))))',
    );
  });

  it('takes deep nesting and long texts', () => {
    const deep = parse(`var x = ${'('.repeat(5000)}1${')'.repeat(5000)}`);
    assert.equal(deep.hasError, false);
    const long = parse(`var x = []int{${'1, '.repeat(50_000)}}`);
    assert.equal(long.hasError, false);
  });
});

describe('Go that the grammar does not know', () => {
  /** The argument of the only call of `new` or `make`, and the text of what is called. */
  function argument(value: string): string {
    const root = parse(`func f() {\n\tx := ${value}\n}`);
    assert.equal(root.hasError, false, value);
    const call = find(root, 'call_expression') ?? assert.fail(value);
    assert.match(call.get('function')?.text ?? '', /^(new|make)$/);
    return (
      call
        .get('arguments')
        ?.namedChildren.map(({ kind }) => kind)
        .join(', ') ?? ''
    );
  }

  it('reads new(expr)', () => {
    const kinds: readonly (readonly [string, string])[] = [
      ['new(42)', 'int_literal'],
      ['new("s")', 'interpreted_string_literal'],
      ['new(`s`)', 'raw_string_literal'],
      ['new(f(x))', 'call_expression'],
      ['new(a + b)', 'binary_expression'],
      ['new(-1)', 'unary_expression'],
      ['new(&T{})', 'unary_expression'],
      ['new(T{1})', 'composite_literal'],
      ['new([]int{1})', 'composite_literal'],
      ['new(a.b.c)', 'selector_expression'],
      ['new(x[1])', 'index_expression'],
      ['new(new(5))', 'call_expression'],
      ['new([]byte("s"))', 'type_conversion_expression'],
      ['new(func() int { return *new(3) }())', 'call_expression'],
      ['new(\n\t\tf(1), // )\n\t)', 'call_expression'],
      ['make(n - 1)', 'binary_expression'],
    ];
    assert.deepEqual(
      kinds.map(([value]) => [value, argument(value)]),
      kinds,
    );
  });

  it('keeps new(Type)', () => {
    const kinds: readonly (readonly [string, string])[] = [
      ['new(T)', 'type_identifier'],
      ['new(p.T)', 'qualified_type'],
      ['new(T[int])', 'generic_type'],
      ['new(*T)', 'pointer_type'],
      ['new([]int)', 'slice_type'],
      ['new([4]int)', 'array_type'],
      ['new(map[string]int)', 'map_type'],
      ['new(func())', 'function_type'],
      ['new(struct{})', 'struct_type'],
      ['new(interface{})', 'interface_type'],
      ['new(chan int)', 'channel_type'],
      ['make([]int, n)', 'slice_type, identifier'],
    ];
    assert.deepEqual(
      kinds.map(([value]) => [value, argument(value)]),
      kinds,
    );
  });

  it('reads new(expr) beside new(Type), strings, comments and errors', () => {
    const text =
      'func f() {\n\ta := new([]int)\n\tb := new(f(1)) // new(2)\n\tc := "new(3)" + x.new(4)\n\td := \n}';
    const root = parse(text);
    assert.equal(root.hasError, true);
    assert.equal(find(root, 'slice_type')?.parent?.parent?.get('function')?.text, 'new');
    const inner = parse(text.replace('\td := \n', ''));
    assert.equal(inner.hasError, false);
  });

  it('reads the rest of Go 1.22 to 1.26', () => {
    const declarations = [
      'type A[T any] = B[T]',
      'type N[T interface{ ~int | ~string; String() string }] []T',
      'type S[T any] struct {\n\t*E[T]\n\tm.G[T]\n}',
      'type P[T *C,] struct{}',
      'func (r *L[K, V]) M(x K) V { return r.m[x] }',
      'func G[T any, P interface{ *T; M() }](x ...T) (r P, err error) { return }',
      ...[
        'for i := range 10 {}',
        'for range 10 {}',
        'for x, y := range seq2(z) {}',
        'x := min(1, 2) + max(3, 4)',
        'clear(m)',
        'x := (*T).M',
        'x := (*p.T).M',
        'x := (*T)(y)',
        'x := (func())(y)',
        'x := (<-chan int)(y)',
        'x := F[[]int, map[string]T](1)',
        'if x == (T{1}) {}',
        'if v, ok := m[T{1}]; ok {}',
        'for _, x := range []T{{1}, {2}} {}',
        'L: for { break L }',
        'x := map[[2]int]struct{}{{1, 2}: {}}',
      ].map((statement) => `func f() {\n\t${statement}\n}`),
    ];
    assert.deepEqual(
      declarations.filter((declaration) => parse(declaration).hasError),
      [],
    );
  });
});
