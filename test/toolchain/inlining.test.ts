/** What both tiers say of the inliner, and what inlining would change. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { type CommandRow, GoScene } from '../support/goScene.ts';

/** Makes a function too large to be inlined; without it, it is inlined. */
const LARGE = `
	for i := range 10 {
		total += i * i
		total ^= i << 3
		total -= i % 7
		total *= i | 1
		total += i & 5
		total ^= i * 3
		total -= i >> 1
	}`;

const TEXT = `package p

type writer interface{ write(p *int) }

type counter struct{ n int }

func (c *counter) write(p *int) { c.n += *p }

var (
	total int
	kept  *int
)

func each(w writer, p *int) {${LARGE}
	w.write(p)
}

func keep(p *int) {${LARGE}
	kept = p
}

//go:noinline
func never(w writer, p *int) { w.write(p) }

func Count() int {
	c, x := counter{}, 1
	each(&c, &x)
	return c.n
}

func Keep() {
	x := 1
	keep(&x)
}

func Never() int {
	c, x := counter{}, 1
	never(&c, &x)
	return c.n
}
`;

interface InliningRow extends CommandRow {
  readonly cost?: number;
  readonly budget?: number;
  readonly keptByInlining?: {
    readonly function: string;
    readonly cost: number;
    readonly budget: number;
  };
}

/** Instances of generic functions, and closures that the compiler makes itself. */
const NOT_WRITTEN = /\[go\.shape\.|\.(?:deferwrap|gowrap)\d+$|-range\d+$/;

describe('the inliner as an answer', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  async function rowsOf(tier: string, ...flags: readonly string[]): Promise<InliningRow[]> {
    const { code, rows, errors } = (await scene?.escapes(['--tier', tier, ...flags])) ?? {};
    assert.equal(code, 0, errors);
    return [...(rows ?? [])];
  }

  const constructs = join(import.meta.dirname, 'escapeConstructs');
  const folders: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'constructs of the language': Object.fromEntries(
      readdirSync(constructs).map((name) => [name, readFileSync(join(constructs, name), 'utf8')]),
    ),
    'functions that cost too much': { 'go.mod': 'module p\n\ngo 1.24\n', 'p.go': TEXT },
  };
  for (const [name, folder] of Object.entries(folders)) {
    it(`is in the same words in both tiers: ${name}`, async () => {
      scene = new GoScene(folder);
      const words = async (tier: string) =>
        (await rowsOf(tier, '--inline'))
          .filter(({ kind, what }) => kind === 'func' && !NOT_WRITTEN.test(what))
          // How exact costs are is another question: test/oracle/inline.
          .map(({ file, line, col, what, verdict, detail }) =>
            [file, line, col, what, verdict, detail.replace(/cost \d+/, 'cost')].join(' '),
          );
      const compilers = await words('compiler');
      assert.ok(compilers.length > 5, 'there is nothing to compare');
      assert.deepEqual(await words('static'), compilers);
    });
  }

  for (const tier of ['compiler', 'static']) {
    it(`says what inlining would keep on the stack: ${tier}`, async () => {
      scene = new GoScene(folders['functions that cost too much'] ?? {});
      const heap = (await rowsOf(tier)).filter(({ verdict }) => verdict === 'heap');
      assert.deepEqual(
        heap.map(({ line, what, keptByInlining }) => [
          line,
          what,
          keptByInlining?.function,
          keptByInlining?.budget,
        ]),
        [
          [44, 'c', 'each', 80],
          [44, 'x', 'each', 80],
          [50, 'x', undefined, undefined],
          [55, 'c', undefined, undefined],
          [55, 'x', undefined, undefined],
        ],
      );
      const { output } = await scene.run(['escapes', '--tier', tier]);
      assert.match(output, /moved to heap: c, 8 B; inlining each would keep it on the stack$/m);
    });
  }

  it('is what the compiler does where the function is small enough', async () => {
    scene = new GoScene({
      ...folders['functions that cost too much'],
      'p.go': TEXT.replaceAll(LARGE, ''),
    });
    const heap = (await rowsOf('compiler')).filter(({ verdict }) => verdict === 'heap');
    assert.deepEqual(
      heap.map(({ what }) => what),
      ['x', 'c', 'x'],
    );
  });
});
