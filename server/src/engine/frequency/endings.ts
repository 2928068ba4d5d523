/** Lists of statements that end with a panic, the end of the program, or an error that is returned or handed to somebody. */
import type { Expression, Statement } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { type Enclosed, enclosedAt, type Part } from '../syntax/enclosed.ts';
import { isSurelyError } from './errorValues.ts';
import { answersFailure } from './failures.ts';
import { lastResultType } from './functions.ts';
import { isEnding, isErrorType, lastName } from './names.ts';
import { lastStatement } from './statements.ts';
import { listOf, type Step } from './step.ts';

const OTHER_EXIT = /\b(?:return|break|continue|goto)\b/;
const OTHER_WORK = /\b(?:return|break|continue|goto|for|switch|select)\b/;

/**
 * Whether a list of statements ends with a panic or the like, and nothing between the place and it
 * leaves the list. A whole body, of a function or a loop, that does so may end with
 * `log.Fatal(serve())` or, after a loop that never ends, with `panic("unreachable")`: there it has to
 * be plain.
 */
export function leadsToEnding(step: Step): boolean {
  const { tree, child } = step;
  const last = lastStatement(listOf(step) ?? []);
  const call = last?.kind === 'expression' ? last.expression : undefined;
  if (last === undefined || child === undefined || !isEnding(call)) {
    return false;
  }
  const between = tree.text.slice(exitAround(step), last.start);
  return isBody(step)
    ? lastName(call) === 'panic' && !COMPOUND.has(child.node.kind) && !OTHER_WORK.test(between)
    : !OTHER_EXIT.test(between);
}

/** Where the `return` begins that the place is part of: it leaves the list before the list's end. The place in no other one. */
function exitAround({ tree, anchor, parent }: Step): number {
  let start = anchor;
  for (
    let at: Enclosed | undefined = enclosedAt(tree, anchor);
    at && at.node !== parent.node;
    at = at.around
  ) {
    if (at.node.kind === 'return') {
      ({ start } = at.node);
    } else if (at.node.kind === 'function') {
      start = anchor;
    }
  }
  return start;
}

function isBody({ parent }: Step): boolean {
  const outer = parent.around?.node;
  return outer !== undefined && 'body' in outer && outer.body === parent.node;
}

const COMPOUND = new Set<Part['kind']>([
  'if',
  'for',
  'range',
  'labeled',
  'switch',
  'typeSwitch',
  'select',
]);

/**
 * Whether a list of statements ends with `return …, fmt.Errorf(…)` or the like, and nothing between the place and it
 * leaves the list. A loop that may be left in another way may have found what it looks for.
 */
export function leadsToError(step: Step): boolean {
  const { tree, child, parent } = step;
  const last = lastStatement(listOf(step) ?? []);
  const made = last?.kind === 'return' ? last.results.at(-1) : undefined;
  if (last === undefined || made === undefined || child === undefined || child.node === last) {
    return false;
  }
  const start = LOOPS.has(child.node.kind) ? child.node.start : exitAround(step);
  return (
    !OTHER_EXIT.test(tree.text.slice(start, last.start)) &&
    isSurelyError(made) &&
    isErrorType(lastResultType(parent))
  );
}

const LOOPS = new Set<Part['kind']>(['for', 'range', 'labeled']);

/**
 * Whether a branch gives an error of the package's own to somebody and leaves, `onInvalid(b, ErrShort); continue`, or
 * answers a request with a failure: `w.WriteHeader(404); return`. Nothing between the place and that call leaves it.
 */
export function leadsToHandler(step: Step): boolean {
  const { tree, child } = step;
  const list = listOf(step) ?? [];
  const last = lastStatement(list);
  const isLeft =
    last?.kind === 'return' || (last?.kind === 'branch' && last.keyword !== 'fallthrough');
  const handler =
    isLeft && !isBody(step)
      ? list.findLast((each) => givesError(each) || givesFailure(tree, each))
      : undefined;
  return (
    handler !== undefined &&
    child !== undefined &&
    !OTHER_EXIT.test(tree.text.slice(exitAround(step), handler.start))
  );
}

/** Whether what stands before it in its list has answered a request with a failure. */
export function isAfterFailure(step: Step): boolean {
  const { tree, child } = step;
  const list = listOf(step);
  return (
    child !== undefined && list !== undefined && firstFailureEnd(tree, list) <= child.node.start
  );
}

/** Each place in a list asks for it, and lists may be long. */
const FAILURE_ENDS = new WeakMap<DeclarationTree, Map<readonly Statement[], number>>();

/** Where the first statement ends that answers with a failure; infinite where none does. */
function firstFailureEnd(tree: DeclarationTree, list: readonly Statement[]): number {
  const known = FAILURE_ENDS.get(tree) ?? new Map<readonly Statement[], number>();
  FAILURE_ENDS.set(tree, known);
  let end = known.get(list);
  if (end === undefined) {
    end = list.find((each) => givesFailure(tree, each))?.end ?? Infinity;
    known.set(list, end);
  }
  return end;
}

/** `f(ErrX)`, `ch <- ErrX`: the names of errors that are declared for others to compare with. */
function givesError(statement: Statement): boolean {
  if (statement.kind === 'send') {
    return isSentinel(statement.value);
  }
  const call = statement.kind === 'expression' ? statement.expression : undefined;
  return call?.kind === 'call' && call.arguments.some(isSentinel);
}

/** `http.Error(w, text, 400)`, `return c.JSON(http.StatusBadRequest, body)`. */
function givesFailure(tree: DeclarationTree, statement: Statement): boolean {
  const value =
    statement.kind === 'expression'
      ? statement.expression
      : statement.kind === 'return'
        ? statement.results.at(-1)
        : undefined;
  return value?.kind === 'call' && answersFailure(tree, value);
}

const SENTINEL = /^Err[A-Z]\w*$/;

function isSentinel(value: Expression): boolean {
  return (
    (value.kind === 'identifier' || value.kind === 'selector') && SENTINEL.test(lastName(value))
  );
}
