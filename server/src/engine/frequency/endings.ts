/** Lists of statements that end with a panic, the end of the program, or an error that is returned. */
import { isSurelyError } from './errorValues.ts';
import { lastResultType } from './functions.ts';
import { isEnding, isErrorType, lastName } from './names.ts';
import { lastStatement } from './statements.ts';
import type { Step } from './step.ts';

const OTHER_EXIT = /\b(?:return|break|continue|goto)\b/;
const OTHER_WORK = /\b(?:return|break|continue|goto|for|switch|select)\b/;

/**
 * Whether a list of statements ends with a panic or the like, and nothing between the place and it
 * leaves the list. A whole function that does so may end with `log.Fatal(serve())` or, after a loop
 * that never ends, with `panic("unreachable")`: there it has to be plain.
 */
export function leadsToEnding({ tree, anchor, child, parent }: Step): boolean {
  const last = lastStatement(parent);
  const call = last?.kind === 'expression_statement' ? last.namedChildren[0] : undefined;
  if (last === undefined || !isEnding(call)) {
    return false;
  }
  const isBody = parent.parent?.parent?.get('body') === parent.parent;
  const between = tree.text.slice(anchor, last.start);
  return isBody
    ? lastName(call) === 'panic' && !COMPOUND.has(child.kind) && !OTHER_WORK.test(between)
    : !OTHER_EXIT.test(between);
}

const COMPOUND = new Set([
  'if_statement',
  'for_statement',
  'labeled_statement',
  'expression_switch_statement',
  'type_switch_statement',
  'select_statement',
]);

/**
 * Whether a list of statements ends with `return …, fmt.Errorf(…)` or the like, and nothing between the place and it
 * leaves the list. A loop that may be left in another way may have found what it looks for.
 */
export function leadsToError({ tree, anchor, child, parent }: Step): boolean {
  const last = lastStatement(parent);
  const operands = last?.kind === 'return_statement' ? last.namedChildren[0] : undefined;
  const made = operands?.namedChildren.at(-1);
  if (last === undefined || made === undefined || child.start === last.start) {
    return false;
  }
  const start = LOOPS.has(child.kind) ? child.start : anchor;
  return (
    !OTHER_EXIT.test(tree.text.slice(start, last.start)) &&
    isSurelyError(made) &&
    isErrorType(lastResultType(last))
  );
}

const LOOPS = new Set(['for_statement', 'labeled_statement']);
