/** `return`, also out of the body of a range over a function: rangefunc/rewrite.go (Go 1.26). */
import type { Func } from '../ir/func.ts';
import type { Statement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Expression as Syntax, Return } from '../syntax/ast.ts';
import { at, type Builder, captured, nameOf } from './builder.ts';
import { leaveAll } from './rangeFuncExits.ts';
import { valuesOf } from './values.ts';

export function returnStatement(builder: Builder, syntax: Return): Statement[] {
  const { rangeFunc, func } = builder;
  const position = at(builder, syntax.start);
  if (!rangeFunc) {
    const results = valuesOf(
      builder,
      position,
      syntax.results,
      func.results.length,
      (index) => func.results[index]?.type,
    );
    return [{ op: 'return', results, ...position }];
  }
  const values = assigned(builder, rangeFunc.nest.func, syntax.results, position);
  return [...values, ...leaveAll(builder, rangeFunc, position)];
}

/** The results of the function around, which all have names then. */
function assigned(
  builder: Builder,
  around: Func,
  syntaxes: readonly Syntax[],
  position: Position,
): Statement[] {
  if (syntaxes.length === 0) {
    return [];
  }
  const { results } = around;
  for (const [index, result] of results.entries()) {
    if (result.isUnnamed) {
      result.name = `#rv${index + 1}`;
    }
  }
  const values = valuesOf(
    builder,
    position,
    syntaxes,
    results.length,
    (index) => results[index]?.type,
  );
  const targets = results.map((each) => nameOf(captured(builder.func, each, position), position));
  const [target] = targets;
  const [value] = values;
  return [
    targets.length === 1 && value
      ? { op: 'as', x: target, y: value, isDefinition: false, ...position }
      : { op: 'as2', targets, values, isDefinition: false, ...position },
  ];
}
