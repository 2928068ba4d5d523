/** Verdicts on a declaration that stands further up or down than when they were found. */
import type { Attached, DeclarationVerdicts } from './attach.ts';
import type { Explanation, Place } from './rows.ts';
import type { Site } from './sites.ts';

/** The lines of a declaration, as they were; 0-based, the last one included. */
export interface Lines {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** With all places that are in the declaration `by` lines further down. */
export function movedVerdicts(
  { sites, calls, inlineFacts, captures }: DeclarationVerdicts,
  lines: Lines,
  by: number,
): DeclarationVerdicts {
  const placeOf = (place: Place): Place => {
    const line = place.line - 1;
    const isInside = place.file === lines.file && line >= lines.first && line <= lines.last;
    return isInside ? { ...place, line: place.line + by } : place;
  };
  const moved = <Fact extends { readonly place: Place }>({ offset, fact }: Attached<Fact>) => ({
    offset,
    fact: { ...fact, place: placeOf(fact.place) },
  });
  const site = (each: Site): Site => ({
    ...each,
    place: placeOf(each.place),
    ...(each.explanation && { explanation: movedExplanation(each.explanation, placeOf) }),
  });
  return {
    sites: sites.map(({ offset, fact }) => ({ offset, fact: site(fact) })),
    calls: calls.map(({ offset, fact }) => ({
      offset,
      fact: { ...fact, place: placeOf(fact.place), copies: fact.copies.map(site) },
    })),
    inlineFacts: inlineFacts.map(moved),
    captures: captures.map(moved),
  };
}

function movedExplanation(
  { functionName, flows }: Explanation,
  placeOf: (place: Place) => Place,
): Explanation {
  return {
    functionName,
    flows: flows.map((flow) => ({
      ...flow,
      steps: flow.steps.map((step) => ({ ...step, at: placeOf(step.at) })),
    })),
  };
}
