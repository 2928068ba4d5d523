/** What a regular expression of Go says, as a tree: regexp/syntax/regexp.go of Go 1.26. */
import type { CharacterSet } from './goRegexpSets.ts';

export type Assertion = 'text start' | 'text end' | 'line start' | 'line end' | 'word' | 'no word';

export type RegexpNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexpNode[] }
  | { readonly kind: 'choice'; readonly parts: readonly RegexpNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: RegexpNode;
      readonly least: number;
      readonly most: number;
    };
