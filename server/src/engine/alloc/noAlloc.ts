import type { Site } from '../compilerlog/sites.ts';
import type { FunctionLiteral, Span } from '../syntax/ast.ts';
import type { DeclarationTree } from '../syntax/declarationTree.ts';
import { enclosedAt } from '../syntax/enclosed.ts';
import { type LocalDeclaration, localNames } from '../syntax/names.ts';

/**
 * Why something that the compiler puts on the heap takes no memory there:
 * - `constant`: an interface points at the constant itself, in read-only data (dataWord in
 *   cmd/compile/internal/walk/convert.go, Go 1.26);
 * - `byte`: an interface points into the runtime's table of all values of one byte
 *   (runtime.staticuint64s, ibid.);
 * - `empty`: what has no size is at one address for all (runtime.zerobase, runtime/malloc.go);
 * - `closure`: a function literal that captures nothing is in read-only data (walkClosure in
 *   cmd/compile/internal/walk/closure.go).
 */
export type NoAllocReason = 'constant' | 'byte' | 'empty' | 'closure';

/**
 * Says why a site allocates nothing though its verdict is "heap", as far as the compiler's text and
 * the syntax tell; `undefined` where it allocates, or where the types would have to be known. Without
 * a tree, as for what stands in a callee, function literals are taken to capture something.
 */
export function noAllocBecause(
  { verdict, kind, what }: Pick<Site, 'verdict' | 'kind' | 'what'>,
  at?: { readonly tree: DeclarationTree; readonly offset: number },
): NoAllocReason | undefined {
  if (verdict !== 'heap' || kind !== 'expr') {
    return undefined;
  }
  if (CONSTANT.test(what)) {
    return 'constant';
  }
  if (isEmpty(what)) {
    return 'empty';
  }
  if (at === undefined) {
    return undefined;
  }
  if (what === 'func literal') {
    return capturesNothing(at.tree, at.offset) ? 'closure' : undefined;
  }
  return isByte(at.tree, at.offset, what) ? 'byte' : undefined;
}

/** A whole string, rune or number as the compiler prints constants. A conversion prints more. */
const CONSTANT = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'|[+-]?\d[\w.+-]*|true|false)$/s;

/** Types of the standard library without fields, whose values stand in everybody's interfaces. */
const EMPTY_TYPES = new Set(['context.backgroundCtx{}', 'context.todoCtx{}', 'struct {}{}']);

function isEmpty(what: string): boolean {
  const isList = what.startsWith('[');
  return (
    EMPTY_TYPES.has(what) ||
    (isList && what.endsWith('{}') && !what.startsWith('[...]') && isListType(what.slice(0, -2))) ||
    (what.startsWith('make([]') && what.endsWith(', 0)'))
  );
}

/** `[]T` and `[0]T`: an array of another length has its elements without naming them. */
function isListType(type: string): boolean {
  return type.startsWith('[]') || type.startsWith('[0]');
}

const BYTE_TYPES = new Set(['bool', 'byte', 'uint8', 'int8']);
const BYTE_WORDS = /\b(?:bool|byte|u?int8)\b/;

/** Whether a name stands for a variable that is declared with a type of one byte. */
function isByte(tree: DeclarationTree, offset: number, name: string): boolean {
  if (!BYTE_WORDS.test(tree.text) || !tree.text.startsWith(name, offset)) {
    return false;
  }
  const used = localNames(tree.parsed).find(
    ({ start, end }) => start === offset && end === offset + name.length,
  );
  const type = used?.declaration.type;
  return type?.kind === 'identifier' && BYTE_TYPES.has(type.name);
}

function capturesNothing(tree: DeclarationTree, offset: number): boolean {
  const literal = literalAt(tree, offset);
  return (
    literal !== undefined &&
    localNames(tree.parsed).every(
      ({ start, declaration }) =>
        !isIn(literal, start) || isIn(literal, declaration.at) || UNCAPTURED.has(declaration.kind),
    )
  );
}

/** A closure needs no copy of them. */
const UNCAPTURED = new Set<LocalDeclaration['kind']>(['constant', 'type']);

/** The function literal whose keyword stands there, unless it is broken. */
function literalAt(tree: DeclarationTree, offset: number): FunctionLiteral | undefined {
  const literal = enclosedAt(tree, offset).around?.node;
  return literal?.kind === 'function' &&
    literal.start === offset &&
    !tree.parsed.errors.some(({ start }) => isIn(literal, start))
    ? literal
    : undefined;
}

function isIn({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset < end;
}
