import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { carryOver } from '../../../server/src/engine/compilerlog/carryOver.ts';
import { Survivors } from '../../../server/src/engine/text/survivors.ts';
import { seededRandom } from '../../support/random.ts';
import { compiled } from '../../support/compiled.ts';
import { damaged, removedPiece } from '../../support/damage.ts';

const HEADER = 'package p\n\n';

const BEFORE = `func f() {
	a := new(int)
	b := new(bool)
	c := g()
}`;

const LOG = `
a.go:3:6: can inline f with cost 3 as: func() { }
a.go:4:10: new(int) escapes to heap
a.go:5:10: new(bool) escapes to heap
a.go:6:8: inlining call to g
a.go:6:8: &T{} escapes to heap`;

/** What is left for `after`, each with the text that now stands at its place. */
function carried(after: string): string[] {
  const { source, verdictsOn } = compiled(HEADER + BEFORE, LOG);
  const declaration = source.slices.declarations[1];
  const verdicts = declaration && verdictsOn(declaration);
  assert.ok(verdicts);
  const { sites, calls, inlineFacts } = carryOver(verdicts, (offset) =>
    Survivors.between(BEFORE, after).placeOf(offset),
  );
  return [
    ...inlineFacts.map(({ offset, fact }) => [offset, fact.functionName] as const),
    ...sites.map(({ offset, fact }) => [offset, fact.what] as const),
    ...calls.map(({ offset, fact }) => [offset, fact.callees.join()] as const),
  ].map(([offset, what]) => `${what} at ${after.slice(offset).split('\n', 1)[0] ?? ''}`);
}

const F = 'f at f() {';
const INT = 'new(int) at (int)';
const BOOL = 'new(bool) at (bool)';
const G = 'g at ()';

describe('verdicts that are carried over', () => {
  it('are all of them if nothing changed', () => {
    assert.deepEqual(carried(BEFORE), [F, INT, BOOL, G]);
  });

  it('are those before and after what is typed, at their new places', () => {
    for (const [after, wanted] of [
      [BEFORE.replace('b := ', 'bb := 1 + '), [F, INT, BOOL, G]],
      [BEFORE.replace('\tb :=', '\tx.\n\tb :='), [F, INT, BOOL, G]],
      [BEFORE.replace('{\n', '{\n\n\t// More.\n'), [F, INT, BOOL, G]],
      [`${BEFORE}\n`, [F, INT, BOOL, G]],
      [BEFORE.replace('func', '// Doc.\nfunc'), [F, INT, BOOL, G]],
    ] as const) {
      assert.deepEqual(carried(after), wanted, after);
    }
  });

  it('are not those of what is gone', () => {
    for (const [after, wanted] of [
      [BEFORE.replace('\tb := new(bool)\n', ''), [F, INT, G]],
      [BEFORE.replace('new(bool)', 'x'), [F, INT, G]],
      [BEFORE.replace('g()', 'h'), [F, INT, BOOL]],
      [BEFORE.slice(0, BEFORE.indexOf('(int)')), [F]],
      ['', []],
    ] as const) {
      assert.deepEqual(carried(after), wanted, after);
    }
  });

  it('are not those between two changes', () => {
    const after = BEFORE.replace('a :=', 'aa :=').replace('c :=', 'cc :=');
    assert.deepEqual(carried(after), [F, G]);
  });

  it('come one for one of a line that is repeated', () => {
    const line = '\ta := new(int)\n';
    const twice = carried(BEFORE.replace(line, line + line));
    assert.deepEqual(twice.toSorted(), [F, INT, BOOL, G].toSorted());
  });

  it('stand at text that is theirs, whatever is gone around it', () => {
    const random = seededRandom(2_718);
    for (let round = 0; round < 500; round++) {
      const after = damaged(BEFORE, random, removedPiece);
      for (const each of carried(after)) {
        const [, what = '', at = ''] = /^(\S+) at (.*)$/.exec(each) ?? [];
        const first = what.startsWith('new') || what === 'g' ? '(' : 'f';
        assert.equal(at.charAt(0), first, after);
      }
    }
  });
});
