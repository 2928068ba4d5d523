/** How large a function is when little is inlined into it: pairs of functions, one just below that and one above. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { runInlining } from '../oracle/inline/run.ts';
import { GoScene } from '../support/goScene.ts';

/** The compiler's own limit, less what is around the repeated code. */
const NODES = 5_000 - 8;

/** Code by how many nodes the compiler has for it: found by repeating it until a function was big. */
const PIECES: readonly (readonly [code: string, nodes: number])[] = [
  ['call()', 2],
  ['n++', 3],
  ['shape.Next()', 3],
  ['{ n++ }', 3],
  ['{ y := n; n = y }', 8],
  ['n, err = pair()', 6],
  ['{ y, z := pair(); n = y; err = z }', 16],
  ['box = Box{a: "a", b: "b", c: "c"}', 9],
  ['pointer = &Box{a: "a"}', 6],
  ['pointer = new(Box)', 4],
  ['numbers = []int{1, 2, 5: 3}', 8],
  ['counts = map[string]int{"a": 1, "b": 2}', 9],
  ['channel = make(chan int)', 4],
  ['switch n { case 7: n = 1 }', 7],
  ['switch box { case part.With("x"): n = 1 }', 11],
  ['switch y := shape.(type) { case *Box: shape = y; default: n++ }', 16],
  ['switch shape.(type) { case *Box, Other: n++; default: n = 1 }', 13],
  ['select { case <-channel: default: }', 8],
  ['select { case y := <-channel: n = y; case channel <- n: }', 16],
  ['select { case q, k := <-channel: n = q; _ = k; default: }', 28],
  ['select { case n, _ = <-channel: default: }', 18],
  ['_ = n', 3],
  ['for _, v := range numbers { n = v }', 9],
  ['_, _ = counts["a"]', 7],
  ['n = generic(n)', 7],
  ['list.set(n)', 7],
];

const LATE =
  'func late(n int) int { return (n*3 + n*5 + n*7) / (n*n + 1) * (n - 1) % (n*n*n + 3) }';

const DECLARATIONS = `package big

type Box struct{ a, b, c string }
type Part struct{ a, b string }
type Shape interface{ Next() Shape }
type Other interface{ Foo() }
type List[T any] struct{}

func (p Part) With(c string) Box  { return Box{p.a, p.b, c} }
func (b *Box) Next() Shape        { return nil }
func (l *List[T]) set(value T)    { panic(value) }
func generic[T any](value T) T    { panic(value) }
func call()                       { panic(1) }
func pair() (int, error)          { panic(2) }
${LATE}

var (
	part Part
	list *List[int]
)
`;

function functionOf(name: string, code: string, count: number): string {
  const body = Array.from({ length: count }, () => `\t${code}\n`).join('');
  const parameters =
    'box Box, shape Shape, pointer *Box, numbers []int, counts map[string]int, n int, channel chan int, err error';
  return `func ${name}(${parameters}) (any, error) {\n\tn = late(n)\n${body}\treturn nil, nil\n}\n`;
}

/** Is made by a function of its own, whose call counts. */
const LARGE_MAP =
  'var sizes = map[string]int{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6, "g": 7, "h": 8, "i": 9, "j": 10}';

/** What sets the variables of a package is one function: six nodes, and nine for each of these. */
function packageOf(name: string, count: number): string {
  const variables = Array.from({ length: count }, () => 'var _ = Box{a: "a", b: "b", c: "c"}\n');
  const made = 'func made() *int { n := len(text); n = n*n + n*3 + n*5 + n*7; return &n }';
  return `package ${name}\n\ntype Box struct{ a, b, c string }\n\nvar text string\n\n${made}\n\nvar number = made()\n\n${LARGE_MAP}\n\n${variables.join('')}`;
}

describe('functions that are as good as big, and big ones', () => {
  let scene: GoScene;

  before(() => {
    const functions = PIECES.flatMap(([code, nodes], index) => {
      const count = Math.ceil(NODES / nodes);
      return [
        functionOf(`below${index}`, code, count - 1),
        functionOf(`above${index}`, code, count),
      ];
    });
    scene = new GoScene({
      'go.mod': 'module big\n\ngo 1.25\n',
      'big.go': [DECLARATIONS, ...functions].join('\n'),
      'below/below.go': packageOf('below', 554),
      'above/above.go': packageOf('above', 555),
    });
  });
  after(() => scene.close());

  it('have the same calls inlined as by the compiler', () => {
    const { figures, differences } = runInlining({
      name: 'big',
      directory: scene.root,
      patterns: ['.'],
    });
    assert.deepEqual(differences, []);
    assert.ok((figures.big?.calls.equal ?? 0) >= PIECES.length, 'there is nothing to compare');
  });

  it('are what sets the variables of a package, too', async () => {
    const { code, output } = await scene.run(['escapes', '--compare', './below', './above']);
    assert.equal(code, 0, output);
    assert.match(output, /^copies +100\.00 % +100\.00 % +1 +0 +0$/m);
  });
});
