import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sliceFile } from '../../../server/src/engine/syntax/slicer.ts';
import type { Declaration } from '../../../server/src/engine/syntax/slicer.ts';
import { LookAhead } from '../../../server/src/lsp/lookAhead.ts';
import { Turns } from '../../../server/src/workspace/turns.ts';

const NONE = { allocations: [], isCurrent: true, isEdited: false, tier: undefined };

describe('what is allocated in declarations is found out ahead', () => {
  it('of all others while one takes long, and who does not wait is told', async () => {
    const look = new Look({ slow: Infinity, quick: 1, alsoQuick: 1 });
    const found = await look.ahead.find({ ...look.all, isSeen: true, maximumMs: 0 });
    assert.equal(found.size, 0);
    await look.finished('alsoQuick');
    assert.deepEqual(look.done, ['quick', 'alsoQuick']);
    look.isEnough = true;
    await look.finished('slow');
    assert.ok(look.countTold > 0);
    assert.deepEqual(look.begun, ['slow', 'quick', 'alsoQuick'], 'nothing is begun twice');
  });

  it('first of what is seen', async () => {
    const look = new Look({ underWay: 1, unseen: 1, seen: 1 });
    await Promise.all([
      look.ahead.find(look.all),
      look.ahead.find({ ...look.only('seen'), isSeen: true }),
    ]);
    assert.deepEqual([...new Set(look.done)], ['underWay', 'seen', 'unseen']);
    assert.equal(look.countTold, 0, 'everybody has waited');
  });

  it('by the same steps for all who ask', async () => {
    const look = new Look({ one: 3, two: 3 });
    const [first, second] = await Promise.all([
      look.ahead.find(look.all),
      look.ahead.find({ ...look.only('two'), isSeen: true }),
    ]);
    assert.deepEqual(names(first.keys()).sort(), ['one', 'two']);
    assert.deepEqual(names(second.keys()), ['two']);
    assert.equal(look.begun.length, 2);
  });

  it('until there is a newer text', async () => {
    const look = new Look({ one: 3, two: 3 });
    const finding = look.ahead.find(look.all);
    look.isCurrent = false;
    assert.equal((await finding).size, 0);
    assert.equal(look.countOpen, 0, 'steps that are not taken are given back');
    assert.equal((await look.ahead.find(look.all)).size, 0);
  });

  it('with what goes wrong told to who waits, and found out anew by who asks again', async () => {
    const look = new Look({ one: 1 });
    look.failure = new Error('too bad');
    await assert.rejects(look.ahead.find(look.all), /too bad/);
    look.failure = undefined;
    assert.equal((await look.ahead.find(look.all)).size, 1);
  });
});

/** Looks at functions that take so many steps. */
class Look {
  readonly ahead: LookAhead;
  readonly begun: string[] = [];
  readonly done: string[] = [];
  countOpen = 0;
  countTold = 0;
  isCurrent = true;
  /** Ends what takes for ever. */
  isEnough = false;
  failure: Error | undefined;
  readonly #declarations: readonly Declaration[];
  readonly #waiting = new Map<string, () => void>();

  constructor(countSteps: Readonly<Record<string, number>>) {
    const text = Object.keys(countSteps).map((name) => `func ${name}() {}\n`);
    this.#declarations = sliceFile(`package p\n\n${text.join('\n')}`).declarations.filter(
      ({ keyword }) => keyword === 'func',
    );
    this.ahead = new LookAhead({
      stepsOn: (declaration) => this.#steps(nameOf(declaration), countSteps),
      allocationsIn: (declaration) => {
        this.done.push(nameOf(declaration));
        setImmediate(() => this.#waiting.get(nameOf(declaration))?.());
        return NONE;
      },
      isCurrent: () => this.isCurrent,
      turns: () => new Turns(() => new Promise((resolve) => setImmediate(resolve))),
      moreIsKnown: () => {
        this.countTold++;
      },
    });
  }

  get all() {
    return { declarations: this.#declarations, view: undefined };
  }

  only(name: string) {
    return {
      declarations: this.#declarations.filter((each) => nameOf(each) === name),
      view: undefined,
    };
  }

  finished(name: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(name, resolve));
  }

  *#steps(name: string, countSteps: Readonly<Record<string, number>>): Generator<void, void> {
    this.begun.push(name);
    this.countOpen++;
    try {
      for (let at = 0; at < (countSteps[name] ?? 0) && !this.isEnough; at++) {
        if (this.failure) {
          throw this.failure;
        }
        yield;
      }
    } finally {
      this.countOpen--;
    }
  }
}

function names(declarations: Iterable<Declaration>): string[] {
  return [...declarations].map(nameOf);
}

function nameOf({ name }: Declaration): string {
  return name ?? '';
}
