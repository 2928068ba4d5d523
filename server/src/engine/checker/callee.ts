import type { DeclarationTypes } from './declarationTypes.ts';
import type { Call } from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import type { FuncObject } from '../types/objects.ts';
import { type Type, unalias } from '../types/types.ts';

/**
 * What is called, by its full name: `fmt.Sprintf`, `bytes.Buffer.String`, `append`. Undefined for
 * conversions and for values of function type.
 */
export function calleeOf(types: DeclarationTypes, { callee }: Call): string | undefined {
  const named = unparenthesized(callee.kind === 'index' ? callee.operand : callee);
  if (named.kind === 'identifier') {
    const object = types.objectOf(named);
    return object?.kind === 'builtin'
      ? object.name
      : object?.kind === 'func' && object.package
        ? `${object.package.path}.${object.name}`
        : undefined;
  }
  if (named.kind !== 'selector') {
    return undefined;
  }
  const object = types.objectOf(named.selector);
  if (object?.kind !== 'func' || !object.package) {
    return undefined;
  }
  if (!types.selectionOf(named)) {
    return `${object.package.path}.${object.name}`;
  }
  const signature = object.type;
  const receiver = signature.kind === 'signature' ? signature.receiver?.type : undefined;
  // An interface's methods have the interface itself, without its name.
  const owner = namedType(receiver) ?? namedType(types.typeOf(named.operand));
  return owner === undefined ? undefined : `${owner}.${object.name}`;
}

/** The function or method that is called; undefined for conversions, builtins and values of function type. */
export function calledFunction(types: DeclarationTypes, { callee }: Call): FuncObject | undefined {
  const named = unparenthesized(callee.kind === 'index' ? callee.operand : callee);
  const name = named.kind === 'selector' ? named.selector : named;
  const object = name.kind === 'identifier' ? types.objectOf(name) : undefined;
  return object?.kind === 'func' ? object : undefined;
}

/** `bytes.Buffer` of a named type or of a pointer to one. */
export function namedType(type: Type | undefined): string | undefined {
  const actual = type && unalias(type);
  const base = actual?.kind === 'pointer' ? unalias(actual.element) : actual;
  return base?.kind === 'named' && base.object.package
    ? `${base.object.package.path}.${base.object.name}`
    : undefined;
}
