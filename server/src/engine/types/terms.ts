/**
 * Lists of terms, the part of a type set that is not methods: go/types/termlist.go and
 * typeterm.go (Go 1.26). `undefined` is the list of all types, an empty one has none.
 */
import { identical } from './identical.ts';
import { type Type, underlying, type UnionTerm } from './types.ts';

export type Terms = readonly UnionTerm[] | undefined;

type Same = (a: Type, b: Type) => boolean;

/** The types that are in either. */
export function unite(x: Terms, y: Terms): Terms {
  return x === undefined || y === undefined ? undefined : normalize([...x, ...y]);
}

/** The types that are in both. */
export function intersect(x: Terms, y: Terms): Terms {
  if (x === undefined || y === undefined) {
    const terms = x ?? y;
    return terms === undefined ? undefined : normalize(terms);
  }
  const common: UnionTerm[] = [];
  for (const a of x) {
    for (const b of y) {
      if (overlap(a, b, identical)) {
        common.push(a.hasTilde && !b.hasTilde ? b : a);
      }
    }
  }
  return normalize(common);
}

/** Whether each type of `x` is in `y`. */
export function isSubset(x: Terms, y: Terms, same: Same = identical): boolean {
  if (y === undefined) {
    return true;
  }
  if (x === undefined) {
    return false;
  }
  return x.every((a) => y.some((b) => overlap(a, b, same) && (b.hasTilde || !a.hasTilde)));
}

/** Whether the type, which is no interface, is one of them. */
export function includes(terms: Terms, type: Type): boolean {
  return (
    terms === undefined ||
    terms.some((term) => identical(term.type, term.hasTilde ? underlying(type) : type))
  );
}

/** Terms that overlap are made one, the larger one. */
function normalize(terms: readonly UnionTerm[]): readonly UnionTerm[] {
  const normal: UnionTerm[] = [];
  for (const term of terms) {
    const at = normal.findIndex((other) => overlap(other, term, identical));
    const other = normal[at];
    if (other === undefined) {
      normal.push(term);
    } else if (term.hasTilde && !other.hasTilde) {
      normal[at] = term;
    }
  }
  return normal;
}

function overlap(x: UnionTerm, y: UnionTerm, same: Same): boolean {
  return same(y.hasTilde ? underlying(x.type) : x.type, x.hasTilde ? underlying(y.type) : y.type);
}
