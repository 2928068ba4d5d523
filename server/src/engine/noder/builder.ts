/** What the code of one function is made with. */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type { Func, Variable } from '../ir/func.ts';
import type { Expression, NilExpression, Statement, UnknownExpression } from '../ir/nodes.ts';
import type { Frame, Position } from '../ir/position.ts';
import type { Expression as Syntax } from '../syntax/ast.ts';
import type { Constant } from '../types/constant/constant.ts';
import type { VarObject } from '../types/objects.ts';
import { mentionsParameters } from '../types/parameterized.ts';
import { substitute, type TypeMap } from '../types/substitute.ts';
import type { Sizes } from '../types/sizes.ts';
import { isInterface } from '../types/predicates.ts';
import { typeSetOf } from '../types/typeSet.ts';
import { type Type, underlying, Unknown } from '../types/types.ts';
import type { RangeFuncLoop } from './rangeFuncLoop.ts';

/** What all functions of one declaration share, closures included. */
export interface DeclarationContext {
  readonly types: DeclarationTypes;
  readonly frame: Frame;
  readonly sizes: Sizes;
  /** What stands for the type parameters in this instance. */
  readonly typeArguments: TypeMap;
  /** Of the language that the file is written in: from Go 1.22 on a loop has its variables anew. */
  readonly hasLoopVariables: boolean;
  readonly variables: Map<VarObject, Variable>;
}

/** A function while its code is made. */
export interface Builder {
  readonly context: DeclarationContext;
  readonly func: Func;
  /** The loop whose body it is, if it is that of a range over a function. */
  readonly rangeFunc: RangeFuncLoop | undefined;
}

export function at(builder: Builder, offset: number): Position {
  return { frame: builder.context.frame, offset };
}

/** The type that the checker found, with this instance's type arguments. */
export function typeOf(builder: Builder, syntax: Syntax): Type {
  return substitute(writtenType(builder, syntax), builder.context.typeArguments);
}

/** The same with type parameters: what is assignable to what is told by them. */
export function writtenType({ context }: Builder, syntax: Syntax): Type {
  return context.types.typeOf(syntax) ?? new Unknown('not checked');
}

/** Whether what a type expression of the source names is made of type parameters. */
export function isDerived(builder: Builder, syntax: Syntax | undefined): boolean {
  const type = syntax && sourceType(builder, syntax);
  return type !== undefined && mentionsParameters(type);
}

/**
 * Whether a type that a value of an interface is asked for is in the dictionary: exprType of noder/reader.go.
 * Of a type that is none of interface it is the table of methods for the operand's interface that is.
 */
export function isDynamic(builder: Builder, type: Syntax, operand: Syntax): boolean {
  if (isDerived(builder, type)) {
    return true;
  }
  const source = isDerived(builder, operand) ? underlying(typeOf(builder, operand)) : undefined;
  return (
    source?.kind === 'interface' && !typeSetOf(source).isAll && !isInterface(typeOf(builder, type))
  );
}

/** The type that the checker found in generic code; undefined in code that is not. */
export function sourceType({ context }: Builder, syntax: Syntax): Type | undefined {
  return context.typeArguments.size > 0 ? context.types.typeOf(syntax) : undefined;
}

export function constantOf({ context }: Builder, syntax: Syntax): Constant | undefined {
  return context.types.valueOf(syntax);
}

/** The variable of an object; uses from inside of closures are noted in each on the way. */
export function variableOf(
  { context, func }: Builder,
  object: VarObject,
  position: Position,
): Variable | undefined {
  const variable = context.variables.get(object);
  return variable && captured(func, variable, position);
}

export function captured(func: Func, variable: Variable, position: Position): Variable {
  for (let each: Func | undefined = func; each && each !== variable.func; each = each.outer) {
    if (!each.captures.has(variable)) {
      each.captures.set(variable, position);
    }
  }
  return variable;
}

export function nameOf(variable: Variable, position: Position = variable): Expression {
  const { frame, offset } = position;
  return { op: 'name', variable, type: variable.type, frame, offset };
}

export function declaration(variable: Variable): Statement {
  const { frame, offset } = variable;
  return { op: 'dcl', variable, frame, offset };
}

export function nilOf(position: Position, type: Type): NilExpression {
  return { op: 'nil', type, frame: position.frame, offset: position.offset };
}

export function unknownExpression(
  position: Position,
  reason: string,
  parts: readonly Expression[] = [],
): UnknownExpression {
  const { frame, offset } = position;
  return { op: 'unknown', type: new Unknown(reason), parts, frame, offset };
}
