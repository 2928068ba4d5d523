/** In which order a function does what it does: its steps, and what can follow each of them. */
import type {
  Block,
  Branch,
  Call,
  CaseClause,
  Expression,
  For,
  If,
  Range,
  Select,
  Statement,
  Switch,
  TypeSwitch,
} from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';

/** What is done at once: a simple statement, a condition, what a header evaluates. */
export interface Step {
  /** In the order of the text. Bodies of function literals are none of its doing. */
  readonly nodes: readonly AstNode[];
  /** None where it never ends, or the function ends with it. */
  readonly next: readonly Edge[];
}

export interface Edge {
  readonly to: Step;
  /** What is known of a condition, without `!`, `&&` and `||`, on this way. */
  readonly known?: Known;
}

export interface Known {
  readonly condition: Expression;
  readonly isTrue: boolean;
  /** What it asks, where that has one answer once and for all. */
  readonly flag: object | undefined;
}

/** What the syntax does not tell. */
export interface FlowFacts {
  /** Of calls that nothing follows: `panic`, `os.Exit`. */
  readonly isEnding: (call: Call) => boolean;
  /** The variable that a condition asks and that nobody ever changes: the same for each of its conditions. */
  readonly flagOf: (condition: Expression) => object | undefined;
}

export interface FlowGraph {
  readonly entry: Step;
  /** Where all returns lead, and what follows the last statement. */
  readonly exit: Step;
  readonly steps: readonly Step[];
}

export function flowOf(body: Block, facts: FlowFacts): FlowGraph {
  return new Builder(facts).build(body);
}

/** A step whose followers are not known yet when it is first led to. */
interface OpenStep extends Step {
  readonly next: Edge[];
}

/** Where `break` and `continue` lead. */
interface Target {
  readonly label: string | undefined;
  readonly after: Step;
  /** Undefined of what is no loop. */
  readonly again: Step | undefined;
}

/** From the end to the beginning: what follows a statement is known when it is made. */
class Builder {
  readonly #facts: FlowFacts;
  readonly #steps: OpenStep[] = [];
  readonly #exit = this.#step([]);
  readonly #labels = new Map<string, OpenStep>();
  #targets: readonly Target[] = [];
  /** The body of the clause that follows, for `fallthrough`. */
  #following: Step | undefined;

  constructor(facts: FlowFacts) {
    this.#facts = facts;
  }

  build(body: Block): FlowGraph {
    const entry = this.#list(body.statements, this.#exit);
    return { entry, exit: this.#exit, steps: this.#steps };
  }

  #step(nodes: readonly AstNode[], ...followers: readonly Step[]): OpenStep {
    const step = { nodes, next: followers.map((to) => ({ to })) };
    this.#steps.push(step);
    return step;
  }

  #list(statements: readonly Statement[], after: Step): Step {
    return statements.reduceRight((next, statement) => this.#statement(statement, next), after);
  }

  #optional(statement: Statement | undefined, after: Step): Step {
    return statement ? this.#statement(statement, after) : after;
  }

  #statement(statement: Statement, after: Step, label?: string): Step {
    switch (statement.kind) {
      case 'empty':
        return after;
      case 'block':
        return this.#list(statement.statements, after);
      case 'return':
        return this.#step([statement], this.#exit);
      case 'expression':
        return this.#ends(statement.expression)
          ? this.#step([statement])
          : this.#step([statement], after);
      case 'labeled':
        return this.#labeled(statement.label.name, statement.statement, after);
      case 'branch':
        return this.#step([], ...this.#branch(statement));
      case 'if':
        return this.#if(statement, after);
      case 'switch':
        return this.#switch(statement, after, label);
      case 'typeSwitch':
        return this.#typeSwitch(statement, after, label);
      case 'select':
        return this.#select(statement, after, label);
      case 'for':
        return this.#for(statement, after, label);
      case 'range':
        return this.#range(statement, after, label);
      default:
        return this.#step([statement], after);
    }
  }

  #ends(expression: Expression): boolean {
    const call = unparenthesized(expression);
    return call.kind === 'call' && this.#facts.isEnding(call);
  }

  #labeled(label: string, statement: Statement, after: Step): Step {
    const step = this.#labelStep(label);
    step.next.push({ to: this.#statement(statement, after, label) });
    return step;
  }

  #labelStep(label: string): OpenStep {
    const step = this.#labels.get(label) ?? this.#step([]);
    this.#labels.set(label, step);
    return step;
  }

  #branch({ keyword, label }: Branch): readonly Step[] {
    if (keyword === 'goto') {
      return label ? [this.#labelStep(label.name)] : [];
    }
    if (keyword === 'fallthrough') {
      return this.#following ? [this.#following] : [];
    }
    const target = this.#targets.findLast(
      (each) =>
        (label === undefined || each.label === label.name) &&
        (keyword === 'break' || each.again !== undefined),
    );
    const to = keyword === 'break' ? target?.after : target?.again;
    return to ? [to] : [];
  }

  #within(target: Target, make: () => Step): Step {
    const outer = this.#targets;
    this.#targets = [...outer, target];
    const made = make();
    this.#targets = outer;
    return made;
  }

  #condition(condition: Expression, whenTrue: Step, whenFalse: Step): Step {
    const bare = unparenthesized(condition);
    if (bare.kind === 'unary' && bare.operator === '!') {
      return this.#condition(bare.operand, whenFalse, whenTrue);
    }
    if (bare.kind === 'binary' && bare.operator === '&&') {
      return this.#condition(
        bare.left,
        this.#condition(bare.right, whenTrue, whenFalse),
        whenFalse,
      );
    }
    if (bare.kind === 'binary' && bare.operator === '||') {
      return this.#condition(bare.left, whenTrue, this.#condition(bare.right, whenTrue, whenFalse));
    }
    const step = this.#step([bare]);
    const flag = this.#facts.flagOf(bare);
    step.next.push(
      { to: whenTrue, known: { condition: bare, isTrue: true, flag } },
      { to: whenFalse, known: { condition: bare, isTrue: false, flag } },
    );
    return step;
  }

  #if({ initial, condition, then, otherwise }: If, after: Step): Step {
    const whenTrue = this.#statement(then, after);
    const whenFalse = this.#optional(otherwise, after);
    return this.#optional(initial, this.#condition(condition, whenTrue, whenFalse));
  }

  /** The bodies of clauses, each with what follows it for `fallthrough`. */
  #bodies(clauses: readonly CaseClause[], after: Step): readonly Step[] {
    const outer = this.#following;
    this.#following = undefined;
    const bodies = clauses.toReversed().map(({ body }) => {
      const entry = this.#list(body, after);
      this.#following = entry;
      return entry;
    });
    this.#following = outer;
    return bodies.toReversed();
  }

  #switch({ initial, tag, clauses }: Switch, after: Step, label: string | undefined): Step {
    const tests = this.#within({ label, after, again: undefined }, () => {
      const bodies = this.#bodies(clauses, after);
      const byDefault = bodies[clauses.findIndex(({ isDefault }) => isDefault)] ?? after;
      return clauses.reduceRight((otherwise, { expressions }, index) => {
        const body = bodies[index] ?? after;
        return expressions.reduceRight(
          (next, each) =>
            tag ? this.#step([each], body, next) : this.#condition(each, body, next),
          otherwise,
        );
      }, byDefault);
    });
    return this.#optional(initial, tag ? this.#step([tag], tests) : tests);
  }

  #typeSwitch({ initial, guard, clauses }: TypeSwitch, after: Step, label?: string): Step {
    const choice = this.#within({ label, after, again: undefined }, () => {
      const hasDefault = clauses.some(({ isDefault }) => isDefault);
      return this.#step([guard], ...this.#bodies(clauses, after), ...(hasDefault ? [] : [after]));
    });
    return this.#optional(initial, choice);
  }

  #select({ clauses }: Select, after: Step, label: string | undefined): Step {
    return this.#within({ label, after, again: undefined }, () =>
      this.#step(
        [],
        ...clauses.map(({ communication, body }) =>
          this.#optional(communication, this.#list(body, after)),
        ),
      ),
    );
  }

  #for({ initial, condition, post, body }: For, after: Step, label: string | undefined): Step {
    const head = this.#step([]);
    const again = this.#optional(post, head);
    const first = this.#within({ label, after, again }, () => this.#statement(body, again));
    head.next.push({ to: condition ? this.#condition(condition, first, after) : first });
    return this.#optional(initial, head);
  }

  #range({ key, value, operand, body }: Range, after: Step, label: string | undefined): Step {
    const head = this.#step([key, value].filter((each) => each !== undefined));
    const first = this.#within({ label, after, again: head }, () => this.#statement(body, head));
    head.next.push({ to: first }, { to: after });
    return this.#step([operand], head);
  }
}
