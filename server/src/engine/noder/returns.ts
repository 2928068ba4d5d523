/** `return`, also out of the body of a range over a function: rangefunc/rewrite.go (Go 1.26). */
import type { Statement } from '../ir/nodes.ts';
import type { Return } from '../syntax/ast.ts';
import { at, type Builder, captured, nameOf } from './builder.ts';
import { boolLiteral } from './rangeFunc.ts';
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
  const statements: Statement[] = [];
  if (syntax.results.length > 0) {
    const variables = rangeFunc.results();
    const values = valuesOf(
      builder,
      position,
      syntax.results,
      variables.length,
      (index) => variables[index]?.type,
    );
    const targets = variables.map((each) => nameOf(captured(func, each, position), position));
    const [target] = targets;
    const [value] = values;
    statements.push(
      targets.length === 1 && value
        ? { op: 'as', x: target, y: value, isDefinition: false, ...position }
        : { op: 'as2', targets, values, isDefinition: false, ...position },
    );
  }
  return [...statements, { op: 'return', results: [boolLiteral(false, position)], ...position }];
}
