import { placeKey, type Explanation, type Place, type VerdictRow } from './rows.ts';

/** What an explanation says of itself: for what, and, of a parameter, whereto it leaks. */
export interface ExplanationTitle {
  readonly what: string;
  readonly leaksTo?: string | undefined;
}

/** Explanations of one title at one place, in the order in which they were given. */
interface Group extends ExplanationTitle {
  readonly explanations: { readonly order: number; readonly explanation: Explanation }[];
  countTaken: number;
}

/**
 * Explanations, which the compiler gives while it solves, until the rows that they explain are there.
 *
 * Rows at one place with one text (copies of one inlined expression, generic instances) take the explanations
 * of that place in the order in which they were given; those for which none is left share the first. A place
 * can have tens of thousands of them, in one file that calls an inlined constructor everywhere, with few titles.
 */
export class Explanations {
  readonly #groups = new Map<string, Group[]>();
  #countGiven = 0;

  add(place: Place, { what, leaksTo }: ExplanationTitle, explanation: Explanation): void {
    const key = placeKey(place);
    let groups = this.#groups.get(key);
    if (!groups) {
      this.#groups.set(key, (groups = []));
    }
    let group = groups.find((each) => each.what === what && each.leaksTo === leaksTo);
    if (!group) {
      groups.push((group = { what, leaksTo, explanations: [], countTaken: 0 }));
    }
    group.explanations.push({ order: this.#countGiven++, explanation });
  }

  /** The explanation that fits `row` best; none where no explanation of its place can be its. */
  take(row: VerdictRow): Explanation | undefined {
    let best: Group | undefined;
    let bestFit = 0;
    for (const group of this.#groups.get(placeKey(row.place)) ?? []) {
      const fit = fitOf(group, row);
      if (fit === 0) {
        continue;
      }
      const withRest = fit + (hasRest(group) ? 1 : 0);
      if (withRest > bestFit || (best && withRest === bestFit && orderOf(group) < orderOf(best))) {
        best = group;
        bestFit = withRest;
      }
    }
    if (!best) {
      return undefined;
    }
    const taken = next(best);
    best.countTaken++;
    return taken?.explanation;
  }
}

function hasRest({ explanations, countTaken }: Group): boolean {
  return countTaken < explanations.length;
}

function next(group: Group): Group['explanations'][number] | undefined {
  return group.explanations[hasRest(group) ? group.countTaken : 0];
}

function orderOf(group: Group): number {
  return next(group)?.order ?? Infinity;
}

/**
 * How well an explanation fits a row of its place; 0 where it cannot be the row's. The texts need
 * not be equal: a verdict on an append names no operands, an operand may have been replaced by its
 * constant in between, and a leak into an escaping local is explained by that local's name.
 */
function fitOf({ what, leaksTo }: ExplanationTitle, row: VerdictRow): number {
  const isParameter = row.kind === 'param';
  if (isParameter !== (leaksTo !== undefined)) {
    return 0;
  }
  const sameText = what === row.what || what.endsWith(`.${row.what}`) ? 4 : 0;
  if (!isParameter) {
    return 2 + sameText;
  }
  if (sameText === 0) {
    return 0;
  }
  const target = leaksTo ?? '';
  if (row.verdict === 'leak-result') {
    const result = /^to result (.*) level=/.exec(row.detail)?.[1] ?? '';
    return target === result || target.endsWith(`.${result}`) ? 4 : 0;
  }
  return target === '{heap}' ? 4 : 2;
}
