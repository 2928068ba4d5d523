/** Values for several targets: multiExpr of the noder (Go 1.26). */
import type { AssignTupleStatement, Expression } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Expression as Syntax } from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { coreType } from '../types/typeSet.ts';
import { identical } from '../types/identical.ts';
import { type Type, underlying } from '../types/types.ts';
import { basicTypes } from '../types/universe.ts';
import { type Builder, declaration, nameOf, typeOf } from './builder.ts';
import { converted, implicitly } from './conversions.ts';
import { expression } from './expressions.ts';

/** The type that the value at an index is wanted in; undefined where any is fine. */
export type WantedType = (index: number) => Type | undefined;

/**
 * One value for each of `count` targets. Those of a single call, and of a form with `ok`, are put
 * into temporaries first.
 */
export function valuesOf(
  builder: Builder,
  position: Position,
  syntaxes: readonly Syntax[],
  count: number,
  wanted: WantedType,
): readonly Expression[] {
  const [only] = syntaxes;
  if (only !== undefined && syntaxes.length === 1) {
    const tuple = tupleOf(builder, only, count);
    if (tuple) {
      return throughTemporaries(builder, position, only, tuple, wanted);
    }
  }
  return syntaxes.map((each, index) => implicitly(builder, each, wanted(index)));
}

interface TupleForm {
  readonly op: AssignTupleStatement['op'];
  readonly types: readonly Type[];
}

/** What gives several values, and of which types; undefined for a single one. */
function tupleOf(builder: Builder, written: Syntax, count: number): TupleForm | undefined {
  const type = typeOf(builder, written);
  const types = type.kind === 'tuple' ? type.variables.map((variable) => variable.type) : [type];
  const ok =
    count === 2 || types.length > 1 ? okForm(builder, unparenthesized(written)) : undefined;
  if (ok !== undefined) {
    return { op: ok, types: [types[0] ?? type, basicTypes.bool] };
  }
  return types.length > 1 ? { op: 'as2Func', types } : undefined;
}

function okForm(builder: Builder, syntax: Syntax): AssignTupleStatement['op'] | undefined {
  switch (syntax.kind) {
    case 'assertion':
      return 'as2DotType';
    case 'unary':
      return syntax.operator === '<-' ? 'as2Recv' : undefined;
    case 'index': {
      const type = typeOf(builder, syntax.operand);
      return (coreType(type) ?? underlying(type)).kind === 'map' ? 'as2MapR' : undefined;
    }
    default:
      return undefined;
  }
}

function throughTemporaries(
  builder: Builder,
  position: Position,
  syntax: Syntax,
  { op, types }: TupleForm,
  wanted: WantedType,
): readonly Expression[] {
  const [first] = types;
  const made = expression(builder, syntax);
  const value = op === 'as2Func' || !first ? made : { ...made, type: first };
  return spread(builder, { op, value, types, position }, wanted);
}

/** Puts several values into temporaries, and gives these. */
export function spread(
  { context, func }: Builder,
  {
    op,
    value,
    types,
    position,
  }: TupleForm & { readonly value: Expression; readonly position: Position },
  wanted: WantedType = () => undefined,
): readonly Expression[] {
  const { frame, offset } = position;
  const temporaries = types.map((type) => func.temporary(type, position));
  const assignment: AssignTupleStatement = {
    op,
    targets: temporaries.map((each) => nameOf(each)),
    value,
    isDefinition: true,
    init: temporaries.map(declaration),
    frame,
    offset,
  };
  return temporaries.map((temporary, index) => {
    const name = nameOf(temporary);
    const to = wanted(index);
    const result =
      to === undefined || identical(temporary.type, to)
        ? name
        : converted(name, to, {
            position,
            isImplicit: true,
            wordBytes: context.sizes.wordBytes,
          });
    return index === 0 ? { ...result, init: [assignment] } : result;
  });
}
