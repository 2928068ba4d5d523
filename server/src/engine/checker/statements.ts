/** Statements: go/types/stmt.go of Go 1.26, without its error messages. */
import type { Block, CaseClause, CommClause, Expression, Statement } from '../syntax/ast.ts';
import type * as ast from '../syntax/ast.ts';
import { VarObject } from '../types/objects.ts';
import { isInteger, isString, isUntyped } from '../types/predicates.ts';
import { coreType } from '../types/typeSet.ts';
import { type Signature, type Type, underlying, Unknown } from '../types/types.ts';
import { basicTypes, runeType } from '../types/universe.ts';
import {
  assign,
  assignedType,
  assignVariables,
  declareVariable,
  defineVariables,
  valuesFor,
} from './assignments.ts';
import { intConstant } from '../types/constant/constant.ts';
import { type Environment, inNewScope, placeOf } from './environment.ts';
import { binaryOperation, expressionOf, rawExpression } from './expressions.ts';
import { localDeclaration } from './localDeclarations.ts';
import type { Operand } from './operand.ts';
import { typeExpression } from './typeExpressions.ts';
import { matchOperands, settle, unknownOf } from './untyped.ts';

/**
 * Checks a body in the scope in which the function's parameters are declared. In a function literal
 * that stands in a constant declaration, `iota` is what it is there.
 */
export function functionBody(environment: Environment, signature: Signature, body: Block): void {
  statements({ ...environment, signature, effects: undefined }, body.statements);
}

function statements(environment: Environment, list: readonly Statement[]): void {
  for (const each of list) {
    statement(environment, each);
  }
}

function block(environment: Environment, { statements: list }: Block): void {
  statements(inNewScope(environment), list);
}

function statement(environment: Environment, syntax: Statement): void {
  switch (syntax.kind) {
    case 'bad':
    case 'empty':
    case 'branch':
      return;
    case 'block':
      block(environment, syntax);
      return;
    case 'expression':
      rawExpression(environment, syntax.expression, undefined, false);
      return;
    case 'send':
      sendStatement(environment, syntax);
      return;
    case 'increment':
      incrementStatement(environment, syntax);
      return;
    case 'assignment':
      assignmentStatement(environment, syntax);
      return;
    case 'go':
    case 'defer':
      rawExpression(environment, syntax.call, undefined, false);
      return;
    case 'return':
      returnStatement(environment, syntax);
      return;
    case 'labeled':
      statement(environment, syntax.statement);
      return;
    case 'if':
      ifStatement(environment, syntax);
      return;
    case 'switch':
      switchStatement(environment, syntax);
      return;
    case 'typeSwitch':
      typeSwitchStatement(environment, syntax);
      return;
    case 'select':
      for (const clause of syntax.clauses) {
        commClause(inNewScope(environment), clause);
      }
      return;
    case 'for':
      forStatement(inNewScope(environment), syntax);
      return;
    case 'range':
      rangeStatement(inNewScope(environment), syntax);
      return;
    case 'declaration':
      localDeclaration(environment, syntax.declaration);
      return;
  }
}

function sendStatement(environment: Environment, { channel, value }: ast.Send): void {
  const core = coreType(expressionOf(environment, channel).type);
  const operand = expressionOf(environment, value);
  assign(environment, operand, core?.kind === 'channel' ? core.element : undefined);
}

function incrementStatement(environment: Environment, syntax: ast.IncrementDecrement): void {
  const { operand, operator } = syntax;
  const x = expressionOf(environment, operand);
  const one: Operand = {
    mode: 'constant',
    expression: { kind: 'bad', id: -1, start: syntax.end, end: syntax.end },
    type: basicTypes['untyped int'],
    value: intConstant(1n),
  };
  binaryOperation(environment, one.expression, operator === '++' ? '+' : '-', x, one);
}

function assignmentStatement(environment: Environment, syntax: ast.Assignment): void {
  const { left, right, operator } = syntax;
  if (operator !== undefined) {
    const [target] = left;
    const [value] = right;
    if (target && value) {
      const x = expressionOf(environment, target);
      const y = expressionOf(environment, value);
      const result = binaryOperation(
        environment,
        { kind: 'bad', id: -1, start: syntax.start, end: syntax.end },
        operator,
        x,
        y,
      );
      assign(environment, result, x.type);
    }
    return;
  }
  if (syntax.isDefinition) {
    defineVariables(environment, left, right);
  } else {
    assignVariables(environment, left, right);
  }
}

function returnStatement(environment: Environment, { results }: ast.Return): void {
  if (results.length === 0) {
    return;
  }
  const targets = environment.signature?.results.variables.map(({ type }) => type) ?? [];
  const count = targets.length > 0 ? targets.length : results.length;
  for (const [at, operand] of valuesFor(environment, count, results, targets).entries()) {
    assign(environment, operand, targets[at]);
  }
}

function ifStatement(environment: Environment, syntax: ast.If): void {
  const inner = inNewScope(environment);
  if (syntax.initial) {
    statement(inner, syntax.initial);
  }
  expressionOf(inner, syntax.condition);
  block(inner, syntax.then);
  if (syntax.otherwise) {
    statement(inner, syntax.otherwise);
  }
}

function switchStatement(environment: Environment, syntax: ast.Switch): void {
  const inner = inNewScope(environment);
  if (syntax.initial) {
    statement(inner, syntax.initial);
  }
  const tag: Operand = syntax.tag
    ? assign(inner, expressionOf(inner, syntax.tag), undefined)
    : {
        mode: 'constant',
        expression: { kind: 'bad', id: -1, start: syntax.start, end: syntax.start },
        type: basicTypes.bool,
        value: { kind: 'bool', value: true },
      };
  for (const clause of syntax.clauses) {
    for (const expression of clause.expressions) {
      caseExpression(inner, expression, tag);
    }
    statements(inNewScope(inner), clause.body);
  }
}

function caseExpression(environment: Environment, expression: Expression, tag: Operand): void {
  const operand = expressionOf(environment, expression);
  if (operand.mode === 'invalid' || unknownOf(operand, tag)) {
    return;
  }
  const [value] = matchOperands(environment, operand, tag);
  if (value.mode !== 'invalid' && isUntyped(value.type)) {
    settle(environment, expression, value.type);
  }
}

function typeSwitchStatement(environment: Environment, syntax: ast.TypeSwitch): void {
  const inner = inNewScope(environment);
  if (syntax.initial) {
    statement(inner, syntax.initial);
  }
  const { type } = expressionOf(inner, syntax.guard.operand);
  for (const clause of syntax.clauses) {
    const scope = inNewScope(inner);
    const single = caseTypes(inner, clause);
    if (syntax.name) {
      const variable = new VarObject(
        syntax.name.name,
        environment.package,
        placeOf(environment, syntax.name),
        'local',
        single ?? type,
      );
      scope.scope.declare(variable);
      environment.types.recordImplicit(clause, variable);
    }
    statements(scope, clause.body);
  }
}

/** The type of a clause's variable, if the clause has a single type; `nil` is none. */
function caseTypes(environment: Environment, { expressions }: CaseClause): Type | undefined {
  let single: Type | undefined;
  for (const expression of expressions) {
    const isNil =
      expression.kind === 'identifier' && environment.scope.lookUp(expression.name)?.kind === 'nil';
    single = isNil
      ? void expressionOf(environment, expression)
      : typeExpression(environment, expression);
  }
  return expressions.length === 1 ? single : undefined;
}

function commClause(environment: Environment, { communication, body }: CommClause): void {
  if (communication) {
    statement(environment, communication);
  }
  statements(environment, body);
}

function forStatement(environment: Environment, syntax: ast.For): void {
  if (syntax.initial) {
    statement(environment, syntax.initial);
  }
  if (syntax.condition) {
    expressionOf(environment, syntax.condition);
  }
  if (syntax.post) {
    statement(environment, syntax.post);
  }
  block(environment, syntax.body);
}

function rangeStatement(environment: Environment, syntax: ast.Range): void {
  const { key, value, operand: expression, isDefinition } = syntax;
  const operand = expressionOf(environment, expression);
  const [keyType, valueType] = rangeTypes(operand);
  const sides = [
    [key, keyType],
    [value, valueType],
  ] as const;
  if (isInteger(operand.type)) {
    rangeOverInteger(environment, syntax, operand);
  } else {
    for (const [side, type = new Unknown('range has no such variable')] of sides) {
      if (side?.kind === 'identifier' && isDefinition) {
        declareVariable(environment, side, type);
      } else if (side) {
        assignedType(environment, side);
      }
    }
  }
  block(environment, syntax.body);
}

/** The variable gives an untyped count its type. */
function rangeOverInteger(
  environment: Environment,
  { key, value, isDefinition }: ast.Range,
  operand: Operand,
): void {
  if (key?.kind === 'identifier' && isDefinition) {
    const { type } = assign(environment, operand, undefined);
    declareVariable(environment, key, type);
  } else {
    assign(environment, operand, key && assignedType(environment, key));
  }
  if (value) {
    assignedType(environment, value);
  }
}

/** Types of key and value: go/types/range.go (rangeKeyVal). */
function rangeTypes({ type }: Operand): readonly (Type | undefined)[] {
  const core = coreType(type);
  switch (core?.kind) {
    case 'basic':
      if (isString(core)) {
        return [basicTypes.int, runeType];
      }
      return isInteger(core) ? [type] : [];
    case 'array':
    case 'slice':
      return [basicTypes.int, core.element];
    case 'pointer': {
      const array = underlying(core.element);
      return array.kind === 'array' ? [basicTypes.int, array.element] : [];
    }
    case 'map':
      return [core.key, core.element];
    case 'channel':
      return [core.element];
    case 'signature': {
      const [yields] = core.parameters.variables;
      const callback = yields && coreType(yields.type);
      return callback?.kind === 'signature'
        ? callback.parameters.variables.map((variable) => variable.type)
        : [];
    }
    case 'unknown':
      return [core, core];
    default:
      return [];
  }
}
