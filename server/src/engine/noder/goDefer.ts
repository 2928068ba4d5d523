/** `go` and `defer`: normalizeGoDeferCall of typecheck/stmt.go (Go 1.26). */
import type { Variable } from '../ir/func.ts';
import type { Expression, Statement } from '../ir/nodes.ts';
import type { Defer, Go } from '../syntax/ast.ts';
import { Signature } from '../types/types.ts';
import { emptyTuple } from '../types/universe.ts';
import { at, type Builder, captured, declaration, nameOf } from './builder.ts';
import { closureFunction, closureOf } from './closures.ts';
import { expression } from './expressions.ts';

const NO_VALUES = new Signature({ parameters: emptyTuple, results: emptyTuple, isVariadic: false });

/**
 * The call becomes one of a function without parameters and results: what it is called with is
 * evaluated now, put into temporaries, and captured by a closure around the call.
 */
export function goOrDefer(builder: Builder, syntax: Go | Defer): Statement[] {
  const position = at(builder, syntax.start);
  const rangeFunc = syntax.kind === 'defer' ? builder.rangeFunc : undefined;
  const isInRangeFunc = rangeFunc !== undefined;
  if (rangeFunc) {
    captured(builder.func, rangeFunc.nest.defers, position);
  }
  const call = expression(builder, syntax.call);
  if (isPlain(call)) {
    const plain = call.op === 'callFunc' ? { ...call, isGoDefer: true } : call;
    return [{ op: syntax.kind, call: plain, isInRangeFunc, ...position }];
  }
  const func = closureFunction(builder, position, syntax.kind);
  const temporaries: { readonly variable: Variable; readonly value: Expression }[] = [];
  const keep = (value: Expression): Expression => {
    if (isEvaluatedLater(value)) {
      return value;
    }
    if (value.op === 'convNop' && isUintptrOfPointer(value)) {
      return { ...value, x: keep(value.x) };
    }
    if (value.op === 'arrayLit' || value.op === 'sliceLit' || value.op === 'structLit') {
      const elements = value.elements.map((each) => ({ ...each, value: keep(each.value) }));
      return { ...value, elements };
    }
    // A name stands where it is declared: what it is copied to stands at the statement (ir.HasUniquePos).
    const place = value.op === 'name' || value.op === 'global' ? position : value;
    const variable = builder.func.temporary(value.type, place);
    temporaries.push({ variable, value });
    return nameOf(captured(func, variable, place), value);
  };
  const inner = withOperands(call, keep);
  func.body = [{ op: 'expression', x: inner, frame: inner.frame, offset: inner.offset }];
  const closed: Expression = {
    op: 'callFunc',
    fun: closureOf(func, NO_VALUES, position),
    args: [],
    isVariadic: false,
    isGoDefer: true,
    inlined: undefined,
    type: emptyTuple,
    frame: call.frame,
    offset: call.offset,
  };
  const init: Statement[] = [...(call.init ?? [])];
  if (temporaries.length > 0) {
    const assignment: Statement = {
      op: 'as2',
      targets: temporaries.map(({ variable }) => nameOf(variable)),
      values: temporaries.map(({ value }) => value),
      isDefinition: true,
      init: temporaries.map(({ variable }) => declaration(variable)),
      ...position,
    };
    init.push(assignment);
  }
  return [{ op: syntax.kind, call: closed, isInRangeFunc, init, ...position }];
}

/** A call of a function without parameters and results. */
function isPlain(call: Expression): boolean {
  if (call.op !== 'callFunc') {
    return call.op === 'unknown';
  }
  const { type } = call.fun;
  const isMethod = call.fun.op === 'methodExpr';
  return (
    !isMethod &&
    type.kind === 'signature' &&
    type.parameters.variables.length + type.results.variables.length === 0
  );
}

/** What gives the same whenever it is evaluated. */
function isEvaluatedLater(value: Expression): boolean {
  switch (value.op) {
    case 'literal':
    case 'nil':
    case 'new':
    case 'func':
      return true;
    case 'methodExpr':
      return value.foundIn !== 'dictionary';
    default:
      return false;
  }
}

function isUintptrOfPointer(value: Expression): boolean {
  return (
    value.op === 'convNop' &&
    value.type.kind === 'basic' &&
    value.type.basic === 'uintptr' &&
    value.x.type.kind === 'basic' &&
    value.x.type.basic === 'unsafe.Pointer'
  );
}

/** The call with what it needs put elsewhere. */
function withOperands(call: Expression, keep: (value: Expression) => Expression): Expression {
  switch (call.op) {
    case 'callFunc':
      return { ...call, fun: keep(call.fun), args: call.args.map(keep), init: [] };
    case 'callInter':
      return { ...call, receiver: keep(call.receiver), args: call.args.map(keep), init: [] };
    case 'builtin':
      return { ...call, args: call.args.map(keep), init: [] };
    default:
      return call;
  }
}
