import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Searches } from '../../../server/src/engine/ir/searches.ts';
import { resultOf } from '../../../server/src/engine/ir/steps.ts';

/** Goes from one name to the next, and takes three steps for each; a name is open until the end. */
class Way {
  readonly open = new Set<string>();
  readonly taken: string[] = [];

  isAt(name: string): boolean {
    return this.open.has(name);
  }

  *steps(searches: Searches<string, Way>, names: readonly string[], done: Set<string>) {
    for (const name of names) {
      yield* searches.awaitOthers(this, name);
      if (done.has(name)) {
        continue;
      }
      this.open.add(name);
      for (let step = 0; step < 3; step++) {
        this.taken.push(name);
        yield;
      }
    }
    this.open.forEach((name) => done.add(name));
    this.open.clear();
  }
}

function twoWays(names: readonly [readonly string[], readonly string[]]) {
  const searches = new Searches<string, Way>();
  const done = new Set<string>();
  const ways = [new Way(), new Way()] as const;
  const [first, second] = ways;
  return {
    done,
    ways,
    first: searches.run(first, first.steps(searches, names[0], done)),
    second: searches.run(second, second.steps(searches, names[1], done)),
  };
}

describe('searches that are under way at the same time', () => {
  it('take the steps of the one that is there already', () => {
    const { first, second, ways, done } = twoWays([
      ['a', 'b'],
      ['b', 'c'],
    ]);
    for (let step = 0; step < 4; step++) {
      first.next();
    }
    resultOf(second);
    assert.deepEqual(ways[0].taken, ['a', 'a', 'a', 'b', 'b', 'b']);
    assert.deepEqual(ways[1].taken, ['c', 'c', 'c']);
    assert.deepEqual([...done], ['a', 'b', 'c']);
    assert.equal(first.next().done, true);
  });

  it('do not wait for each other', () => {
    const { first, second, ways } = twoWays([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    first.next();
    second.next();
    resultOf(first);
    resultOf(second);
    // Who would wait in a circle does the work itself.
    const taken = [...ways[0].taken, ...ways[1].taken];
    assert.equal(taken.filter((name) => name === 'a').length, 6);
  });

  it('go on by themselves where the other one is given up', () => {
    const { first, second, ways, done } = twoWays([['a'], ['a', 'b']]);
    first.next();
    second.next();
    first.return();
    resultOf(second);
    assert.deepEqual(ways[1].taken, ['a', 'a', 'a', 'b', 'b', 'b']);
    assert.deepEqual([...done], ['a', 'b']);
  });
});
