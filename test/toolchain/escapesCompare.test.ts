/** `gomem escapes --compare`: both tiers beside each other. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { GoScene } from '../support/goScene.ts';

const TEXT = `package p

type point struct{ x, y int }

func newPoint(x int) *point { return &point{x: x} }

var kept *point

func Keep(x int) { kept = newPoint(x) }

func Sum(x int) int {
	p := newPoint(x)
	return p.x + p.y
}
`;

/** What flags of a build make something else of. */
const FLAGS_TEXT = `package p

import (
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

type counter struct {
	mu sync.Mutex
	n  int64
}

func (c *counter) add(n int64) *counter {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n += n
	return c
}

func (c *counter) get() int64 { return atomic.LoadInt64(&c.n) }

func (c *counter) Both() int64 { return new(counter).add(1).get() + c.get() }

//go:norace
func unwatched(n int) *int { return &n }

//go:nocheckptr
func unchecked(n int) unsafe.Pointer { return unsafe.Pointer(&n) }

func Address(n int) uintptr { return uintptr(unchecked(n)) + reflect.ValueOf(&n).Pointer() }

func Cleared(n int) { runtime.KeepAlive(unwatched(n)) }

func Upper(s string, once *sync.Once) string {
	var unused = new(int)
	_ = unused
	once.Do(func() { s += "a" })
	return strings.ToUpper(strings.TrimSpace(s))
}

func twice(f func() *int) int { return *f() + *f() }

func Calls(n int) int { return twice(func() *int { return &n }) + called(n) }

func called(n int) int { return leaf(n) + leaf(n) + leaf(n) }

func leaf(n int) int { return *unwatched(n) + len(Upper("", new(sync.Once))) }
`;

const BUILDS: Readonly<Record<string, { readonly args?: string[]; readonly goflags?: string }>> = {
  race: { args: ['--race'] },
  'race of GOFLAGS': { goflags: '-race' },
  'no inlining': { goflags: '-gcflags=-l' },
  'no inlining and optimizing': { goflags: "'-gcflags=-N -l'" },
  'no optimizing': { goflags: '-gcflags=all=-N' },
  'cheap calls': { goflags: '-gcflags=-l=4' },
  'pointers that are checked': { goflags: '-gcflags=-d=checkptr' },
  'pointers that are checked on the heap': { goflags: '-gcflags=-d=checkptr=2' },
};

const FILES = { 'go.mod': 'module example.com/p\n\ngo 1.24\n', 'p.go': TEXT };

describe('gomem escapes --compare', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  it('counts what both say, and ends with 0 where that is all', async () => {
    scene = new GoScene(FILES);
    const { code, output, errors } = await scene.run(['escapes', '--compare']);
    assert.equal(errors, '');
    assert.equal(code, 0);
    assert.match(output, /^heap +100\.00 % +100\.00 % +1 +0 +0$/m);
    assert.match(output, /^copies +100\.00 % +100\.00 % +2 +0 +0$/m);
    assert.equal(output.split('\n').length, 6, output);
  });

  it('has the tests of packages of one name, and what those outside of them see', async () => {
    scene = new GoScene({
      'go.mod': 'module example.com/p\n\ngo 1.24\n',
      'p.go': TEXT,
      'export_test.go': 'package p\n\nfunc NewPoint(x int) any { return newPoint(x) }\n',
      'out_test.go': `package p_test

import (
	"testing"

	"example.com/p"
)

func TestPoint(t *testing.T) { t.Log(p.NewPoint(1)) }
`,
      'cmd/p/main.go': 'package main\n\nfunc main() {}\n',
      'cmd/p/main_test.go':
        'package main\n\nvar made = new(int)\n\nfunc kept() *int { return new(int) }\n',
    });
    const { code, output, errors } = await scene.run(['escapes', '--compare', '--tests', './...']);
    assert.equal(errors, '');
    assert.equal(code, 0, output);
    assert.match(output, /^heap +100\.00 % +100\.00 % +3 +0 +0$/m);
    assert.match(output, /^copies +100\.00 % +100\.00 % +4 +0 +0$/m);
  });

  it('counts what stands in another file than the function that it came with, and no place under //line', async () => {
    scene = new GoScene({
      'go.mod': 'module example.com/p\n\ngo 1.24\n',
      'make.go': `package p

func Make() func(*int) {
	return func(n *int) {
		add := func(p *int) { kept = append(kept, p) }
		add(n)
	}
}

var kept []*int
`,
      'register.go':
        'package p\n\nvar handlers = []func(*int){}\n\nfunc Register() { handlers = append(handlers, Make()) }\n',
      'grammar.go': 'package p\n\n//line grammar.y:100\nfunc G() *int { return new(int) }\n',
    });
    const { code, output } = await scene.run(['escapes', '--compare']);
    assert.equal(code, 0, output);
    // The literal that is called once is gone where it is written, and there where Make is inlined.
    assert.match(output, /^stack +100\.00 % +100\.00 % +1 +0 +0$/m);
  });

  it('knows the instances of a generic function that other packages ask for', async () => {
    scene = new GoScene({
      'go.mod': 'module example.com/p\n\ngo 1.24\n',
      'box/box.go':
        'package box\n\nfunc All[T int | string](into []any, value T) { into[0] = value }\n',
      'p.go':
        'package p\n\nimport "example.com/p/box"\n\nfunc Keep(into []any, n int) { box.All(into, n) }\n',
    });
    const { code, output } = await scene.run(['escapes', '--compare', './...']);
    assert.equal(code, 0, output);
    assert.match(output, /^heap +100\.00 % +100\.00 % +1 +0 +0$/m);
    assert.match(output, /^copies +100\.00 % +100\.00 % +1 +0 +0$/m);
  });

  it('shows both sides of what differs, and ends with 1', async () => {
    scene = new GoScene({
      ...FILES,
      'p.go': TEXT.replace('{ return &point{x: x} }', '{ func() {}(); return &point{x: x} }'),
    });
    // Our own analysis inlines all the same.
    scene.environment.GOFLAGS = '-gcflags=-d=inlfuncswithclosures=0';
    const text = await scene.run(['escapes', '--compare']);
    assert.equal(text.code, 1, text.errors);
    assert.match(text.output, /^p\.go:9:35: &point\{\.\.\.\}: compiler nothing; static heap$/m);
    assert.match(text.output, /^p\.go:12:15: &point\{\.\.\.\}: compiler nothing; static stack$/m);
    assert.match(text.output, /^copies +100\.00 % +0\.00 % +0 +0 +2$/m);

    const json = await scene.run(['escapes', '--compare', '--json', 'p.go']);
    assert.equal(json.code, 1);
    const [figures, row] = json.output
      .split('\n')
      .map((line): unknown => (line === '' ? undefined : JSON.parse(line)));
    assert.deepEqual(Object.keys(figures as object), ['heap', 'stack', 'parameters', 'copies']);
    assert.deepEqual((figures as Record<string, unknown>).copies, {
      equal: 0,
      missing: 0,
      invented: 2,
      recall: 1,
      precision: 0,
    });
    assert.deepEqual(row, {
      file: 'p.go',
      line: 9,
      col: 35,
      kind: 'expr',
      what: '&point{...}',
      counted: 'copies',
      outcome: 'invented',
      compiler: [],
      static: ['heap'],
    });
  });

  for (const [name, { args = [], goflags = '' }] of Object.entries(BUILDS)) {
    it(`is of the build that is asked for: ${name}`, async () => {
      scene = new GoScene({ ...FILES, 'p.go': FLAGS_TEXT });
      scene.environment.GOFLAGS = goflags;
      const { code, output, errors } = await scene.run(['escapes', '--compare', ...args]);
      assert.equal(errors, '');
      assert.equal(code, 0, output);
    });
  }

  it('ends with 2 where a package does not compile, or a tier is named', async () => {
    scene = new GoScene({ ...FILES, 'p.go': `${TEXT}\nvar x int = ""\n` });
    const broken = await scene.run(['escapes', '--compare']);
    assert.equal(broken.code, 2);
    assert.match(broken.errors, /^p\.go:16:13: cannot use ""/m);
    const both = await scene.run(['escapes', '--compare', '--tier', 'static']);
    assert.equal(both.code, 2);
    assert.match(both.errors, /leave out --tier/);
  });
});
