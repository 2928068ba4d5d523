/** What is taken from a sync.Pool, and what is given back. */
import { bodyOf } from '../../checker/packageChecker.ts';
import type { Assignment, Call, Expression } from '../../syntax/ast.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { calledFunction, calleeOf } from '../../checker/callee.ts';
import type { Subject } from '../subject.ts';

/** `x := pool.Get().(T)`. */
export interface Taken {
  readonly variable: VarObject;
  readonly statement: Assignment;
}

/** `pool.Put(x)`. */
export interface Given {
  readonly call: Call;
  readonly argument: Expression;
  /** Undefined where it is no local variable. */
  readonly variable: VarObject | undefined;
  /** Put when the function around it returns: by itself, or in a literal that is deferred. */
  readonly isDeferred: boolean;
  /** Whose function it is, a deferred literal's being that around it. */
  readonly function: AstNode;
}

export function takenIn(subject: Subject): Taken[] {
  return subject.callsOf('sync.Pool.Get').flatMap((call) => {
    const assertion = subject.parentOf(call);
    const value = assertion?.kind === 'assertion' ? assertion : call;
    const statement = subject.parentOf(value);
    const [name] = statement?.kind === 'assignment' ? statement.left : [];
    const variable = name && subject.variableOf(name);
    return statement?.kind === 'assignment' && statement.right.includes(value) && variable
      ? [{ variable, statement }]
      : [];
  });
}

export function givenIn(subject: Subject): Given[] {
  return subject.callsOf('sync.Pool.Put').flatMap((call) => givenBy(subject, call));
}

/** The same of pools of other types, whose `Put` does nothing but give what it is given to a sync.Pool. */
export function givenToWrappers(subject: Subject): Given[] {
  return subject
    .all('call')
    .filter((call) => isOfWrapper(subject, call))
    .flatMap((call) => givenBy(subject, call));
}

const MAXIMUM_EXPRESSIONS = 20;

function isOfWrapper({ source }: Subject, given: Call): boolean {
  const called = calledFunction(source.types, given);
  const code = called?.name === 'Put' ? bodyOf(called.origin, MAXIMUM_EXPRESSIONS) : undefined;
  const [statement, ...more] = code?.syntax.body?.statements ?? [];
  const call = statement?.kind === 'expression' ? statement.expression : undefined;
  const [argument] = call?.kind === 'call' ? call.arguments : [];
  const [parameter] = code?.syntax.type.parameters ?? [];
  return (
    code !== undefined &&
    more.length === 0 &&
    call?.kind === 'call' &&
    calleeOf(code.types, call) === 'sync.Pool.Put' &&
    argument?.kind === 'identifier' &&
    argument.name === parameter?.names[0]?.name
  );
}

function givenBy(subject: Subject, call: Call): Given[] {
  const [argument] = call.arguments;
  if (!argument) {
    return [];
  }
  const named = subject.variableOf(argument);
  const literal = subject.functionAround(call);
  const isInDeferred = literal.kind === 'function' && isDeferredLiteral(subject, literal);
  return [
    {
      call,
      argument,
      variable: named?.role === 'package' ? undefined : named,
      isDeferred: isInDeferred || subject.parentOf(call)?.kind === 'defer',
      function: isInDeferred ? subject.functionAround(literal) : literal,
    },
  ];
}

/** `defer func() { … }()`. */
function isDeferredLiteral(subject: Subject, literal: AstNode): boolean {
  const call = subject.parentOf(literal);
  return (
    call?.kind === 'call' && call.callee === literal && subject.parentOf(call)?.kind === 'defer'
  );
}
