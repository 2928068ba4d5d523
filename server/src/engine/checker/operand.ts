/** What an expression is when it has been looked at: go/types/operand.go. */
import type { Expression } from '../syntax/ast.ts';
import type { Constant } from '../types/constant/constant.ts';
import type { PackageName, BuiltinObject } from '../types/objects.ts';
import { Unknown, type Type } from '../types/types.ts';
import { isGenericSignature, isUntyped } from '../types/predicates.ts';

export type Mode =
  /** A call that gives nothing. */
  | 'noValue'
  | 'builtin'
  | 'type'
  | 'constant'
  /** Addressable. */
  | 'variable'
  /** Not addressable, but it can be assigned to. */
  | 'mapIndex'
  | 'value'
  /** A value that can be had with an `ok`. */
  | 'commaOk'
  /** Nothing is known of it; its type is `Unknown`. */
  | 'invalid';

export interface Operand {
  readonly mode: Mode;
  readonly expression: Expression;
  readonly type: Type;
  /** Of constants; undefined if it is not known. */
  readonly value?: Constant | undefined;
  readonly builtin?: BuiltinObject;
  /** An identifier that denotes an import, which is no expression by itself. */
  readonly packageName?: PackageName;
}

export function invalid(expression: Expression, reason: string | Unknown): Operand {
  const type = typeof reason === 'string' ? new Unknown(reason) : reason;
  return { mode: 'invalid', expression, type };
}

export function valueOf(expression: Expression, type: Type): Operand {
  return { mode: 'value', expression, type };
}

/** Whether it is the predeclared `nil`. */
export function isNil({ mode, type }: Operand): boolean {
  return mode === 'value' && type.kind === 'basic' && type.basic === 'untyped nil';
}

/** Whether it is a function that still wants type arguments. */
export function isGenericFunction({ mode, type }: Operand): boolean {
  return mode === 'value' && isGenericSignature(type);
}

export function isUntypedOperand({ type }: Operand): boolean {
  return isUntyped(type);
}
