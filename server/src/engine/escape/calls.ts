/** What flows into and out of calls: cmd/compile/internal/escape/call.go (Go 1.26). */
import type { Func } from '../ir/func.ts';
import type {
  BuiltinExpression,
  CallExpression,
  Expression,
  InlinedCall,
  InterfaceCallExpression,
} from '../ir/nodes.ts';
import { staticCallee } from '../ir/staticValue.ts';
import { coreType } from '../types/typeSet.ts';
import { type Type, underlying } from '../types/types.ts';
import type { Mention } from './callGraph.ts';
import { type Context, spill, tee } from './context.ts';
import { hasPointers } from './environment.ts';
import { forcedToEscape, holdsMoreThanStrings } from './escapeNonString.ts';
import { discard, walkExpression } from './expressions.ts';
import type { Hole } from './location.ts';
import { isMetWhileInlining } from './inlinedInstances.ts';
import { type FunctionSummary, summaryOf } from './summary.ts';
import { withUintptrs } from './uintptrs.ts';
import { walkStatements } from './statements.ts';

type AnyCall = CallExpression | InterfaceCallExpression | BuiltinExpression;

/** `results` has a hole for each result; undefined where nobody takes them. */
export function walkCall(
  context: Context,
  results: readonly Hole[] | undefined,
  call: AnyCall,
): void {
  switch (call.op) {
    case 'callFunc':
      if (call.inlined) {
        walkInlinedCall(context, results, call.inlined);
      } else {
        walkFunctionCall(context, results, call);
      }
      return;
    case 'callInter': {
      if (call.devirtualized) {
        walkStatements(context, call.devirtualized.init ?? []);
        walkCall(context, results, call.devirtualized);
        return;
      }
      const argument = (node: Expression) => {
        walkArgument(context, context.batch.heapHole(), call, node);
      };
      argument(call.receiver);
      call.args.forEach(argument);
      return;
    }
    default:
      walkBuiltin(context, results?.[0] ?? context.batch.discardHole(), call);
  }
}

function walkInlinedCall(
  context: Context,
  results: readonly Hole[] | undefined,
  inlined: InlinedCall,
): void {
  walkStatements(context, inlined.init);
  walkStatements(context, inlined.body);
  for (const [index, result] of inlined.results.entries()) {
    const { type, frame, offset } = result;
    const hole = results?.[index] ?? context.batch.discardHole();
    walkExpression(context, hole, { op: 'name', variable: result, type, frame, offset });
  }
}

function walkArgument(context: Context, hole: Hole, call: AnyCall, node: Expression): void {
  walkExpression(context, hole.note(call, 'call parameter'), node);
}

/** The function that is called, as far as that is known before it runs. */
interface Resolved {
  readonly callee: Mention;
  /** One of this batch, closures included. */
  readonly member: Func | undefined;
  /** Nothing is known of where its arguments go. */
  readonly isUnknown: boolean;
  /** What a wrapper that is named takes the method's receiver from. */
  readonly wrapped: Type | undefined;
}

function resolve({ batch, func }: Context, call: CallExpression): Resolved | undefined {
  const found = staticCallee(call.fun);
  if (found === undefined) {
    return undefined;
  }
  const callee = found.op === 'closure' ? found.func : found.callee;
  const member = batch.memberOf(callee);
  const isUnknown =
    !member &&
    'object' in callee &&
    isAnythingKept(batch.environment.summaryOf(callee)) &&
    isMetWhileInlining(batch.environment, func, call.frame, callee);
  return {
    callee,
    member,
    isUnknown,
    wrapped: found.op === 'methodExpr' ? found.wrapped : undefined,
  };
}

/**
 * A receiver without pointers has no tag, and what is passed for it is what a wrapper takes: a pointer to
 * it is taken to leak.
 */
function isUntagged({ batch }: Context, { wrapped, member }: Resolved, index: number): boolean {
  return (
    index === 0 && wrapped !== undefined && !member && !hasPointers(batch.environment, wrapped)
  );
}

/** Whether there is anything that does not go to the heap of what a function is passed. */
function isAnythingKept(summary: FunctionSummary | undefined): boolean {
  return summary?.leaks.some(({ heap }) => heap !== 0) === true;
}

function walkFunctionCall(
  context: Context,
  results: readonly Hole[] | undefined,
  call: CallExpression,
): void {
  const { batch } = context;
  const resolved = resolve(context, call);
  if (results && resolved?.member) {
    for (const [index, hole] of results.entries()) {
      const result = resolved.member.results[index];
      if (result) {
        const { type, frame, offset } = result;
        walkExpression(context, hole, { op: 'name', variable: result, type, frame, offset });
      }
    }
  }
  const isLost = !resolved && results?.some(({ destination }) => destination !== batch.blank);
  const calleeHole = isLost ? batch.calleeHole().note(call, 'callee operand') : batch.discardHole();
  walkExpression(context, calleeHole, call.fun);
  for (const [index, argument] of call.args.entries()) {
    const hole =
      resolved && !resolved.isUnknown && !isUntagged(context, resolved, index)
        ? memberHole(context, results, resolved, index)
        : batch.heapHole();
    const uintptrs = resolved && uintptrsOf(context, resolved);
    const passed = uintptrs ? withUintptrs(context, uintptrs, argument) : argument;
    walkArgument(context, hole, call, passed);
  }
}

function uintptrsOf({ batch }: Context, { callee, member }: Resolved): FunctionSummary['uintptrs'] {
  return member ? summaryOf(member, []).uintptrs : batch.environment.summaryOf(callee)?.uintptrs;
}

function memberHole(
  context: Context,
  results: readonly Hole[] | undefined,
  { callee, member }: Pick<Resolved, 'callee' | 'member'>,
  index: number,
): Hole {
  const { batch } = context;
  const forced = forcedToEscape(callee);
  if (forced) {
    return holdsMoreThanStrings(batch.environment, forced) ? batch.heapHole() : batch.discardHole();
  }
  if (!member) {
    return parameterHole(context, results, callee, index);
  }
  const parameter = member.parameters[index];
  return parameter && !parameter.isBlank
    ? batch.discardHole().to(batch.locationOf(parameter))
    : batch.discardHole();
}

/** Where an argument goes, by what is known of the function: tagHole. */
export function parameterHole(
  context: Context,
  results: readonly Hole[] | undefined,
  callee: Mention | undefined,
  index: number,
): Hole {
  const { batch } = context;
  if (!callee) {
    return batch.heapHole();
  }
  const member = batch.memberOf(callee);
  if (member) {
    return memberHole(context, results, { callee, member }, index);
  }
  const leaks = batch.environment.summaryOf(callee)?.leaks[index];
  if (!leaks) {
    return batch.heapHole();
  }
  const holes: Hole[] = [];
  if (leaks.heap >= 0) {
    holes.push(batch.heapHole().shift(leaks.heap));
  }
  if (leaks.mutator >= 0) {
    holes.push(batch.mutatorHole().shift(leaks.mutator));
  }
  if (leaks.callee >= 0) {
    holes.push(batch.calleeHole().shift(leaks.callee));
  }
  for (const [at, derefs] of leaks.results.entries()) {
    const hole = results?.[at];
    if (hole && derefs >= 0) {
      holes.push(hole.shift(derefs));
    }
  }
  return tee(context, ...holes);
}

function walkBuiltin(context: Context, result: Hole, call: BuiltinExpression): void {
  const { batch } = context;
  const { args, hasEllipsis } = call;
  const [first, second] = args;
  switch (call.builtin) {
    case 'append':
      walkAppend(context, result, call, first, args.slice(1), hasEllipsis);
      return;
    case 'copy':
      if (first) {
        walkArgument(context, batch.mutatorHole(), call, first);
      }
      if (second) {
        const hole = holdsPointers(context, second)
          ? batch.heapHole().deref(call, 'copied slice')
          : batch.discardHole();
        walkArgument(context, hole, call, second);
      }
      return;
    case 'panic':
      if (first) {
        walkArgument(context, batch.heapHole(), call, first);
      }
      return;
    case 'min':
    case 'max':
      for (const each of args) {
        walkArgument(context, result, call, each);
      }
      return;
    case 'clear':
      if (first) {
        walkArgument(context, batch.mutatorHole(), call, first);
      }
      return;
    case 'unsafeStringData':
    case 'unsafeSliceData':
    case 'unsafeAdd':
    case 'unsafeSlice':
    case 'unsafeString':
      if (first) {
        walkArgument(context, result, call, first);
      }
      discard(context, ...args.slice(1));
      return;
    case 'complex':
    case 'real':
    case 'imag':
    case 'delete':
    case 'print':
    case 'recover':
    case 'len':
    case 'cap':
    case 'close':
    case 'panicRangeState':
    case 'deferRangeFunc':
    case 'keepAlive':
      discard(context, ...args);
  }
}

/** Whether an expression is a slice of values with pointers. */
function holdsPointers({ batch }: Context, node: Expression): boolean {
  const slice = coreType(node.type) ?? underlying(node.type);
  return slice.kind === 'slice' && hasPointers(batch.environment, slice.element);
}

function walkAppend(
  context: Context,
  result: Hole,
  call: BuiltinExpression,
  slice: Expression | undefined,
  added: readonly Expression[],
  hasEllipsis: boolean,
): void {
  const { batch } = context;
  if (!slice) {
    return;
  }
  // With room for it the slice is the result; else all elements are copied to a new one.
  let hole = tee(context, result, batch.mutatorHole());
  if (holdsPointers(context, slice)) {
    hole = tee(context, hole, batch.heapHole().deref(call, 'appendee slice'));
  }
  walkArgument(context, hole, call, slice);
  for (const each of added) {
    const into = !hasEllipsis
      ? batch.heapHole()
      : holdsPointers(context, each)
        ? batch.heapHole().deref(call, 'appended slice...')
        : batch.discardHole();
    walkArgument(context, into, call, each);
  }
  // The array that it may grow into is used once, whatever loop it is in.
  spill(context, result, call).location.loopDepth = 0;
}
