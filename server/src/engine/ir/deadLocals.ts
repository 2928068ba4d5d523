/**
 * Takes out assignments to variables that nobody reads: cmd/compile/internal/deadlocals (Go 1.26).
 * A function literal all of whose calls were inlined is gone then.
 */
import type { Func, Variable } from './func.ts';
import type {
  AssignListStatement,
  AssignStatement,
  Expression,
  LiteralExpression,
  Target,
} from './nodes.ts';
import { forEachChild, type IrNode } from './walk.ts';

/** Changes the code of a function, and of the closures in it, in place. */
export function removeDeadLocals(func: Func): void {
  const visitor = new Visitor();
  visitor.visitAll(func.body);
  visitor.remove();
}

/** An assignment that can go. */
interface Dead {
  readonly value: Expression | undefined;
  readonly statement: AssignStatement | AssignListStatement;
  /** Which of a list's it is. */
  readonly index: number;
}

class Visitor {
  /** Assignments that can go if the variable is not used; undefined once it is. */
  readonly #assignments = new Map<Variable, Dead[] | undefined>();
  /** Of the blank identifier beside others. */
  readonly #blank: Dead[] = [];

  visitAll(nodes: readonly IrNode[]): void {
    nodes.forEach(this.#visit);
  }

  remove(): void {
    for (const dead of this.#assignments.values()) {
      dead?.forEach(remove);
    }
    this.#blank.forEach(remove);
  }

  readonly #visit = (node: IrNode): void => {
    switch (node.op) {
      case 'dcl':
        return;
      case 'name':
        this.#use(node.variable);
        break;
      case 'callFunc':
        for (const result of node.inlined?.results ?? []) {
          this.#use(result);
        }
        break;
      case 'closure':
        for (const variable of node.func.captures.keys()) {
          this.#use(variable);
        }
        this.visitAll(node.func.body);
        break;
      case 'as':
        this.#assign(node.x, { value: node.y, statement: node, index: 0 });
        return;
      case 'as2': {
        // If all targets are blank, the values are meant to be used.
        const isDiscard = node.targets.some((target) => target !== undefined);
        for (const [index, target] of node.targets.entries()) {
          const value = node.values[index];
          this.#assign(target, { value, statement: node, index }, isDiscard);
        }
        return;
      }
      default:
        break;
    }
    forEachChild(node, this.#visit);
  };

  #use(variable: Variable): void {
    if (variable.class === 'result') {
      return;
    }
    const dead = this.#assignments.get(variable);
    this.#assignments.set(variable, undefined);
    for (const { value } of dead ?? []) {
      if (value) {
        this.#visit(value);
      }
    }
  }

  #assign(target: Target, dead: Dead, isBlankDiscarded = false): void {
    const { value } = dead;
    if (target && target.op !== 'name') {
      this.#visit(target);
    } else if (!hasEffects(value)) {
      if (target === undefined) {
        if (isBlankDiscarded) {
          this.#blank.push(dead);
          return;
        }
      } else if (target.variable.class !== 'result') {
        const { variable } = target;
        const isUsed = this.#assignments.has(variable) && !this.#assignments.get(variable);
        if (!isUsed) {
          const list = this.#assignments.get(variable) ?? [];
          list.push(dead);
          this.#assignments.set(variable, list);
          return;
        }
      }
    }
    if (value) {
      this.#visit(value);
    }
  }
}

function hasEffects(value: Expression | undefined): boolean {
  if (value === undefined) {
    return false;
  }
  const isPlain = ['name', 'global', 'func', 'literal', 'nil', 'closure'].includes(value.op);
  return !isPlain || (value.init?.length ?? 0) > 0;
}

function remove({ statement, index: removed }: Dead): void {
  if (statement.op === 'as') {
    statement.y &&= zeroAt(statement.y);
    statement.x = undefined;
    return;
  }
  statement.targets = statement.targets.map((each, index) =>
    index === removed ? undefined : each,
  );
  statement.values = statement.values.map((each, index) =>
    index === removed ? zeroAt(each) : each,
  );
}

function zeroAt({ type, frame, offset }: Expression): LiteralExpression {
  return { op: 'literal', value: { kind: 'int', value: 0n }, type, frame, offset };
}
