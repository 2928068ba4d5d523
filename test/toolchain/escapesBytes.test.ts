/** What `gomem escapes` says of bytes, for both tiers. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { GoScene } from '../support/goScene.ts';

const TEXT = `package p

type node struct {
	next *node
	name string
}

type digit uint8

var (
	sink any
	text string
)

func New(name string) *node { return &node{name: name} }

func Box(d digit, n int, word string) {
	sink = d
	sink = n
	text = word + word
}

func Make(n int) ([]int32, chan *int) {
	return make([]int32, n), make(chan *int, 4)
}

func Hold(text string, count int) func() string {
	return func() string {
		count++
		return text
	}
}

func Start(rows [][20]int) {
	for i, row := range rows {
		go func(i int, row [20]int) { println(i, row[i]) }(i, row)
	}
}
`;

describe('gomem escapes', () => {
  let scene: GoScene;

  beforeEach(() => {
    scene = new GoScene({ 'go.mod': 'module example.com/p\n\ngo 1.24\n', 'p.go': TEXT });
  });
  afterEach(() => scene.close());

  for (const tier of ['compiler', 'static']) {
    it(`says what each object takes: ${tier}`, async () => {
      const { rows } = await scene.escapes(['--tier', tier]);
      const heap = rows.filter(({ verdict, kind }) => verdict === 'heap' && kind !== 'runtime');
      assert.deepEqual(
        heap.map(({ line, what, alloc }) => [line, what.replace(/_\d+$/, ''), alloc]),
        [
          [15, '&node{...}', object(24, { class: 24, scan: true })],
          [18, 'd', null],
          [19, 'n', object(8, { class: 16, scan: false, condition: 'from256' })],
          [20, 'word + word', { elementBytes: 1, scan: false, growth: false }],
          [24, 'make([]int32, n)', { elementBytes: 4, scan: false, growth: false }],
          [27, 'count', object(8, { class: 16, scan: false })],
          [28, 'func literal', object(32, { class: 32, scan: true })],
          // The copy of what is too large for a closure; that of the number is in the closure.
          [36, '.autotmp', object(160, { class: 160, scan: false })],
          [36, 'func literal', null],
        ],
      );
      const [box] = heap.filter(({ what }) => what === 'd');
      assert.equal(box?.noAllocBecause, 'byte');
      const [channel] = rows.filter(({ kind }) => kind === 'runtime');
      assert.equal(channel?.alloc?.objects, 2);
    });
  }

  it('says it in text as well', async () => {
    const { output } = await scene.run(['escapes']);
    assert.match(output, /^p\.go:15:38: &node\{\.\.\.\} escapes to heap, 24 B$/m);
    assert.match(output, /^p\.go:18:9: d escapes to heap, 0 B$/m);
    assert.match(output, /^p\.go:24:13: make\(\[\]int32, n\) escapes to heap, n × 4 B$/m);
  });
});

/** One object; what was asked for is what it takes. */
function object(
  bytes: number,
  { condition = null, ...more }: { class: number; scan: boolean; condition?: string | null },
): object {
  return { bytes, asked: bytes, objects: 1, ...more, condition };
}
