/** What functions cost with all that they call, against what the runtime counts. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { callingPackage, ROUNDS } from '../support/callingGo.ts';
import { countObjects } from '../support/countedFixture.ts';
import { GoScene } from '../support/goScene.ts';

interface Amount {
  readonly bytes: number;
  readonly objects: number;
  readonly unsized: number;
  readonly upTo: boolean;
}

interface CostJson {
  readonly what: string;
  readonly allocates: Readonly<Record<string, Amount>>;
  readonly dynamicCalls: number;
  readonly unseenCalls: number;
  readonly ifLargerThan32: number;
  readonly otherBranches: boolean;
  readonly rows: readonly { readonly kind: string; readonly what: string }[];
}

const COUNT = 120;
const SEED = 20_261_127;

describe('gomem cost', () => {
  let scene: GoScene | undefined;

  afterEach(async () => {
    const closing = scene?.close();
    scene = undefined;
    await closing;
  });

  async function costOf(...args: readonly string[]): Promise<CostJson> {
    const { code, output, errors } = (await scene?.run(['cost', '--json', ...args])) ?? {};
    assert.equal(code, 0, errors);
    return JSON.parse(output ?? '') as CostJson;
  }

  it('is what the runtime counts of functions that call each other', async () => {
    const files = callingPackage(COUNT, SEED);
    scene = new GoScene(Object.fromEntries(files));
    const counted = countObjects(scene.root);
    const wrong: string[] = [];
    let countExact = 0;
    let countBounded = 0;
    for (let index = 0; index < COUNT; index++) {
      const name = `f${index}`;
      const { allocates, dynamicCalls, unseenCalls } = await costOf(name);
      assert.equal(dynamicCalls + unseenCalls, 0, name);
      const { call, iteration } = allocates;
      const ours = {
        bytes: (call?.bytes ?? 0) + ROUNDS * (iteration?.bytes ?? 0),
        objects: (call?.objects ?? 0) + ROUNDS * (iteration?.objects ?? 0),
      };
      const theirs = counted.get(name) ?? assert.fail(name);
      const isUpTo = call?.upTo === true || iteration?.upTo === true;
      const isSame =
        Math.abs(ours.bytes - theirs.bytes) < 0.5 && Math.abs(ours.objects - theirs.objects) < 0.02;
      const isBound = ours.bytes + 0.5 >= theirs.bytes && ours.objects + 0.02 >= theirs.objects;
      if (!(isUpTo ? isBound : isSame)) {
        wrong.push(`${name}: ${JSON.stringify({ ours, theirs, isUpTo })}`);
      }
      countExact += isUpTo ? 0 : 1;
      countBounded += isUpTo ? 1 : 0;
    }
    console.log(`${countExact} to the byte, ${countBounded} at most`);
    assert.deepEqual(wrong, []);
    assert.ok(countExact > COUNT / 4, `${countExact} are exact`);
    assert.ok(countBounded > 0, 'there is no branch');
  });

  it('says what is not known, and what is apart', async () => {
    scene = new GoScene({
      'go.mod': 'module p\n\ngo 1.24\n',
      'p.go': `package p

import "errors"

type writer interface{ write(p *int) }

var kept []*int

func Add(w writer, visit func(int), n int) error {
	if n < 0 {
		return errors.New("negative")
	}
	kept = append(kept, &n)
	for i := range n {
		visit(i)
	}
	w.write(nil)
	return twice(n)
}

//go:noinline
func twice(n int) error {
	if n > 10 {
		twice(n / 2)
	}
	kept[0] = new(int)
	return nil
}

func unwritten()

func Calls() { unwritten() }
`,
      'p.s': '',
    });
    const { allocates, dynamicCalls, rows } = await costOf('Add');
    assert.equal(dynamicCalls, 2);
    assert.deepEqual(allocates, {
      call: { bytes: 16, objects: 2, unsized: 0, upTo: false },
      growth: { bytes: 0, objects: 1, unsized: 1, upTo: false },
      error: { bytes: 16, objects: 1, unsized: 0, upTo: true },
    });
    assert.deepEqual(rows.map(({ kind, what }) => [kind, what]).sort(), [
      ['call', 'twice'],
      ['dynamic', 'visit(i)'],
      ['dynamic', 'w.write(nil)'],
      ['site', '&errors.errorString{...}'],
      ['site', 'append(kept, &n)'],
      ['site', 'n'],
    ]);
    assert.equal((await costOf('Calls')).unseenCalls, 1);
    const { output } = await scene.run(['cost', 'Add']);
    assert.match(output, /^p\.go:9:6: Add\n {2}With calls: 16 B in 2 objects per call$/m);
    assert.match(output, /^ {2}Not known: 2 dynamic calls$/m);
    assert.ok(readdirSync(scene.root).length > 0);
  });

  it('knows errors by their types', async () => {
    scene = new GoScene({
      'go.mod': 'module p\n\ngo 1.24\n',
      'p.go': `package p

import "strconv"

var last *int

func set(text string) {
	if _, e1 := strconv.Atoi(text); e1 != nil {
		last = new(int)
	}
}
`,
    });
    assert.deepEqual(Object.keys((await costOf('set')).allocates), ['error']);
  });

  it('finds methods with and without what is around the type, and says where there is none', async () => {
    scene = new GoScene({
      'go.mod': 'module p\n\ngo 1.24\n',
      'p.go': 'package p\n\ntype t struct{ p *int }\n\nfunc (x *t) set() { x.p = new(int) }\n',
    });
    for (const name of ['t.set', '(*t).set']) {
      assert.equal((await costOf(name)).allocates.call?.bytes, 8);
    }
    const missing = await scene.run(['cost', 'u.set']);
    assert.equal(missing.code, 2);
    assert.equal(missing.errors, 'gomem cost: no function u.set in .\n');
  });
});
