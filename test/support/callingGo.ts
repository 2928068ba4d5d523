/** Go functions by chance that allocate and call each other, for what they cost with their calls. */
import { measuringTest } from './allocatingGo.ts';
import { seededRandom } from './random.ts';

/** How often each loop goes round. */
export const ROUNDS = 3;

const PRELUDE = `package sites

type pair struct {
	next *pair
	n    int
}

var (
	numbers *[2]int
	bytes   []byte
	pairs   *pair
	run     func() int
	pipe    chan *int
	table   map[string]int
)

func newPair(n int) *pair { return &pair{n: n} }

type failure struct{ n int }

func (f *failure) Error() string { return "failed" }

func either(n int) *pair {
	if n%2 == 0 {
		return &pair{n: n}
	}
	return newPair(n + 1)
}

func check(n int) error {
	if n < 0 {
		return &failure{n}
	}
	return nil
}
`;

/** Files of a package of so many functions, \`f0\` and so on, each of which calls only earlier ones. */
export function callingPackage(count: number, seed: number): ReadonlyMap<string, string> {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)];
  const loopless: number[] = [];
  const functions: string[] = [];
  for (let index = 0; index < count; index++) {
    const statements: string[] = [];
    let hasLoop = false;
    for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
      if (index <= 3 || random() < 0.5) {
        statements.push(pick(ALLOCATIONS)?.(1 + Math.floor(random() * 40)) ?? '');
        continue;
      }
      const way = pick(WAYS);
      const isLoop = way !== undefined && LOOPS.includes(way);
      const from = isLoop ? loopless : Array.from({ length: index }, (_, each) => each);
      const callee = pick(from.slice(-12)) ?? 0;
      hasLoop ||= isLoop || !loopless.includes(callee);
      statements.push(way?.(`f${callee}`) ?? '');
    }
    if (!hasLoop) {
      loopless.push(index);
    }
    const pragma = random() < 0.5 ? '//go:noinline\n' : '';
    functions.push(`${pragma}func f${index}(n int) {\n\t${statements.join('\n\t')}\n}\n`);
  }
  const table = functions.map((_, index) => ({ name: `f${index}`, run: `f${index}(${index})` }));
  return new Map([
    ['go.mod', 'module sites\n\ngo 1.24\n'],
    ['sites.go', [PRELUDE, ...functions].join('\n')],
    ['measure_test.go', measuringTest(table)],
  ]);
}

/** Nothing of less than 16 bytes without pointers: such objects share their blocks with others. */
const ALLOCATIONS: readonly ((size: number) => string)[] = [
  (size) => `bytes = make([]byte, ${16 + size})`,
  () => 'numbers = new([2]int)',
  () => '{ moved := [2]int{n}; numbers = &moved }',
  () => 'run = func() int { return n }',
  (size) => `pipe = make(chan *int, ${size})`,
  () => 'pairs = newPair(n)',
  () => 'pairs = &pair{pairs, n}',
  () => 'table = map[string]int{}',
  () => '{ kept := newPair(n); n += kept.n }',
  (size) => `{ local := make([]int, ${size}); n += local[0] }`,
  () => 'if err := check(n); err != nil { pairs = &pair{}; return }',
  () => 'func() { pairs = newPair(n) }()',
  () => 'pairs = either(n)',
  () => 'if n%2 == 0 { pairs = newPair(n) } else { numbers = &[2]int{n} }',
  (size) =>
    `switch n % 3 { case 0: pairs = newPair(n); case 1: pairs = either(n); default: bytes = make([]byte, ${16 + size}) }`,
  () => 'switch n % 3 { case 0: pairs = newPair(n); fallthrough; case 1: pairs = either(n) }',
];

/** Of a function without loops: rounds in rounds are not told apart. */
const LOOPS: readonly ((name: string) => string)[] = [
  (name) => `for range ${ROUNDS} { ${name}(n) }`,
  (name) => `for range ${ROUNDS} { if n%2 == 0 { break }; ${name}(n) }`,
  (name) => `for range ${ROUNDS} { if n%3 == 0 { ${name}(n); continue }; pairs = newPair(n) }`,
  (name) =>
    `for range ${ROUNDS} { switch n % 2 { case 0: numbers = new([2]int); continue }; ${name}(n) }`,
  (name) =>
    `func() { around: for range ${ROUNDS} { for { if n > 5 { break around }; ${name}(n); continue around } } }()`,
];

const WAYS: readonly ((name: string) => string)[] = [
  ...LOOPS,
  (name) => `${name}(n)`,
  (name) => `defer ${name}(n)`,
  (name) => `func() { ${name}(n + 1) }()`,
  (name) => `if n%2 == 0 { ${name}(n) }`,
  (name) => `if n%2 == 0 { ${name}(n); return }`,
  (name) => `if n%2 == 0 { pairs = newPair(n) } else { ${name}(n) }`,
  (name) => `switch { case n%3 == 0: ${name}(n); return; case n%3 == 1: pairs = either(n) }`,
  (name) => `{ known := ${name}; known(n) }`,
];
