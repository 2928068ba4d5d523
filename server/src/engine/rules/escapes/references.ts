/** What is done with a variable that a pointer to it, or a closure, could tell. */
import type { Expression, FunctionLiteral, Identifier } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { underlying } from '../../types/types.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';

export interface Reference {
  readonly use: Identifier;
  /** Whether its address is taken: by `&x`, `&x.f`, `x[:]` of an array, or a method with a pointer receiver. */
  readonly isAddress: boolean;
  /** Whether it, or a part of it, is given another value. */
  readonly isWrite: boolean;
  /** The outermost closure that the variable is not declared in. */
  readonly closure: FunctionLiteral | undefined;
}

/** All uses of a variable but its declaration. */
export function referencesTo(subject: Subject, variable: VarObject): readonly Reference[] {
  const [declared, ...uses] = subject.usesOf(variable);
  return uses.map((use) => {
    const whole = partOf(subject, use);
    return {
      use,
      isAddress: isAddressed(subject, whole),
      isWrite: isWritten(subject, whole),
      closure: declared && closureOf(subject, use, declared),
    };
  });
}

/** Whether a pointer to an expression, or to a part of it, is made where it stands. */
export function isAddressTaken(subject: Subject, whole: Expression): boolean {
  return isAddressed(subject, partOf(subject, whole));
}

/** `x`, or what is reached from it without following a pointer: `x.f`, `x.f[i]`. */
function partOf(subject: Subject, use: Expression): Expression {
  let part: Expression = use;
  for (const parent of subject.parentsOf(use)) {
    const kind = kindOf(subject, part);
    const isField =
      parent.kind === 'selector' &&
      kind === 'struct' &&
      subject.source.types.objectOf(parent.selector)?.kind === 'var';
    const isElement = parent.kind === 'index' && parent.operand === part && kind === 'array';
    if (!isField && !isElement && parent.kind !== 'parenthesized') {
      break;
    }
    part = parent;
  }
  return part;
}

function kindOf(subject: Subject, expression: Expression): string | undefined {
  const type = subject.typeOf(expression);
  return type && underlying(type).kind;
}

function isAddressed(subject: Subject, part: Expression): boolean {
  const parent = subject.parentOf(part);
  switch (parent?.kind) {
    case 'unary':
      return parent.operator === '&';
    case 'slice':
      return parent.operand === part && kindOf(subject, part) === 'array';
    case 'selector': {
      const method = subject.source.types.objectOf(parent.selector);
      const isValue = kindOf(subject, part) !== 'pointer';
      return method?.kind === 'func' && method.hasPointerReceiver && isValue;
    }
    default:
      return false;
  }
}

function isWritten(subject: Subject, part: Expression): boolean {
  const parent = subject.parentOf(part);
  return (
    parent?.kind === 'increment' ||
    (parent?.kind === 'assignment' && parent.left.includes(part)) ||
    (parent?.kind === 'range' && parent.operand !== part)
  );
}

function closureOf(
  subject: Subject,
  use: Identifier,
  declared: Identifier,
): FunctionLiteral | undefined {
  const around = [...subject.parentsOf(use)].flatMap((node) =>
    node.kind === 'function' && !isWithin(declared, node) ? [node] : [],
  );
  return around.at(-1);
}
