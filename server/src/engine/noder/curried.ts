/**
 * Functions as values in generic code that have to be passed something out of the dictionary: curry and
 * methodExprWrap of noder/reader.go (Go 1.26). Each is put into a function literal.
 */
import type { Func, Variable } from '../ir/func.ts';
import type { Expression, FunctionExpression, MethodExpression, Statement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import { intConstant } from '../types/constant/constant.ts';
import { type Signature, type Type } from '../types/types.ts';
import { basicTypes } from '../types/universe.ts';
import { type Builder, captured, declaration, nameOf, nilOf } from './builder.ts';
import { closureFunction, closureOf } from './closures.ts';
import { spread } from './values.ts';

export interface Curried {
  /** A function whose dictionary is in the dictionary around, or a method that is there itself. */
  readonly fun: FunctionExpression | MethodExpression;
  /** What a method is bound to. */
  readonly receiver?: Expression;
  /** How the first argument of a method that is not bound is passed on. */
  readonly passOn?: (argument: Expression) => Expression;
  /** Of the function literal. */
  readonly signature: Signature;
}

/** The function literal, where the function's value stands. */
export function curried(builder: Builder, what: Curried): Expression {
  const { fun, receiver, passOn = unchanged, signature } = what;
  const position: Position = { frame: fun.frame, offset: fun.offset };
  const func = closureFunction(builder, position, 'curried', false);
  const inner: Builder = { context: builder.context, func, rangeFunc: undefined };
  const within: Position = { ...position, frame: { ...position.frame, isOfWrapper: true } };
  const init: Statement[] = [];
  const hold = (value: Expression): Expression => {
    const temporary = builder.func.temporary(value.type, position);
    init.push({
      op: 'as',
      x: nameOf(temporary),
      y: value,
      isDefinition: true,
      init: [declaration(temporary)],
      ...position,
    });
    return nameOf(captured(func, temporary, within), within);
  };
  const isMethodHeld = fun.op === 'methodExpr' && fun.foundIn === 'dictionary';
  const called: Expression = isMethodHeld
    ? hold(fun)
    : { ...fun, callee: { ...fun.callee, dictionary: 'held' }, ...within };
  const bound = receiver ? [hold(receiver)] : [];
  if (!isMethodHeld) {
    hold(wordOfDictionary(position));
  }
  const [first, ...rest] = declareParameters(func, signature, within);
  const own = first ? [receiver ? first : passOn(first), ...rest] : [];
  const { results } = signature;
  const [single, ...others] = results.variables;
  const call: Expression = {
    op: 'callFunc',
    fun: called,
    args: [...bound, ...own],
    isVariadic: signature.isVariadic,
    isGoDefer: false,
    inlined: undefined,
    type: single && others.length === 0 ? single.type : results,
    ...within,
  };
  const types = results.variables.map((each) => each.type);
  func.body = [
    single
      ? {
          op: 'return',
          results:
            others.length > 0
              ? spread(inner, { op: 'as2Func', value: call, types, position: within })
              : [call],
          ...within,
        }
      : { op: 'expression', x: call, ...within },
  ];
  return { ...closureOf(func, signature, position), init };
}

function unchanged(argument: Expression): Expression {
  return argument;
}

/** None of them is the source's: what becomes of them is not told. */
function declareParameters(
  func: Func,
  { parameters, results }: Signature,
  position: Position,
): readonly Expression[] {
  const declare = (type: Type, name: string, variableClass: Variable['class']): Variable =>
    func.declare({ name, type, position, class: variableClass });
  func.parameters.push(
    ...parameters.variables.map(({ type }, index) => declare(type, `~p${index}`, 'parameter')),
  );
  func.results.push(
    ...results.variables.map(({ type }, index) => declare(type, `~r${index}`, 'result')),
  );
  return func.parameters.map((each) => nameOf(each, position));
}

/** `.dict[i]`. The dictionary, which nobody follows, is an array that a hidden parameter points to. */
function wordOfDictionary(position: Position): Expression {
  const type = basicTypes.uintptr;
  const dictionary: Expression = {
    op: 'deref',
    x: nilOf(position, type),
    isImplicit: true,
    type,
    ...position,
  };
  const index: Expression = { op: 'literal', value: intConstant(0n), type, ...position };
  return { op: 'index', x: dictionary, index, type, ...position };
}
