/** Assignments and variables that are declared: assignStmt of the noder (Go 1.26). */
import { isBlank, unparenthesized } from '../syntax/treeBuilder.ts';
import type { Statement, Target } from '../ir/nodes.ts';
import type { Variable } from '../ir/func.ts';
import type { Position } from '../ir/position.ts';
import type { Assignment, Expression as Syntax, VarSpec } from '../syntax/ast.ts';
import { substitute } from '../types/substitute.ts';
import type { Type } from '../types/types.ts';
import { at, type Builder, declaration, nameOf, typeOf } from './builder.ts';
import { implicitly } from './conversions.ts';
import { expression } from './expressions.ts';
import { valuesOf } from './values.ts';

export function assignment(builder: Builder, syntax: Assignment): Statement[] {
  const { left, right, operator } = syntax;
  const position = at(builder, syntax.operatorStart);
  if (operator !== undefined) {
    const [target] = left;
    const [value] = right;
    if (!target || !value) {
      return [];
    }
    const isShift = operator === '<<' || operator === '>>';
    return [
      {
        op: 'asOp',
        operator,
        x: expression(builder, target),
        y: implicitly(builder, value, isShift ? undefined : typeOf(builder, target)),
        ...position,
      },
    ];
  }
  return [assign(builder, position, left, right)];
}

export function variableDeclaration(builder: Builder, spec: VarSpec): Statement[] {
  const position = at(builder, spec.start);
  if (spec.values.length > 0) {
    return [assign(builder, position, spec.names, spec.values)];
  }
  return spec.names.flatMap((identifier): Statement[] => {
    const { variable } = targetOf(builder, identifier);
    if (!variable) {
      return [];
    }
    return [
      {
        op: 'as',
        x: nameOf(variable, position),
        y: undefined,
        isDefinition: false,
        init: [declaration(variable)],
        ...position,
      },
    ];
  });
}

/** Targets come before values: what is declared here is not seen there, as objects tell apart. */
function assign(
  builder: Builder,
  position: Position,
  left: readonly Syntax[],
  right: readonly Syntax[],
): Statement {
  const made = left.map((each) => targetOf(builder, each));
  const targets = made.map(({ target }) => target);
  const defined = made.flatMap(({ variable }) => (variable ? [variable] : []));
  const values = valuesOf(builder, position, right, left.length, (index) => made[index]?.type);
  const { frame, offset } = position;
  const [target] = targets;
  const [value] = values;
  const isDefinition = defined.length > 0;
  const init = defined.map(declaration);
  return targets.length === 1 && values.length === 1
    ? { op: 'as', x: target, y: value, isDefinition, init, frame, offset }
    : { op: 'as2', targets, values, isDefinition, init, frame, offset };
}

interface MadeTarget {
  readonly target: Target;
  /** Of what is assigned to it; undefined where any type is fine. */
  readonly type: Type | undefined;
  /** One that is declared here. */
  readonly variable: Variable | undefined;
}

/** A target of an assignment, which an identifier that is not known yet declares. */
export function targetOf(builder: Builder, written: Syntax): MadeTarget {
  const syntax = unparenthesized(written);
  if (isBlank(syntax)) {
    return { target: undefined, type: undefined, variable: undefined };
  }
  const { context, func } = builder;
  if (syntax.kind === 'identifier') {
    const object = context.types.objectOf(syntax);
    if (object?.kind === 'var' && object.role === 'local' && !context.variables.has(object)) {
      const type = substitute(object.type, context.typeArguments);
      const position = at(builder, syntax.start);
      const variable = func.declare({ name: syntax.name, type, position, object });
      context.variables.set(object, variable);
      return { target: nameOf(variable), type, variable };
    }
    const type =
      object?.kind === 'var' ? substitute(object.type, context.typeArguments) : undefined;
    return { target: expression(builder, syntax), type, variable: undefined };
  }
  return {
    target: expression(builder, syntax),
    type: typeOf(builder, syntax),
    variable: undefined,
  };
}
