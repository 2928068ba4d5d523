/**
 * internal/abi.EscapeNonString, by which hash/maphash and unique say that they keep a value if there are
 * pointers in it: callCommon of cmd/compile/internal/escape/call.go (Go 1.26).
 */
import { type Type, underlying } from '../types/types.ts';
import type { Mention } from './callGraph.ts';
import { type EscapeEnvironment, hasPointers } from './environment.ts';

/** The type of the value that a call of it takes; undefined for any other function. */
export function forcedToEscape(callee: Mention): Type | undefined {
  const isIt =
    'object' in callee &&
    callee.object.name === 'EscapeNonString' &&
    callee.object.package?.path === 'internal/abi';
  return isIt ? callee.typeArguments[0] : undefined;
}

/** Whether a value has pointers beside those of its strings: hasNonStringPointers. */
export function holdsMoreThanStrings(environment: EscapeEnvironment, type: Type): boolean {
  if (!hasPointers(environment, type)) {
    return false;
  }
  const under = underlying(type);
  switch (under.kind) {
    case 'basic':
      return under.basic !== 'string';
    case 'struct':
      return under.fields.some((field) => holdsMoreThanStrings(environment, field.type));
    case 'array':
      return holdsMoreThanStrings(environment, under.element);
    default:
      return true;
  }
}
