/**
 * Findings that save little of what a call of their function allocates anyway, or a round of the loop around them: they are
 * true, and nobody would notice. What is wrong or holds memory is never little, nor is what grows with the square of a length.
 */
import { sizeText } from '../features/byteTexts.ts';
import { type CallCost, CallCosts, plus } from './callCost.ts';
import type { AboutSaved, Finding, Gain } from './rule.ts';
import type { Subject } from './subject.ts';

/** What is less than one in so many, of the objects and of the bytes, is within what measurements vary by. */
const ONE_IN = 10;

/** What each of a function's findings that saves little does save, of how much. */
export function smallShares(
  subject: Subject,
  findings: readonly Finding[],
): ReadonlyMap<Finding, string> {
  const shares = new Map<Finding, string>();
  const weighed = findings.flatMap((finding): Weighed[] => {
    const saved = savedBy(finding);
    return saved ? [{ finding, saved, at: saved.at ?? finding.start }] : [];
  });
  if (weighed.length === 0) {
    return shares;
  }
  const costs = new CallCosts(subject);
  const scopeOf = ({ finding, at }: Weighed) => costs.scopeOf(at, isEachRound(finding));
  for (const each of weighed) {
    const { finding, saved, at } = each;
    const scope = scopeOf(each);
    // Who looks at one of them can have all of them.
    const together = weighed
      .filter(
        (other) => other === each || (scopeOf(other) === scope && costs.comesBy(other.at, at)),
      )
      .map((other): CallCost => other.saved)
      .reduce(plus);
    const own = costs.ownFrom(at, scope);
    const all = isLittle(together, own) ? own : plus(own, costs.calledFrom(at, scope));
    if (isLittle(together, all)) {
      shares.set(finding, textOf(subject, saved, all, isEachRound(finding)));
    }
  }
  return shares;
}

interface Weighed {
  readonly finding: Finding;
  readonly saved: CallCost;
  /** Where it is come by as often as it is saved. */
  readonly at: number;
}

function isEachRound({ evidence }: Finding): boolean {
  return evidence.frequency === 'iteration';
}

/** Undefined of what is not weighed. */
function savedBy({ evidence: { kind, frequency }, gain }: Finding): AboutSaved | undefined {
  const isCounted =
    (kind === 'verdict' || kind === 'callee') &&
    (frequency === 'call' || frequency === 'iteration');
  return isCounted && gain ? (gain.about ?? difference(gain)) : undefined;
}

function difference({ objectsBefore, objectsAfter, bytes }: Gain): AboutSaved | undefined {
  return typeof objectsBefore === 'number' &&
    typeof objectsAfter === 'number' &&
    bytes !== undefined
    ? { objects: objectsBefore - objectsAfter, bytes }
    : undefined;
}

function isLittle(saved: CallCost, all: CallCost): boolean {
  return saved.objects * ONE_IN < all.objects && saved.bytes * ONE_IN < all.bytes;
}

function textOf({ localize }: Subject, saved: CallCost, all: CallCost, isOfRound: boolean): string {
  const numbers = [
    saved.objects,
    Math.round(all.objects),
    sizeText(Math.round(saved.bytes), localize),
    sizeText(Math.round(all.bytes), localize),
  ] as const;
  return isOfRound
    ? localize(
        'saves {0} of about {1} objects and {2} of about {3} that a round of the loop allocates',
        ...numbers,
      )
    : localize(
        'saves {0} of about {1} objects and {2} of about {3} that a call of the function allocates',
        ...numbers,
      );
}
