import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  mayHaveRuntimeSites,
  runtimeSitesOf,
  type RuntimeSite,
} from '../../../server/src/engine/alloc/runtimeSites.ts';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';
import { treeOf } from '../../../server/src/engine/syntax/declarationTree.ts';
import { damaged, removedPiece } from '../../support/damage.ts';
import { seededRandom } from '../../support/random.ts';
import { wantLines, wantsIn } from '../../support/wants.ts';

function sitesIn(text: string): RuntimeSite[] {
  return runtimeSitesOf(treeOf(text));
}

/** What a mark says of a site: `chan`, `map growth`; that it is done with each call goes unsaid. */
function wordsOf({ operation, frequency }: RuntimeSite): string {
  return frequency === 'call' ? operation : `${operation} ${frequency}`;
}

/** Functions whose lines say what the runtime allocates in them. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  'channels, of whatever type': `
func f() {
	a := make(chan int) // want chan
	b := make(chan<- *T, 8) // want chan
	use(a, b, make(<-chan struct{})) // want chan
	for range 3 {
		done := make(chan struct{}) // want chan iteration
		use(done)
	}
	var none chan int
	use(none, make([]chan int, 3), new(chan int))
}`,
  'a channel at package level': `
var signals = make(chan os.Signal, 1) // want chan once`,
  'two of them in one line': `
func f() (chan int, chan int) {
	return make(chan int), make(chan int) // want chan, chan
}`,
  'maps by what they are made for': `
func f(n int) {
	_ = make(map[string]int)
	_ = make(map[string]int, 0)
	_ = make(map[string]int, 8)
	_ = make(map[string]int, 0b1000)
	_ = make(map[string]int, 010)
	_ = make(map[string]int, 9) // want map
	_ = make(map[string]int, 0x10) // want map
	_ = make(map[string]int, 011) // want map
	_ = make(map[string]int, 1_000) // want map
	_ = make(map[string]int, n) // want map growth
	_ = make(map[string]int, len(names)) // want map growth
	for range n {
		_ = make(map[string]int, 9) // want map iteration
		_ = make(map[string]int, n) // want map growth
	}
	_ = make([]int, 9)
	_ = make(Set, 9)
}`,
  'a map that is made for many on the error path': `
func f(err error) error {
	if err != nil {
		_ = make(map[string]int, len(names)) // want map error
	}
	return err
}`,
  'map literals by how many entries they have': `
func f() {
	_ = map[int]int{}
	_ = map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8}
	_ = map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9} // want map
	_ = map[int]int{ // want map
		1: 1, 2: 2, 3: 3, 4: 4,
		// A comment is no entry.
		5: 5, 6: 6, 7: 7, 8: 8,
		9: 9,
	}
	_ = map[int]int{
		1: 1, 2: 2, 3: 3, 4: 4,
		// A comment is no entry.
		5: 5, 6: 6, 7: 7, 8: 8,
	}
	_ = []int{1, 2, 3, 4, 5, 6, 7, 8, 9}
	_ = Set{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8, 9: 9}
}`,
  'a table at package level': `
var names = map[int]string{ // want map once
	1: "1", 2: "2", 3: "3", 4: "4", 5: "5", 6: "6", 7: "7", 8: "8", 9: "9",
}`,
  'goroutines, whatever they run': `
func (s *Server) Serve() {
	go s.loop() // want goroutine
	go func() { // want goroutine
		go run(s) // want goroutine
	}()
	for c := range s.conns {
		go serve(c) // want goroutine iteration
	}
	s.each(func() {
		go run(s) // want goroutine
	})
}`,
  'defers, where a loop is around them in their own function': `
func f(files []*os.File) {
	defer done()
	for _, file := range files {
		defer file.Close() // want defer iteration
		func() {
			defer file.Close()
		}()
		if file != nil {
			defer func() { // want defer iteration
				defer file.Close()
				for {
					defer file.Close() // want defer iteration
				}
			}()
		}
	}
	func() {
		for {
			defer done() // want defer
			return
		}
	}()
}`,
  'inserts into parameters, the first of each map': `
func f(m map[int]int, byName, byKind map[string]int, list []int, set Set, words ...map[int]int) {
	m[0] = 1
	for i, name := range names {
		m[i] = 1 // want map growth
		m[i+1] = 1
		byName[name] += 1 // want map growth
		byKind[name]-- // want map growth
		list[i] = 1
		set[i] = 1
		words[i] = nil
		unknown[i] = 1
	}
	for {
		m[0]++
	}
}`,
  'inserts into a receiver, and into what it holds': `
func (m Set) f() {
	for i := range names {
		m[i] = true
		m.inner[i] = true
	}
}`,
  'inserts into locals by how they were made': `
func f(n int) {
	a := map[int]int{}
	b := make(map[int]int)
	c := make(map[int]int, 100) // want map
	d := make(map[int]int, n) // want map growth
	e, f := map[int]int{}, 1
	var g = make(map[int]int)
	var h, i map[int]int = map[int]int{}, make(map[int]int, n) // want map growth
	j := other()
	k, l := other()
	for range n {
		a[1] = 1 // want map growth
		b[1]++ // want map growth
		c[1] = 1 // want map growth
		d[1] = 1
		e[f], g[1] = 1, 2 // want map growth, map growth
		h[1] = 1 // want map growth
		i[1] = 1
		j[1], k[1], l[1] = 1, 1, 1
	}
}`,
  'no inserts but in loops': `
func f() map[int]int {
	m := map[int]int{}
	m[1] = 1
	for range 9 {
		_ = m[1]
		delete(m, 1)
		use(m[2] == 1)
	}
	return m
}`,
  'maps that a loop makes for each of its rounds': `
func f(n int) {
	for range n {
		m := map[int]int{}
		m[1] = 1
		for j := range n {
			m[j] = 1 // want map growth
		}
	}
}`,
  'a map that the head of the loop makes': `
func f(n int) {
	for m, i := make(map[int]int), 0; i < n; i++ {
		m[i] = i // want map growth
	}
}`,
  'what is said only after the declaration': `
func f(n int) (result map[int]int) {
	var late, small map[int]int
	late = make(map[int]int, n) // want map growth
	small = make(map[int]int)
	result = make(map[int]int, n) // want map growth
	for i := range n {
		late[i], result[i] = 1, 1
		small[i] = 1 // want map growth
	}
	return result
}`,
  'captured maps': `
func f(n int) {
	m := map[int]int{}
	add := func(i int) { m[i] = 1 }
	fill := func() {
		for i := range n {
			m[i] = 1 // want map growth
		}
	}
	other := map[int]int{}
	for i := range n {
		visit(func() { other[i] = 1 }) // want map growth
	}
	use(add, fill)
}`,
  'a parameter of a literal': `
var fill = func(m map[int]int) {
	for i := range 9 {
		m[i] = 1 // want map growth
	}
}`,
  'names that stand for something else inside': `
func f(m map[int]int, n int) {
	for i := range n {
		m := make([]int, n)
		m[i] = 1
	}
	for i := range n {
		m := other()
		m[i] = 1
		if m := map[int]int{}; i > 0 {
			m[i] = 1
		}
	}
	{
		m := make(map[int]int, n) // want map growth
		for i := range n {
			m[i] = 1
		}
	}
	for i := range n {
		func(m []int) { m[i] = 1 }(nil)
		m[i] = 1 // want map growth
	}
}`,
  'a loop that builds an error': `
func f(m map[int]int) error {
	for i := range 9 {
		if err := do(i); err != nil {
			m[i] = 1 // want map error
			return err
		}
	}
	return nil
}`,
  'a generic function': `
func f[K comparable, V any](list []V, key func(V) K) map[K][]V {
	groups := make(map[K][]V)
	for _, each := range list {
		k := key(each)
		groups[k] = append(groups[k], each) // want map growth
	}
	return groups
}`,
};

describe('runtime sites', () => {
  for (const [name, text] of Object.entries(FUNCTIONS)) {
    it(`of ${name}`, () => {
      const declaration = text.trimStart();
      const lines = new LineIndex(declaration);
      const found = sitesIn(declaration).map((site) => ({
        line: lines.lineAt(site.offset) + 1,
        words: wordsOf(site),
      }));
      assert.deepEqual(wantLines(found), wantLines(wantsIn(declaration)));
    });
  }

  it('stand where the compiler would report them, in words of the source', () => {
    const text = [
      'func f(m map[int]int) {',
      '\tgo func() {',
      '\t\tm[1] = 1',
      '\t}()',
      '\tfor {',
      '\t\tm[2]++',
      '\t\tdefer f(make(map[int]int, 9))',
      '\t}',
      '\tx := make(chan map[string]map[string]map[string]map[string]map[string]struct{}, 1)',
      '}',
    ].join('\n');
    assert.deepEqual(
      sitesIn(text).map(({ offset, what }) => [text.slice(offset, offset + 3), what]),
      [
        ['go ', 'go func() {…'],
        ['[2]', 'm[2]'],
        ['def', 'defer f(make(map[int]int, 9))'],
        ['(ma', 'make(map[int]int, 9)'],
        ['(ch', 'make(chan map[string]map[string]map[string]map[string]map[st…'],
      ],
    );
  });

  it('are in the order of the text', () => {
    for (const text of Object.values(FUNCTIONS)) {
      const offsets = sitesIn(text.trimStart()).map(({ offset }) => offset);
      assert.deepEqual(
        offsets,
        offsets.toSorted((a, b) => a - b),
      );
    }
  });

  it('are found in what is half typed', () => {
    for (const [text, wanted] of [
      ['func f() {\n\tc := make(chan int\n\tuse(c)\n}', ['chan']],
      ['func f() {\n\tc := make(chan int)\n\tif x {', ['chan']],
      ['func f() {\n\tgo\n}', []],
      ['func f() {\n\tgo work(\n\tx := 1\n}', ['goroutine']],
      ['func f() { for { defer f() }', ['defer']],
      ['func f() { for { defer f(', ['defer']],
      ['func f() { m := map[int]int{1: 1', []],
      ['func f(m map[int]int) { for { m[', []],
      ['func f(m map[', []],
      ['func', []],
      ['var m = make(map[int]int, 99999999999999999999)', ['map']],
      ['', []],
    ] as const) {
      assert.deepEqual(
        sitesIn(text).map(({ operation }) => operation),
        wanted,
        text,
      );
    }
  });

  it('never throw, and stay within a text of which pieces are gone', () => {
    const random = seededRandom(20_261);
    for (const whole of Object.values(FUNCTIONS)) {
      for (let round = 0; round < 60; round++) {
        const text = damaged(whole.trimStart(), random, removedPiece);
        for (const { offset, what } of sitesIn(text)) {
          assert.ok(offset >= 0 && offset < text.length, text);
          assert.notEqual(what, '', text);
        }
      }
    }
  });

  it('are looked for in a text that has their words, and in no other', () => {
    for (const text of [
      'func f() { going(remap, channel, deferred) }',
      '// Go through it, and go on.\nfunc f(m map[string]int, c chan int)',
    ]) {
      assert.equal(mayHaveRuntimeSites(text), false);
    }
    for (const statement of ['go g()', 'x(); go g()', '/* on its own */ go g()', 'L: go g()']) {
      assert.equal(mayHaveRuntimeSites(`func f() { ${statement} }`), true);
    }
    for (const text of Object.values(FUNCTIONS)) {
      assert.ok(mayHaveRuntimeSites(text) || wantsIn(text).length === 0, text);
    }
  });
});
