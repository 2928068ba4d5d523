/** Conversions that hold only while two structs have their fields in the same order. */
import { type Type, unalias, underlying } from '../types/types.ts';
import type { DeclaredStruct } from './declaredStruct.ts';

/** Whether values of one type become values of the other, though only one of them is the struct. */
export function needsSameOrder(struct: DeclaredStruct, from: Type, to: Type): boolean {
  const a = underlying(from);
  const b = underlying(to);
  // Of pointers, what is underlying their elements is compared.
  return a.kind === 'pointer' && b.kind === 'pointer'
    ? differ(struct, underlying(a.element), underlying(b.element))
    : differ(struct, a, b);
}

/** Of types that are identical but for tags, as the program compiles. */
function differ(struct: DeclaredStruct, first: Type, second: Type): boolean {
  const a = unalias(first);
  const b = unalias(second);
  if (a === b) {
    return false;
  }
  if (a.kind === 'named' && b.kind === 'named') {
    return all(struct, a.typeArguments, b.typeArguments);
  }
  switch (a.kind) {
    case 'struct':
      return (
        b.kind === 'struct' &&
        (struct.isOf(a) !== struct.isOf(b) ||
          all(
            struct,
            a.fields.map(({ type }) => type),
            b.fields.map(({ type }) => type),
          ))
      );
    case 'pointer':
    case 'slice':
    case 'array':
    case 'channel':
      return b.kind === a.kind && differ(struct, a.element, b.element);
    case 'map':
      return (
        b.kind === 'map' && (differ(struct, a.key, b.key) || differ(struct, a.element, b.element))
      );
    case 'signature':
      return (
        b.kind === 'signature' &&
        all(
          struct,
          [...a.parameters.variables, ...a.results.variables].map(({ type }) => type),
          [...b.parameters.variables, ...b.results.variables].map(({ type }) => type),
        )
      );
    default:
      return false;
  }
}

function all(struct: DeclaredStruct, a: readonly Type[], b: readonly Type[]): boolean {
  return a.some((type, index) => {
    const other = b[index];
    return other !== undefined && differ(struct, type, other);
  });
}
