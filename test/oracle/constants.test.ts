/**
 * Our constants are those of go/constant and go/types. `LONG=1` tries many more, and all of the
 * standard library: `LONG=1 node --import tsx --test test/oracle/constants.test.ts`.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { isFailure } from '../../server/src/engine/types/constant/constant.ts';
import { literal } from '../../server/src/engine/types/constant/literals.ts';
import { seededRandom } from '../support/random.ts';
import {
  Evaluation,
  isFailureOf,
  randomExpression,
  randomType,
  textOf,
} from './constants/declarations.ts';
import {
  type Answer,
  difference,
  judge,
  LITERAL_KINDS,
  type Token,
  type Tree,
} from './constants/judge.ts';
import { below, damaged, literalText, pick } from './constants/randomLiterals.ts';
import { faultOfStep } from './constants/steps.ts';
import { evaluate, randomTree, textOfTree, treesOfLimits } from './constants/trees.ts';

const IS_LONG = process.env.LONG === '1';
const SEED = 20_261_125;
const BATCH_SIZE = 5_000;
const COUNT_BATCHES = IS_LONG ? 40 : 1;
const MAXIMUM_SHOWN = 20;
const MAXIMUM_SHOWN_LENGTH = 400;

/** Where constants are at their most interesting. */
const PACKAGES = ['math', 'math/big', 'strconv', 'time', 'unicode/utf8', 'syscall', 'runtime'];

/** Compares what each seed gives, a batch at a time. */
function inBatches(compare: (random: () => number) => Iterable<string | undefined>): void {
  const faults: string[] = [];
  let countAlike = 0;
  for (let batch = 0; batch < COUNT_BATCHES; batch++) {
    for (const fault of compare(seededRandom(SEED + batch))) {
      if (fault === undefined) {
        countAlike++;
      } else {
        faults.push(fault);
      }
    }
  }
  assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  assert.ok(countAlike >= BATCH_SIZE, 'there is too little to compare');
}

function faultOf(what: string, fault: string | undefined): string | undefined {
  return fault && `${what.slice(0, MAXIMUM_SHOWN_LENGTH)}: ${fault.slice(0, MAXIMUM_SHOWN_LENGTH)}`;
}

function answersTo<Item>(items: readonly Item[], answers: readonly Answer[]) {
  assert.equal(answers.length, items.length);
  return items.map((item, index) => {
    const answer = answers[index];
    assert.ok(answer);
    return { item, answer };
  });
}

function batchOf<Item>(make: () => Item): Item[] {
  return Array.from({ length: BATCH_SIZE }, make);
}

describe('constants are those of Go', () => {
  it('literals, whole and damaged', () => {
    inBatches(function* (random) {
      const items = batchOf(() => {
        const token = pick<Token>(random, ['INT', 'FLOAT', 'FLOAT', 'IMAG', 'CHAR', 'STRING']);
        const text = literalText(random, token, true);
        return { token, text: random() < 0.4 ? damaged(random, text) : text };
      });
      const { literals } = judge({ literals: items.map(({ text }) => text) });
      for (const [index, { token, text }] of items.entries()) {
        const answer = literals[index];
        assert.ok(answer);
        const ours = literal(LITERAL_KINDS[answer.token === '' ? token : answer.token], text);
        yield faultOf(
          text,
          answer.value
            ? difference(ours, answer.value)
            : isFailure(ours)
              ? undefined
              : 'is no literal',
        );
      }
    });
  });

  it('operations on constants of all kinds', () => {
    inBatches(function* (random) {
      yield* faultsOfTrees(batchOf(() => randomTree(random, 1 + below(random, 4))));
    });
  });

  it('all operations on integers at their limits', () => {
    const faults = [...faultsOfTrees(treesOfLimits())].filter((fault) => fault !== undefined);
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  it('declarations with and without a type', () => {
    inBatches(function* (random) {
      const items = batchOf(() => {
        const type = randomType(random);
        const expression = randomExpression(random, type, below(random, 5));
        return { type, expression, wordBits: pick(random, [32, 64]) };
      });
      const { declarations } = judge({
        declarations: items.map(({ type = '', expression, wordBits }) => ({
          type,
          expression: textOf(expression),
          wordBits,
        })),
      });
      for (const { item, answer } of answersTo(items, declarations)) {
        const { type, expression, wordBits } = item;
        const fault = faultOfDeclaration(
          new Evaluation(wordBits).declared(expression, type),
          answer,
        );
        yield faultOf(`const ${type ?? ''} = ${textOf(expression)} (${wordBits})`, fault);
      }
    });
  });

  it('the standard library, operation by operation', () => {
    const packages = IS_LONG ? standardPackages() : PACKAGES;
    const { steps, skipped } = judge({ packages });
    console.log(`${steps.length} operations in ${packages.length} packages`);
    assert.deepEqual(skipped, []);
    const faults = steps.flatMap((step) => {
      const fault = faultOfStep(step);
      return fault === undefined ? [] : [`${JSON.stringify(step)}: ${fault}`];
    });
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
    assert.ok(steps.length > BATCH_SIZE, 'there is too little to compare');
  });
});

function* faultsOfTrees(trees: readonly Tree[]): Generator<string | undefined> {
  for (const { item, answer } of answersTo(trees, judge({ trees }).trees)) {
    const ours = evaluate(item);
    const fault = answer.value
      ? difference(ours, answer.value)
      : isFailure(ours)
        ? undefined
        : `a value instead of ${answer.failure}`;
    yield faultOf(textOfTree(item), fault);
  }
}

function faultOfDeclaration(
  ours: ReturnType<Evaluation['declared']>,
  { value, type, failure = '' }: Answer,
): string | undefined {
  if (!value) {
    return typeof ours === 'string' && isFailureOf(ours, failure)
      ? undefined
      : `${typeof ours === 'string' ? ours : 'a value'} instead of ${failure}`;
  }
  if (typeof ours === 'string') {
    return `${ours} instead of ${value.exact}`;
  }
  return (
    difference(ours.value, value) ??
    (ours.type === type ? undefined : `${ours.type} instead of ${type}`)
  );
}

/** All that are built without cgo. */
function standardPackages(): string[] {
  return execFileSync('go', ['list', '-f', '{{if .GoFiles}}{{.ImportPath}}{{end}}', 'std'], {
    encoding: 'utf8',
    env: { ...process.env, CGO_ENABLED: '0' },
  })
    .split('\n')
    .filter((path) => path !== '');
}
