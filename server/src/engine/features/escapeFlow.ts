import type { Place } from '../compilerlog/rows.ts';
import type { Site } from '../compilerlog/sites.ts';
import type { Localize } from './localize.ts';

/** One hop of an escape flow, with its place as the compiler gave it. */
export interface FlowHop {
  readonly place: Place;
  readonly expression: string;
  readonly reason: string;
  /** `destination = &source`, as the compiler prints the flow that the hop is part of. */
  readonly flow: string;
}

/** The way from a site to what holds it, hop by hop; empty where the compiler gave no reason. */
export function flowHops({ explanation }: Site): FlowHop[] {
  return (explanation?.flows ?? []).flatMap(({ destination, operator, source, steps }) =>
    steps.map(({ expression, reason, at }) => ({
      place: at,
      expression,
      reason,
      flow: `${destination} = ${operator}${source}`,
    })),
  );
}

export function flowTitle({ what, kind, verdict }: Site, localize: Localize): string {
  switch (verdict) {
    case 'heap':
      return kind === 'var'
        ? localize('{0} moved to heap', what)
        : localize('{0} escapes to heap', what);
    case 'leak':
      return localize('{0} leaks', what);
    case 'leak-content':
      return localize('{0} leaks its content', what);
    case 'leak-result':
      return localize('{0} flows to a result', what);
    case 'stack':
    case 'noleak':
      return what;
  }
}
