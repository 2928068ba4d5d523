/** Words of 64 bits that are used atomically: in arrays and structs they may stand where machines of 32 bits do not want them. */
import { codeIn } from '../checker/packageChecker.ts';
import { asNamed } from '../types/predicates.ts';
import { type Type, underlying } from '../types/types.ts';

/**
 * Whether a struct has a word of 64 bits of whose name somebody in its package takes the address, as sync/atomic does: as
 * an object of its own it begins at a multiple of 8, and as an element at one of its size (the notes of sync/atomic, Go
 * 1.26). Types such as atomic.Int64 are aligned by themselves.
 */
export function hasAtomicWord(type: Type): boolean {
  const owner = asNamed(type)?.object.package;
  const struct = underlying(type);
  const words =
    struct.kind === 'struct' ? struct.fields.filter((field) => isWordOf64Bits(field.type)) : [];
  if (owner === undefined || words.length === 0) {
    return false;
  }
  const names = words.map(({ name }) => name).join('|');
  const address = new RegExp(`&[^\\s,()]*\\.(?:${names})\\b`, 'u');
  return [...codeIn(owner)].some(({ text }) => text.includes('atomic.') && address.test(text));
}

/** What is aligned to 8 bytes on machines of 32 bits only where an object begins. */
export function isWordOf64Bits(type: Type): boolean {
  const actual = underlying(type);
  return actual.kind === 'basic' && /^u?int64$/.test(actual.basic);
}
