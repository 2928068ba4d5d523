/**
 * How often an allocation happens, from the syntax around it: a walk from its place up to the
 * function that it runs in, which collects what each step says. What says most wins: an
 * allocation behind `if err != nil` in a loop is one of the error path.
 */
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { type Enclosed, enclosedAt } from '../syntax/enclosed.ts';
import { runOf } from './functions.ts';
import { LoopExits, repeats } from './loops.ts';
import { regionsAt } from './rules.ts';
import type { Step } from './step.ts';

/**
 * How often a site allocates, most often first:
 * - `iteration`: each time round a loop;
 * - `call`: each time the function (for a stored function literal: the literal) is called;
 * - `growth`: when a buffer, slice or map has become too small;
 * - `miss`: when a pool or a cache has nothing to give, or a value is made when first needed;
 * - `error`: on the way to returning or reporting an error;
 * - `panic`: on the way to a panic or the end of the program;
 * - `once`: in what runs once in the life of the program (or, with a sync.Once of its own, of an
 *   object), the rounds of a loop in it included; `main` is different, whose loops may well be all
 *   that the program does.
 *
 * Where more than one is true of a place, the last of them counts: `once` before `panic` before
 * `error`, and so on. `iteration` comes before `call`, which is what is left.
 */
export const FREQUENCIES = [
  'iteration',
  'call',
  'growth',
  'miss',
  'error',
  'panic',
  'once',
] as const;

export type Frequency = (typeof FREQUENCIES)[number];

/**
 * How often what stands at `anchor` (the compiler's place for it, an offset from the declaration's
 * start) runs, from the syntax around it. Loop variables are taken to be those of Go 1.22, one for
 * each iteration.
 */
export function frequencyAt(tree: DeclarationTree, anchor: number): Frequency {
  const found = regionsAround(tree, anchor);
  return FREQUENCIES.findLast((frequency) => found.has(frequency)) ?? 'call';
}

/** How often something in a function happens, as seen from where the function is called so often. */
export function within(around: Frequency, inner: Frequency): Frequency {
  const isMore = FREQUENCIES.indexOf(around) > FREQUENCIES.indexOf(inner);
  const [less, more] = isMore ? [around, inner] : [inner, around];
  return less === 'call' ? more : less;
}

/** Of what allocates only when it has to grow; what happens even less often stays what it is. */
export function whenGrowing(around: Frequency): Frequency {
  return around === 'call' || around === 'iteration' ? 'growth' : around;
}

/** All that is true of a place, except that it is called. */
function regionsAround(tree: DeclarationTree, anchor: number): ReadonlySet<Frequency> {
  const found = new Set<Frequency>();
  const exits = new LoopExits(tree, anchor);
  let { child, parent } = startAt(tree, anchor);
  while (parent !== undefined) {
    const step: Step = { tree, anchor, child, parent };
    for (const frequency of regionsAt(step)) {
      found.add(frequency);
    }
    if (repeats(step) && !exits.leave(step)) {
      found.add('iteration');
    }
    exits.climb(step);
    const run = runOf(tree, parent, found.has('iteration'));
    if (run === 'around') {
      // A `return` in a literal is none of the function around it.
      exits.clear();
    } else if (run !== undefined) {
      return run === 'call' ? found : found.add(run);
    }
    child = parent;
    parent = parent.around;
  }
  return found;
}

interface Start {
  readonly child: Enclosed | undefined;
  readonly parent: Enclosed | undefined;
}

/** A function literal is reported at its keyword, and is made where it stands. */
function startAt(tree: DeclarationTree, anchor: number): Start {
  const innermost = enclosedAt(tree, anchor);
  const { around } = innermost;
  const isKeyword = innermost.node.kind === 'functionType' && innermost.node.start === anchor;
  return isKeyword && around?.node.kind === 'function'
    ? { child: around, parent: around.around }
    : { child: undefined, parent: innermost };
}
