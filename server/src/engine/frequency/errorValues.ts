/** Expressions that make errors, and what returns them. */
import type { SyntaxNode } from '../syntax/cursor.ts';
import { lastResultType } from './functions.ts';
import { isErrorMaker, isErrorType, lastName } from './names.ts';
import { bare } from './statements.ts';
import type { Step } from './step.ts';

/**
 * Part of a `return` whose last operand makes an error, or that operand itself, in a function that
 * returns an error. Where the operand is a call of some other function nobody knows whether an
 * error comes out; where it is but a name, the rest may as well be a result.
 */
export function isReturnedError({ child, parent }: Step): boolean {
  const last = parent.namedChildren.at(-1);
  if (last === undefined || parent.parent?.kind !== 'return_statement') {
    return false;
  }
  const isError =
    makesError(last) || (last === child && !['call_expression', 'nil'].includes(bare(last).kind));
  return isError && isErrorType(lastResultType(parent));
}

/** `fmt.Errorf(…)`, `&T{…}`. */
function makesError(node: SyntaxNode): boolean {
  const value = bare(node);
  return value.kind === 'call_expression' ? isErrorMaker(value) : isComposite(value);
}

const SURE_MAKER = /^Errorf?$|^(?:n|N)ew\w*Err(?:or)?f?$/;

/** The same, and never nil: `errors.Join(…)` and `errors.Wrap(err, …)` may have nothing to say. */
export function isSurelyError(node: SyntaxNode): boolean {
  const value = bare(node);
  return value.kind === 'call_expression'
    ? isErrorMaker(value) &&
        (SURE_MAKER.test(lastName(value)) || calleeText(value) === 'errors.New')
    : isComposite(value);
}

function calleeText(call: SyntaxNode): string | undefined {
  return call.get('function')?.text;
}

export function isComposite(value: SyntaxNode): boolean {
  return compositeIn(value) !== undefined;
}

/** `SomeError{…}`, also of `&SomeError{…}`, which is reported at its `&`. */
export function isErrorValue(value: SyntaxNode): boolean {
  return isErrorType(compositeIn(value)?.get('type'));
}

function compositeIn(value: SyntaxNode): SyntaxNode | undefined {
  const made = value.kind === 'unary_expression' ? value.get('operand') : value;
  return made?.kind === 'composite_literal' ? made : undefined;
}
