/** A range over a function while its body is made: forLoop of rangefunc/rewrite.go (Go 1.26). */
import type { Func, Variable } from '../ir/func.ts';
import type { BuiltinExpression, Expression, LiteralExpression, Statement } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import type { Branch, Range } from '../syntax/ast.ts';
import { basicTypes, emptyInterface, emptyTuple } from '../types/universe.ts';
import { captured, declaration, nameOf } from './builder.ts';

/** What the body may do when it is called, and what became of it: internal/abi/rangefuncconsts.go. */
export const RangeState = {
  done: 0,
  ready: 1,
  panic: 2,
  exhausted: 3,
  missingPanic: 4,
} as const;

type RangeState = (typeof RangeState)[keyof typeof RangeState];

/** What loops in each other share: how the body of one leaves more than itself. */
export class RangeFuncNest {
  /** The function that the outermost of them is in. */
  readonly func: Func;
  readonly position: Position;
  readonly #branches = new Map<string, number>();
  readonly #declarations: Statement[] = [];
  #next: Variable | undefined;
  #defers: Variable | undefined;

  constructor(func: Func, position: Position) {
    this.func = func;
    this.position = position;
  }

  /** Before the outermost loop. */
  get declarations(): readonly Statement[] {
    return this.#declarations;
  }

  /** Where a body that has returned false wants to go: -1 for a `return`, 0 for no further. */
  get next(): Variable {
    return (this.#next ??= this.#declare('#next', undefined));
  }

  /** What a `defer` in a body is to be added to. */
  get defers(): Variable {
    const { position } = this;
    const token: BuiltinExpression = {
      op: 'builtin',
      builtin: 'deferRangeFunc',
      args: [],
      hasEllipsis: false,
      type: emptyInterface,
      ...position,
    };
    return (this.#defers ??= this.#declare('#defers', token));
  }

  /** The value of `next` that stands for a branch: which one is of no consequence. */
  numberOf({ keyword, label }: Branch): number {
    const key = `${keyword} ${label?.name}`;
    const number = this.#branches.get(key) ?? -2 - this.#branches.size;
    this.#branches.set(key, number);
    return number;
  }

  #declare(name: string, value: Expression | undefined): Variable {
    const { func, position } = this;
    const type = value?.type ?? basicTypes.int;
    const variable = func.declare({ name, type, position });
    this.#declarations.push(definition(variable, value));
    return variable;
  }
}

export class RangeFuncLoop {
  readonly syntax: Range;
  readonly label: string | undefined;
  /** The loop in whose body it is. */
  readonly outer: RangeFuncLoop | undefined;
  readonly nest: RangeFuncNest;
  readonly state: Variable;
  /** What has to be looked for behind it. */
  readonly checked = new Set<'return' | 'break' | 'continue'>();
  /** Branches out of its body to labels that are not those of loops over functions. */
  readonly branches = new Map<number, Branch>();

  constructor(fields: {
    readonly syntax: Range;
    readonly label: string | undefined;
    readonly outer: RangeFuncLoop | undefined;
    readonly nest: RangeFuncNest;
    readonly state: Variable;
  }) {
    this.syntax = fields.syntax;
    this.label = fields.label;
    this.outer = fields.outer;
    this.nest = fields.nest;
    this.state = fields.state;
  }

  /** The loops around it and itself, the outermost first. */
  get stack(): readonly RangeFuncLoop[] {
    return [...(this.outer?.stack ?? []), this];
  }

  setState(within: Func, state: RangeState, position: Position): Statement {
    return assign(within, this.state, intLiteral(state, position), position);
  }

  setNext(within: Func, next: number, position: Position): Statement {
    return assign(within, this.nest.next, intLiteral(next, position), position);
  }
}

/** `x = value`. */
function assign(within: Func, x: Variable, y: Expression, position: Position): Statement {
  const target = nameOf(captured(within, x, position), position);
  return { op: 'as', x: target, y, isDefinition: false, ...position };
}

/** `var x = value`. */
export function definition(variable: Variable, y: Expression | undefined): Statement {
  const { frame, offset } = variable;
  const init = [declaration(variable)];
  return { op: 'as', x: nameOf(variable), y, isDefinition: y !== undefined, init, frame, offset };
}

/** `if x op value { then }`. */
export function ifCompared(
  x: Expression,
  operator: '==' | '!=' | '<' | '>',
  value: number,
  then: readonly Statement[],
): Statement {
  const { frame, offset } = x;
  const position = { frame, offset };
  const y = intLiteral(value, position);
  const condition: Expression = {
    op: 'binary',
    operator,
    x,
    y,
    type: basicTypes.bool,
    ...position,
  };
  return { op: 'if', condition, then, otherwise: [], ...position };
}

/** `runtime.panicrangestate(state)`. */
export function panicRangeState(state: Expression): Statement {
  const { frame, offset } = state;
  const position = { frame, offset };
  const x: Expression = {
    op: 'builtin',
    builtin: 'panicRangeState',
    args: [state],
    hasEllipsis: false,
    type: emptyTuple,
    ...position,
  };
  return { op: 'expression', x, ...position };
}

export function returnBool(value: boolean, { frame, offset }: Position): Statement {
  const position = { frame, offset };
  const result: LiteralExpression = {
    op: 'literal',
    value: { kind: 'bool', value },
    type: basicTypes.bool,
    ...position,
  };
  return { op: 'return', results: [result], ...position };
}

export function intLiteral(value: number, { frame, offset }: Position): LiteralExpression {
  return {
    op: 'literal',
    value: { kind: 'int', value: BigInt(value) },
    type: basicTypes.int,
    frame,
    offset,
  };
}
