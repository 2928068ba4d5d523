/** Expressions that make errors, and what returns them. */
import type { CompositeLiteral, Expression } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import type { Part } from '../syntax/enclosed.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { lastResultType } from './functions.ts';
import { calleeName, isErrorMaker, isErrorType, isNil, lastName } from './names.ts';
import type { Step } from './step.ts';

/**
 * Part of a `return` whose last operand makes an error, or that operand itself, in a function that
 * returns an error. Where the operand is a call of some other function nobody knows whether an
 * error comes out; where it is but a name, the rest may as well be a result.
 */
export function isReturnedError({ tree, child, parent }: Step): boolean {
  const last = parent.node.kind === 'return' ? parent.node.results.at(-1) : undefined;
  if (last === undefined || child === undefined) {
    return false;
  }
  const value = unparenthesized(last);
  const isError =
    makesError(tree, value) || (last === child.node && value.kind !== 'call' && !isNil(value));
  return isError && isErrorType(lastResultType(parent));
}

/**
 * `fmt.Errorf(…)`, `&T{…}`; not `wrapError(d.Decode(&x))`, where whether there is an error is known only when that is
 * done.
 */
export function makesError(tree: DeclarationTree, value: Expression): boolean {
  return value.kind === 'call'
    ? isErrorMaker(value) &&
        (isSurelyError(value) || !value.arguments.some((each) => mayFail(tree, each)))
    : isComposite(value);
}

function mayFail(tree: DeclarationTree, value: Expression): boolean {
  return value.kind === 'call' && !isErrorMaker(value) && tree.isError?.(value) === true;
}

const SURE_MAKER = /^Errorf?$|^(?:n|N)ew\w*Err(?:or)?f?$/;

/** The same, and never nil: `errors.Join(…)` and `errors.Wrap(err, …)` may have nothing to say. */
export function isSurelyError(node: Expression): boolean {
  const value = unparenthesized(node);
  return value.kind === 'call'
    ? isErrorMaker(value) &&
        (SURE_MAKER.test(lastName(value)) || calleeName(value) === 'errors.New')
    : isComposite(value);
}

export function isComposite(value: Expression): boolean {
  return compositeIn(value) !== undefined;
}

/** `SomeError{…}`, also of `&SomeError{…}`, which is reported at its `&`. */
export function isErrorValue(part: Part): boolean {
  return isErrorType(compositeIn(part)?.type);
}

function compositeIn(part: Part): CompositeLiteral | undefined {
  const made = part.kind === 'unary' ? part.operand : part;
  return made.kind === 'composite' ? made : undefined;
}
