/** Arguments that each round of a loop puts into interfaces on the heap. */
import type { Allocation } from '../../alloc/allocations.ts';
import type { Call, Expression } from '../../syntax/ast.ts';
import { isNonTypeParameterInterface } from '../../types/predicates.ts';
import { type Type, underlying } from '../../types/types.ts';
import type { Subject } from '../subject.ts';

export interface Boxed {
  readonly call: Call;
  readonly argument: Expression;
  /** The interface type that the function asks for. */
  readonly wanted: Type;
  readonly box: Allocation;
}

/** Those of `go` and `defer` are left alone: a goroutine costs more, and what is deferred piles up anyway. */
export function boxedInRounds(subject: Subject): readonly Boxed[] {
  const hasLoops = subject.all('for').length > 0 || subject.all('range').length > 0;
  // To know what is on the heap takes longer than to see that there is no loop.
  const calls = hasLoops ? subject.all('call') : [];
  return calls.flatMap((call) => {
    const around = subject.parentOf(call)?.kind;
    return around === 'go' || around === 'defer' || subject.isConversion(call)
      ? []
      : call.arguments.flatMap((argument, at) => boxedAt(subject, call, argument, at) ?? []);
  });
}

function boxedAt(
  subject: Subject,
  call: Call,
  argument: Expression,
  at: number,
): Boxed | undefined {
  const given = subject.typeOf(argument);
  const box = subject.expressionAt(argument);
  if (box?.frequency !== 'iteration' || !given || isNonTypeParameterInterface(given)) {
    return undefined;
  }
  const wanted = parameterType(subject, call, at);
  return wanted && isNonTypeParameterInterface(wanted)
    ? { call, argument, wanted, box }
    : undefined;
}

function parameterType(subject: Subject, call: Call, at: number): Type | undefined {
  const type = subject.typeOf(call.callee);
  const signature = type && underlying(type);
  if (signature?.kind !== 'signature') {
    return undefined;
  }
  const { variables } = signature.parameters;
  const isRest = signature.isVariadic && !call.hasEllipsis && at >= variables.length - 1;
  const parameter = isRest ? variables.at(-1)?.type : variables[at]?.type;
  const list = isRest && parameter ? underlying(parameter) : undefined;
  return list?.kind === 'slice' ? list.element : parameter;
}
