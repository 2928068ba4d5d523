/** Statements: stmt1 of noder/writer.go and reader.go (Go 1.26). */
import type { CaseClause, CommClause, Expression, Statement } from '../ir/nodes.ts';
import type { Statement as Syntax } from '../syntax/ast.ts';
import type * as ast from '../syntax/ast.ts';
import { clauseVariableAnchor } from '../syntax/clauseVariable.ts';
import { isAssignable } from '../types/assignable.ts';
import { compare } from '../types/constant/operations.ts';
import { boolConstant, type Constant } from '../types/constant/constant.ts';
import { isInterface } from '../types/predicates.ts';
import { coreType } from '../types/typeSet.ts';
import { substitute } from '../types/substitute.ts';
import type { Type } from '../types/types.ts';
import { basicTypes, emptyInterface } from '../types/universe.ts';
import {
  at,
  type Builder,
  constantOf,
  declaration,
  isDynamic,
  nameOf,
  nilOf,
  typeOf,
  writtenType,
} from './builder.ts';
import { assignment, variableDeclaration } from './assignments.ts';
import { isTerminating, reduceCondition } from './deadCode.ts';
import { implicitly } from './conversions.ts';
import { expression } from './expressions.ts';
import { goOrDefer } from './goDefer.ts';
import { forLoop, rangeLoop } from './loops.ts';
import { exit, isExit } from './rangeFuncExits.ts';
import { returnStatement } from './returns.ts';

export function statements(builder: Builder, syntaxes: readonly Syntax[]): Statement[] {
  const list: Statement[] = [];
  const lastLabel = syntaxes.findLastIndex(({ kind }) => kind === 'labeled');
  let isDead = false;
  for (const [index, syntax] of syntaxes.entries()) {
    // What follows a terminating statement is dropped, but for what a label may lead to.
    if (isDead && index > lastLabel && syntax.kind !== 'labeled') {
      continue;
    }
    statement(builder, syntax, list);
    isDead = isTerminating(syntax, builder);
  }
  return list;
}

/** Whether nothing that follows a list of statements would run. */
export function isEndDead(builder: Builder, syntaxes: readonly Syntax[]): boolean {
  const lastLabel = syntaxes.findLastIndex(({ kind }) => kind === 'labeled');
  return syntaxes.slice(lastLabel + 1).some((each) => isTerminating(each, builder));
}

/** Adds what a statement, which may have a label, is made of to `out`. */
export function statement(
  builder: Builder,
  syntax: Syntax,
  out: Statement[],
  label?: string,
): void {
  switch (syntax.kind) {
    case 'bad':
    case 'empty':
      return;
    case 'block':
      out.push({
        op: 'block',
        list: statements(builder, syntax.statements),
        ...at(builder, syntax.start),
      });
      return;
    case 'expression': {
      const x = expression(builder, syntax.expression);
      out.push({ op: 'expression', x, frame: x.frame, offset: x.offset });
      return;
    }
    case 'send':
      out.push(send(builder, syntax));
      return;
    case 'increment':
      out.push(increment(builder, syntax));
      return;
    case 'assignment':
      out.push(...assignment(builder, syntax));
      return;
    case 'go':
    case 'defer':
      out.push(...goOrDefer(builder, syntax));
      return;
    case 'return':
      out.push(...returnStatement(builder, syntax));
      return;
    case 'branch':
      out.push(...branch(builder, syntax));
      return;
    case 'labeled':
      // Nothing leads to a blank one.
      if (syntax.label.name !== '_') {
        out.push({ op: 'label', label: syntax.label.name, ...at(builder, syntax.start) });
      }
      statement(builder, syntax.statement, out, syntax.label.name);
      return;
    case 'if':
      out.push(...ifStatement(builder, syntax));
      return;
    case 'switch':
      out.push(switchStatement(builder, syntax));
      return;
    case 'typeSwitch':
      out.push(typeSwitch(builder, syntax));
      return;
    case 'select':
      out.push(select(builder, syntax));
      return;
    case 'for':
      out.push(...forLoop(builder, syntax));
      return;
    case 'range':
      out.push(...rangeLoop(builder, syntax, label));
      return;
    case 'declaration':
      if (syntax.declaration.kind === 'var') {
        for (const spec of syntax.declaration.specs) {
          out.push(...variableDeclaration(builder, spec));
        }
      }
  }
}

/** A statement of a header, which may be none. */
export function optionalStatements(builder: Builder, syntax: Syntax | undefined): Statement[] {
  const list: Statement[] = [];
  if (syntax) {
    statement(builder, syntax, list);
  }
  return list;
}

function send(builder: Builder, { channel, arrow, value }: ast.Send): Statement {
  const type = coreType(typeOf(builder, channel));
  return {
    op: 'send',
    channel: expression(builder, channel),
    value: implicitly(builder, value, type?.kind === 'channel' ? type.element : undefined),
    ...at(builder, arrow),
  };
}

function increment(
  builder: Builder,
  { operand, operator, end }: ast.IncrementDecrement,
): Statement {
  const x = expression(builder, operand);
  const position = at(builder, end - operator.length);
  const one: Expression = {
    op: 'literal',
    value: { kind: 'int', value: 1n },
    type: x.type,
    ...position,
  };
  return { op: 'asOp', operator: operator === '++' ? '+' : '-', x, y: one, ...position };
}

function branch(builder: Builder, syntax: ast.Branch): Statement[] {
  const { keyword, label } = syntax;
  if (isExit(builder.rangeFunc, syntax)) {
    return exit(builder, builder.rangeFunc, syntax);
  }
  return [{ op: keyword, label: label?.name, ...at(builder, syntax.start) }];
}

function ifStatement(builder: Builder, syntax: ast.If): Statement[] {
  const init = optionalStatements(builder, syntax.initial);
  const { known, syntax: reduced } = reduceCondition(syntax.condition, builder);
  const condition = expression(builder, reduced);
  const position = at(builder, syntax.start);
  const then = known === false ? [] : statements(builder, syntax.then.statements);
  const otherwise = known === true ? [] : optionalStatements(builder, syntax.otherwise);
  if (known === undefined) {
    return [{ op: 'if', condition, then, otherwise, init, ...position }];
  }
  const effects: Statement[] =
    condition.op === 'literal'
      ? []
      : [{ op: 'as', x: undefined, y: condition, isDefinition: false, ...position }];
  return [{ op: 'block', list: [...init, ...effects, ...then, ...otherwise], ...position }];
}

function switchStatement(builder: Builder, syntax: ast.Switch): Statement {
  const init = optionalStatements(builder, syntax.initial);
  const chosen = chosenClause(builder, syntax);
  const written = chosen ? undefined : syntax.tag;
  const clauses = chosen ? chosen.clauses : syntax.clauses;
  const tagType = commonTagType(builder, written, clauses);
  const isChannel = tagType !== undefined && coreType(tagType)?.kind === 'channel';
  const tag = written && implicitly(builder, written, tagType);
  return {
    op: 'switch',
    tag,
    clauses: clauses.map((clause): CaseClause => ({
      expressions: chosen
        ? []
        : clause.expressions.map((each) =>
            implicitly(builder, each, isChannel ? undefined : tagType),
          ),
      types: [],
      countDerivedTypes: 0,
      variable: undefined,
      body: statements(builder, clause.body),
      ...at(builder, clause.start),
    })),
    init,
    ...at(builder, syntax.start),
  };
}

/** The one clause that is left where the tag and all cases are constants. */
function chosenClause(
  builder: Builder,
  { tag, clauses }: ast.Switch,
): { readonly clauses: readonly ast.CaseClause[] } | undefined {
  const value: Constant | undefined = tag ? constantOf(builder, tag) : boolConstant(true);
  if (value === undefined) {
    return undefined;
  }
  let target: ast.CaseClause | undefined;
  for (const clause of clauses) {
    if (clause.isDefault) {
      target = clause;
    }
    for (const each of clause.expressions) {
      const other = constantOf(builder, each);
      if (other === undefined) {
        return undefined;
      }
      if (compare(value, '==', other) === true) {
        return hasFallthrough(clause) ? undefined : { clauses: [clause] };
      }
    }
  }
  if (target && hasFallthrough(target)) {
    return undefined;
  }
  return { clauses: target ? [target] : [] };
}

function hasFallthrough({ body }: ast.CaseClause): boolean {
  const last = body.at(-1);
  return last?.kind === 'branch' && last.keyword === 'fallthrough';
}

/** All comparisons are of one type: an interface where the types of tag and cases differ. */
function commonTagType(
  builder: Builder,
  tag: ast.Expression | undefined,
  clauses: readonly ast.CaseClause[],
): Type | undefined {
  const type = tag ? writtenType(builder, tag) : basicTypes.bool;
  const compared = substitute(type, builder.context.typeArguments);
  if (coreType(type)?.kind === 'channel') {
    return compared;
  }
  const isOther = clauses
    .flatMap(({ expressions }) => expressions)
    .some((each) => {
      const caseType = writtenType(builder, each);
      return !isAssignable(caseType, type) && (isInterface(caseType) || isInterface(type));
    });
  return isOther ? emptyInterface : compared;
}

function typeSwitch(builder: Builder, syntax: ast.TypeSwitch): Statement {
  const init = optionalStatements(builder, syntax.initial);
  const x = expression(builder, syntax.guard.operand);
  const { types, typeArguments } = builder.context;
  return {
    op: 'typeSwitch',
    x,
    clauses: syntax.clauses.map((clause): CaseClause => {
      const object = types.implicitOf(clause);
      const variable = object && {
        name: object.name,
        type: substitute(object.type, typeArguments),
        position: at(builder, clauseVariableAnchor(clause)),
        object,
      };
      const declared = variable && builder.func.declare(variable);
      if (object && declared) {
        builder.context.variables.set(object, declared);
      }
      return {
        expressions: clause.expressions.flatMap((each) =>
          isNil(builder, each) ? [nilOf(at(builder, each.start), x.type)] : [],
        ),
        types: clause.expressions.map((each) =>
          isNil(builder, each) ? undefined : substitute(typeOf(builder, each), typeArguments),
        ),
        countDerivedTypes: clause.expressions.filter(
          (each) => !isNil(builder, each) && isDynamic(builder, each, syntax.guard.operand),
        ).length,
        variable: declared,
        body: statements(builder, clause.body),
        ...at(builder, clause.start),
      };
    }),
    init,
    ...at(builder, syntax.start),
  };
}

function isNil({ context }: Builder, syntax: ast.Expression): boolean {
  return syntax.kind === 'identifier' && context.types.objectOf(syntax)?.kind === 'nil';
}

function select(builder: Builder, { clauses, start }: ast.Select): Statement {
  return {
    op: 'select',
    clauses: clauses.map((clause): CommClause => {
      const [communication, ...before] = communicationOf(builder, clause);
      return {
        communication,
        body: [...before, ...statements(builder, clause.body)],
        ...at(builder, clause.start),
      };
    }),
    ...at(builder, start),
  };
}

/**
 * What a clause waits for, and what it does with it at once: a receive with `ok`, or one into a
 * variable of another type, goes through temporaries.
 */
function communicationOf(
  builder: Builder,
  { communication }: ast.CommClause,
): readonly Statement[] {
  const [statement, ...others] = optionalStatements(builder, communication);
  if (statement === undefined || others.length > 0) {
    return [];
  }
  const { frame, offset } = statement;
  if (statement.op === 'as2') {
    const [first, ...values] = statement.values;
    const [receive] = first?.init ?? [];
    return first && receive
      ? [receive, { ...statement, values: [{ ...first, init: [] }, ...values] }]
      : [statement];
  }
  const { y } = statement.op === 'as' ? statement : { y: undefined };
  if (statement.op === 'as' && !statement.isDefinition && y?.op === 'convIface') {
    const temporary = builder.func.temporary(y.x.type, statement);
    const receive: Statement = {
      op: 'as',
      x: nameOf(temporary),
      y: y.x,
      isDefinition: true,
      init: [declaration(temporary)],
      frame,
      offset,
    };
    return [receive, { ...statement, y: { ...y, x: nameOf(temporary) } }];
  }
  return [statement];
}
