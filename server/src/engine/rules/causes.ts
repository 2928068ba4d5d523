/** What findings of one function have in common: Rule.causeOf. */
import type { Found } from './rule.ts';

/** For rules that only write one call as another: their fixes ask for the same, whatever they are applied to. */
export function sameChange({ fix }: Found): string {
  return fix?.title ?? '';
}

/** For rules whose message names what is to be changed: a variable, or a function and what it asks. */
export function sameMessage({ message }: Found): string {
  return message;
}
