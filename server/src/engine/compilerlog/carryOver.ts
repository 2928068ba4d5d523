import type { Attached, DeclarationVerdicts } from './attach.ts';

/**
 * Verdicts of a declaration's former text, on what is left of it: `placeOf` tells where a character
 * is now, in what the declaration has become. They are as of the last good build, and shown as such;
 * without them all hints of a function would go each time it does not compile for a moment, and
 * come back with the next key.
 */
export function carryOver(
  verdicts: DeclarationVerdicts,
  placeOf: (offset: number) => number | undefined,
): DeclarationVerdicts {
  const moved = <Fact>(facts: readonly Attached<Fact>[]): Attached<Fact>[] =>
    facts.flatMap(({ offset, fact }) => {
      const place = placeOf(offset);
      return place === undefined ? [] : [{ offset: place, fact }];
    });
  return {
    sites: moved(verdicts.sites),
    calls: moved(verdicts.calls),
    inlineFacts: moved(verdicts.inlineFacts),
    captures: moved(verdicts.captures),
  };
}
