/**
 * What is made in the loop of `for b.Loop()` is kept alive, so that nothing that is measured is left out:
 * cmd/compile/internal/bloop (Go 1.26). A variable that is kept alive has its address taken.
 */
import { PointerType, type Type } from '../types/types.ts';
import { emptyTuple } from '../types/universe.ts';
import { define } from './definitions.ts';
import type { Func, Variable } from './func.ts';
import type {
  AssignListStatement,
  AssignStatement,
  AssignTupleStatement,
  CallExpression,
  Expression,
  ForStatement,
  GlobalExpression,
  InterfaceCallExpression,
  NameExpression,
  Statement,
  Target,
} from './nodes.ts';
import type { Position } from './position.ts';
import { childrenOf, closuresIn, type IrNode } from './walk.ts';

/** In a function and in its closures, each by itself, before anything is inlined. */
export function keepLoopsAlive(func: Func): void {
  for (const each of [func, ...closuresIn(func.body)]) {
    new Keeper(each).walk(each.body, false);
  }
}

type AnyCall = CallExpression | InterfaceCallExpression;
type Kept = NameExpression | GlobalExpression;

class Keeper {
  readonly #func: Func;

  constructor(func: Func) {
    this.#func = func;
  }

  /** What is further in first; there are no lists of statements in expressions. */
  walk(statements: readonly Statement[], isInLoop: boolean): void {
    for (const statement of statements) {
      const isInside = isInLoop || (statement.op === 'for' && isBenchmarkLoop(statement));
      this.walk(childrenOf(statement).filter(isStatement), isInside);
      if (isInside) {
        this.#keepIn(statement);
      }
    }
  }

  #keepIn(node: Statement): void {
    switch (node.op) {
      case 'for':
      case 'range':
        node.body = this.#kept(node.body);
        return;
      case 'if':
        node.then = this.#kept(node.then);
        node.otherwise = this.#kept(node.otherwise);
        return;
      case 'block':
        node.list = this.#kept(node.list);
        return;
      case 'switch':
      case 'typeSwitch':
      case 'select':
        for (const clause of node.clauses) {
          clause.body = this.#kept(clause.body);
        }
        return;
      default:
    }
  }

  #kept(list: readonly Statement[]): readonly Statement[] {
    return list.flatMap((each) => this.#keep(each));
  }

  #keep(statement: Statement): readonly Statement[] {
    switch (statement.op) {
      case 'as':
        this.#nameBlank(statement);
        return [statement, ...this.#keepTargets(statement, [statement.x])];
      case 'as2':
        this.#nameBlanks(
          statement,
          statement.values.map(({ type }) => type),
        );
        return [statement, ...this.#keepTargets(statement, statement.targets)];
      case 'as2Func': {
        const { type } = statement.value;
        const types = type.kind === 'tuple' ? type.variables.map((each) => each.type) : [];
        this.#nameBlanks(statement, types);
        return [statement, ...this.#keepTargets(statement, statement.targets)];
      }
      case 'as2DotType':
      case 'as2MapR':
      case 'as2Recv':
        return [statement, ...this.#keepTargets(statement, statement.targets)];
      case 'asOp':
        return [statement, ...this.#keepTargets(statement, [statement.x])];
      case 'expression':
        return statement.x.op === 'callFunc' || statement.x.op === 'callInter'
          ? this.#keepCall(statement, statement.x)
          : [statement];
      default:
        return [statement];
    }
  }

  #nameBlank(statement: AssignStatement): void {
    if (!statement.x && statement.y) {
      const name = this.#temporary(statement, statement.y.type);
      statement.x = name;
      declareIn(statement, [name.variable]);
    }
  }

  #nameBlanks(statement: AssignListStatement | AssignTupleStatement, types: readonly Type[]): void {
    const named: Variable[] = [];
    statement.targets = statement.targets.map((target, index) => {
      const type = types[index];
      if (target || !type) {
        return target;
      }
      const name = this.#temporary(statement, type);
      named.push(name.variable);
      return name;
    });
    if (named.length > 0) {
      declareIn(statement, named);
    }
  }

  #keepTargets(position: Position, targets: readonly Target[]): readonly Statement[] {
    return targets.flatMap((target) => {
      const name = target && keptPart(target);
      if (!name) {
        this.#remark(
          position,
          target?.op === 'deref'
            ? 'dereference will be kept alive'
            : 'expr is unknown to bloop pass',
        );
        return [];
      }
      this.#remarkName(position, name);
      return this.#keepAlive(position, name);
    });
  }

  #keepCall(statement: Statement, call: AnyCall): readonly Statement[] {
    const types =
      call.type.kind === 'tuple' ? call.type.variables.map(({ type }) => type) : [call.type];
    return types.length > 0 ? this.#keepResults(call, types) : this.#keepArguments(statement, call);
  }

  #keepResults(call: AnyCall, types: readonly Type[]): readonly Statement[] {
    const { frame, offset } = call;
    const targets = types.map((type) => this.#temporary(call, type));
    const init = targets.map(({ variable }) => declaration(variable));
    const common = { targets, isDefinition: true, init, frame, offset };
    const assignment: Statement =
      types.length === 1
        ? { op: 'as2', values: [call], ...common }
        : { op: 'as2Func', value: call, ...common };
    define(assignment);
    this.#remark(call, `function result${types.length > 1 ? 's' : ''} will be kept alive`);
    return [assignment, ...targets.flatMap((each) => this.#keepAlive(call, each))];
  }

  #keepArguments(statement: Statement, call: AnyCall): readonly Statement[] {
    const before: Statement[] = [];
    const kept: Kept[] = [];
    const keepElement = (node: Expression): Expression => {
      const name = keptPart(node);
      if (name) {
        this.#remarkName(call, name);
        kept.push(name);
        return node;
      }
      this.#remark(call, 'function arg will be kept alive');
      const temporary = this.#temporary(node, node.type);
      before.push(assigned(temporary, node));
      kept.push(temporary);
      return temporary;
    };
    call.args = call.args.map((node) => {
      if (node.op !== 'sliceLit' || keptPart(node)) {
        return keepElement(node);
      }
      node.elements = node.elements.map(({ key, value }) => ({ key, value: keepElement(value) }));
      return node;
    });
    return [...before, statement, ...kept.flatMap((each) => this.#keepAlive(call, each))];
  }

  #temporary(position: Position, type: Type): NameExpression {
    const variable = this.#func.temporary(type, position);
    const { frame, offset } = position;
    return { op: 'name', variable, type, frame, offset };
  }

  /** A call of the runtime that takes the address and does nothing. */
  #keepAlive({ frame, offset }: Position, name: Kept): readonly Statement[] {
    if (name.op === 'name') {
      name.variable.isReassigned = true;
    }
    const type = new PointerType(name.type);
    const address: Expression = { op: 'addr', x: name, isImplicit: true, type, frame, offset };
    return [
      {
        op: 'expression',
        x: {
          op: 'builtin',
          builtin: 'keepAlive',
          args: [address],
          hasEllipsis: false,
          type: emptyTuple,
          frame,
          offset,
        },
        frame,
        offset,
      },
    ];
  }

  #remarkName(position: Position, name: Kept): void {
    const text = name.op === 'name' ? name.variable.name : name.object.name;
    this.#remark(position, `${text} will be kept alive`);
  }

  #remark({ frame, offset }: Position, message: string): void {
    this.#func.remarks.push({ frame, offset, message });
  }
}

function isStatement(node: IrNode): node is Statement {
  return !('type' in node);
}

/** `for b.Loop()` of a `*testing.B`. */
function isBenchmarkLoop({ condition }: ForStatement): boolean {
  if (condition?.op !== 'callFunc' || condition.fun.op !== 'methodExpr') {
    return false;
  }
  const { object } = condition.fun.callee;
  return (
    object.name === 'Loop' &&
    object.package?.path === 'testing' &&
    condition.args[0]?.type.kind === 'pointer'
  );
}

/** The variable that an operand is a part of, or is made of: getNameFromNode. */
function keptPart(node: Expression): Kept | undefined {
  let inner = node;
  for (;;) {
    switch (inner.op) {
      case 'name':
      case 'global':
        return inner;
      case 'slice':
      case 'dot':
      case 'dotPtr':
      case 'conv':
      case 'convNop':
      case 'convIface':
      case 'addr':
      case 'index':
      case 'indexMap':
        inner = inner.x;
        break;
      default:
        return undefined;
    }
  }
}

function declaration(variable: Variable): Statement {
  const { frame, offset } = variable;
  return { op: 'dcl', variable, frame, offset };
}

/** Its declaration is in the loop, as is what escape analysis goes by. */
function declareIn(
  statement: AssignStatement | AssignListStatement | AssignTupleStatement,
  variables: readonly Variable[],
): void {
  statement.init = [...(statement.init ?? []), ...variables.map(declaration)];
  statement.isDefinition = true;
  define(statement);
}

function assigned(x: NameExpression, y: Expression): Statement {
  const { frame, offset } = y;
  const init = [declaration(x.variable)];
  const assignment: Statement = { op: 'as', x, y, isDefinition: true, init, frame, offset };
  define(assignment);
  return assignment;
}
