/**
 * `for … range f`: the body is a function that is passed to `f` (rangefunc/rewrite.go, Go 1.26).
 * Which loop a `break` or `continue` leads out of makes no difference to what is on the heap: they
 * stay as they are written.
 */
import type { Variable } from '../ir/func.ts';
import type { Expression, LiteralExpression, Statement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Expression as Syntax, Range } from '../syntax/ast.ts';
import { VarObject } from '../types/objects.ts';
import { coreType } from '../types/typeSet.ts';
import { Signature, Tuple, type Type } from '../types/types.ts';
import { basicTypes, emptyTuple } from '../types/universe.ts';
import { at, type Builder, captured, declaration, nameOf, typeOf } from './builder.ts';
import { targetOf } from './assignments.ts';
import { withoutCalls } from './calls.ts';
import { closureFunction, closureOf } from './closures.ts';
import { expression } from './expressions.ts';
import { statements } from './statements.ts';

const boolResult = new VarObject('', undefined, undefined, 'result', basicTypes.bool);

export function rangeOverFunction(builder: Builder, syntax: Range): Statement[] {
  const position = at(builder, syntax.start);
  const fun = withoutCalls(builder, expression(builder, syntax.operand), position);
  const func = closureFunction(builder, position, 'rangeFunc');
  const state = builder.func.declare({ name: '#state', type: basicTypes.int, position });
  const exits = exitsOf(builder, position);
  const inner: Builder = { context: builder.context, func, rangeFunc: exits };
  const parameters = yieldTypes(builder, syntax).map((type, index) =>
    parameterOf(inner, [syntax.key, syntax.value][index], type, syntax.isDefinition, position),
  );
  const name = `~r0`;
  func.results.push(
    func.declare({ name, type: basicTypes.bool, position, class: 'result', object: boolResult }),
  );
  const setState = (within: Builder): Statement => ({
    op: 'as',
    x: nameOf(captured(within.func, state, position), position),
    y: intLiteral(0n, position),
    isDefinition: false,
    ...position,
  });
  func.body = [
    setState(inner),
    ...parameters.flatMap(({ assignment }) => assignment),
    ...statements(inner, syntax.body.statements),
    setState(inner),
    { op: 'return', results: [boolLiteral(true, position)], ...position },
  ];
  const type = new Signature({
    parameters: new Tuple(
      parameters.map(({ type }) => new VarObject('', undefined, undefined, 'parameter', type)),
    ),
    results: new Tuple([boolResult]),
    isVariadic: false,
  });
  const call: Expression = {
    op: 'callFunc',
    fun,
    args: [closureOf(func, type, position)],
    isVariadic: false,
    isGoDefer: false,
    inlined: undefined,
    type: emptyTuple,
    ...position,
  };
  return [
    ...exits.declarations(),
    { ...setState(builder), init: [declaration(state)] },
    { op: 'expression', x: call, ...position },
    setState(builder),
    ...exits.returns(state),
  ];
}

interface Exits {
  readonly results: () => readonly Variable[];
  /** Before the loop. */
  readonly declarations: () => readonly Statement[];
  /** After it. */
  readonly returns: (state: Variable) => readonly Statement[];
}

/** How a `return` in the body leaves the function around, through variables of that. */
function exitsOf(builder: Builder, position: Position): Exits {
  const outer = builder.rangeFunc;
  if (outer) {
    // The outermost loop does all that.
    return { results: outer.results, declarations: () => [], returns: () => [] };
  }
  const { func } = builder;
  const isNamed = func.results.some(({ name }) => !name.startsWith('~'));
  let made: readonly Variable[] | undefined;
  const results = () =>
    (made ??= isNamed
      ? func.results
      : func.results.map(({ type }, index) =>
          func.declare({ name: `#rv${index + 1}`, type, position }),
        ));
  return {
    results,
    declarations: () => (isNamed ? [] : (made ?? [])).map(declaration),
    returns: (state) =>
      made === undefined
        ? []
        : [
            {
              op: 'if',
              condition: {
                op: 'binary',
                operator: '==',
                x: nameOf(state, position),
                y: intLiteral(-1n, position),
                type: basicTypes.bool,
                ...position,
              },
              then: [
                { op: 'return', results: made.map((each) => nameOf(each, position)), ...position },
              ],
              otherwise: [],
              ...position,
            },
          ],
  };
}

function yieldTypes(builder: Builder, { operand }: Range): readonly Type[] {
  const iterator = coreType(typeOf(builder, operand));
  const [yielded] = iterator?.kind === 'signature' ? iterator.parameters.variables : [];
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
  const name = syntax === undefined || isDefinition ? '_' : `#p${func.parameters.length + 1}`;
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

export function boolLiteral(value: boolean, position: Position): LiteralExpression {
  const { frame, offset } = position;
  return { op: 'literal', value: { kind: 'bool', value }, type: basicTypes.bool, frame, offset };
}

function intLiteral(value: bigint, position: Position): LiteralExpression {
  const { frame, offset } = position;
  return { op: 'literal', value: { kind: 'int', value }, type: basicTypes.int, frame, offset };
}
