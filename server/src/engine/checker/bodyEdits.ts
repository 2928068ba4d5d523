/** What an edit has changed of a file: bodies of functions only, or what others can see. */
import type { Declaration } from '../syntax/slicer.ts';
import type { SourceFile } from './fileIndex.ts';

/**
 * The indexes of the functions whose body another version of a file has changed; undefined if the
 * versions differ in anything that a declaration can see of another one.
 */
export function changedBodies(
  before: SourceFile,
  after: SourceFile,
): readonly number[] | undefined {
  if (before.slices === after.slices) {
    return [];
  }
  const { declarations } = after.slices;
  if (declarations.length !== before.slices.declarations.length) {
    return undefined;
  }
  const changed: number[] = [];
  for (const [at, declaration] of declarations.entries()) {
    const previous = before.slices.declarations[at];
    if (previous?.id === declaration.id) {
      continue;
    }
    const signature = signatureOf(after, declaration);
    if (!previous || signature === undefined || signatureOf(before, previous) !== signature) {
      return undefined;
    }
    changed.push(at);
  }
  return changed;
}

/** The text of a function up to its body; undefined for anything else, and where it is broken. */
function signatureOf({ slices, parse }: SourceFile, declaration: Declaration): string | undefined {
  if (declaration.keyword !== 'func') {
    return undefined;
  }
  const { syntax, errors } = parse(declaration);
  if (syntax.kind !== 'func' || errors.some(({ start }) => start <= syntax.type.end)) {
    return undefined;
  }
  return slices.text.slice(declaration.start, declaration.start + syntax.type.end);
}
