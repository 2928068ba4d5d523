/** Where a local variable begins. */
import type { Expression, Identifier, Statement } from '../syntax/ast.ts';
import type { VarObject } from '../types/objects.ts';
import type { Subject } from './subject.ts';

/** `x := value`, or `var x T`. */
export interface Start {
  readonly statement: Statement;
  readonly name: Identifier;
  readonly variable: VarObject;
  /** Undefined for `var x T`. */
  readonly value: Expression | undefined;
  /** As it is written; undefined where it is not. */
  readonly type: Expression | undefined;
}

/** Undefined for what declares no variable, several, or one in another way. */
export function startOf(subject: Subject, statement: Statement): Start | undefined {
  if (statement.kind === 'assignment') {
    const [name, ...more] = statement.left;
    const [value] = statement.right;
    const variable = name && subject.variableOf(name);
    return statement.isDefinition && name?.kind === 'identifier' && more.length === 0 && variable
      ? { statement, name, variable, value, type: undefined }
      : undefined;
  }
  if (statement.kind !== 'declaration') {
    return undefined;
  }
  const { declaration } = statement;
  const [spec, ...more] = declaration.kind === 'var' ? declaration.specs : [];
  const [name, ...others] = spec?.names ?? [];
  const variable = name && subject.variableOf(name);
  return spec && name && variable && more.length + others.length + spec.values.length === 0
    ? { statement, name, variable, value: undefined, type: spec.type }
    : undefined;
}
