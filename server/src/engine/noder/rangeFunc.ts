/** `for … range f`: the body is a function that is passed to `f` (rangefunc/rewrite.go, Go 1.26). */
import type { ClosureExpression, Statement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Expression as Syntax, Range } from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { VarObject } from '../types/objects.ts';
import { coreType } from '../types/typeSet.ts';
import { Signature, Tuple, type Type } from '../types/types.ts';
import { basicTypes, emptyTuple } from '../types/universe.ts';
import { at, type Builder, captured, nameOf, typeOf } from './builder.ts';
import { targetOf } from './assignments.ts';
import { callOf } from './calls.ts';
import { closureFunction, closureOf } from './closures.ts';
import { converted } from './conversions.ts';
import { checksAfter } from './rangeFuncExits.ts';
import {
  definition,
  ifCompared,
  intLiteral,
  panicRangeState,
  RangeFuncLoop,
  RangeFuncNest,
  RangeState,
  returnBool,
} from './rangeFuncLoop.ts';
import { isEndDead, statements } from './statements.ts';

const boolResult = new VarObject('', undefined, undefined, 'result', basicTypes.bool);

export function rangeOverFunction(
  builder: Builder,
  syntax: Range,
  label: string | undefined,
): Statement[] {
  const { func: around, rangeFunc: outer } = builder;
  const position = at(builder, syntax.start);
  const end = at(builder, syntax.body.end - 1);
  const nest = outer?.nest ?? new RangeFuncNest(around, position);
  const loops = nest.func.rangeFuncs;
  const state = around.declare({
    name: `#state${++loops.begun}`,
    type: basicTypes.int,
    position,
  });
  const loop = new RangeFuncLoop({ syntax, label, outer, nest, state });
  const body = bodyOf(builder, loop, position, end);
  const yielded = around.declare({ name: `#yield${++loops.ended}`, type: body.type, position });
  const callback = callbackOf(builder, syntax)?.type ?? body.type;
  const { wordBytes } = builder.context.sizes;
  const call = callOf(builder, unparenthesized(syntax.operand), {
    args: () => [converted(nameOf(yielded), callback, { position, isImplicit: true, wordBytes })],
    isVariadic: false,
    type: emptyTuple,
    position,
  });
  const missing = panicRangeState(intLiteral(RangeState.missingPanic, end));
  const list: Statement[] = [
    definition(state, intLiteral(RangeState.ready, position)),
    definition(yielded, body),
    { op: 'expression', x: call, ...position },
    ifCompared(nameOf(state, end), '==', RangeState.panic, [missing]),
    loop.setState(around, RangeState.exhausted, end),
    ...checksAfter(around, loop, end),
  ];
  // What the loops share is known only now.
  return outer ? list : [...nest.declarations, ...list];
}

/** The function that the body of a loop becomes. */
function bodyOf(
  builder: Builder,
  loop: RangeFuncLoop,
  position: Position,
  end: Position,
): ClosureExpression {
  const { syntax, state } = loop;
  const func = closureFunction(builder, position, 'rangeFunc');
  const inner: Builder = { context: builder.context, func, rangeFunc: loop };
  const parameters = yieldTypes(builder, syntax).map((type, index) =>
    parameterOf(inner, [syntax.key, syntax.value][index], type, syntax.isDefinition, position),
  );
  const type = basicTypes.bool;
  func.results.push(
    func.declare({ name: '#r', type, position, class: 'result', object: boolResult }),
  );
  const before = func.declare({ name: '#tmpState', type: basicTypes.int, position });
  const wrong = panicRangeState(nameOf(before, position));
  const body = syntax.body.statements;
  func.body = [
    ...parameters.flatMap(({ assignment }) => assignment),
    definition(before, nameOf(captured(func, state, position), position)),
    loop.setState(func, RangeState.panic, position),
    ifCompared(nameOf(before, position), '!=', RangeState.ready, [wrong]),
    ...statements(inner, body),
    ...(isEndDead(inner, body)
      ? []
      : [loop.setState(func, RangeState.ready, end), returnBool(true, end)]),
  ];
  const signature = new Signature({
    parameters: new Tuple(
      parameters.map(({ type }) => new VarObject('', undefined, undefined, 'parameter', type)),
    ),
    results: new Tuple([boolResult]),
    isVariadic: false,
  });
  return closureOf(func, signature, position);
}

/** The parameter that the body is passed for. */
function callbackOf(builder: Builder, { operand }: Range): VarObject | undefined {
  const iterator = coreType(typeOf(builder, operand));
  return iterator?.kind === 'signature' ? iterator.parameters.variables[0] : undefined;
}

function yieldTypes(builder: Builder, syntax: Range): readonly Type[] {
  const yielded = callbackOf(builder, syntax);
  const callback = yielded && coreType(yielded.type);
  return callback?.kind === 'signature'
    ? callback.parameters.variables.map(({ type }) => type)
    : [];
}

/** What the body gets: the loop's variable itself, or a value for what is assigned to. */
function parameterOf(
  inner: Builder,
  syntax: Syntax | undefined,
  type: Type,
  isDefinition: boolean,
  position: Position,
): { readonly type: Type; readonly assignment: readonly Statement[] } {
  const { func, context } = inner;
  const object = syntax?.kind === 'identifier' ? context.types.objectOf(syntax) : undefined;
  if (syntax?.kind === 'identifier' && isDefinition && object?.kind === 'var') {
    const variable = func.declare({
      name: syntax.name,
      type,
      position: at(inner, syntax.start),
      class: 'parameter',
      object,
    });
    func.parameters.push(variable);
    context.variables.set(object, variable);
    return { type, assignment: [] };
  }
  const name = syntax !== undefined && isDefinition ? '_' : `#p${func.parameters.length + 1}`;
  const parameter = func.declare({ name, type, position, class: 'parameter' });
  func.parameters.push(parameter);
  if (syntax === undefined || parameter.isBlank) {
    return { type, assignment: [] };
  }
  const { target } = targetOf(inner, syntax);
  return {
    type,
    assignment: [{ op: 'as', x: target, y: nameOf(parameter), isDefinition: false, ...position }],
  };
}
