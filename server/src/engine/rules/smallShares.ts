/**
 * Findings that save little of what a call of their function allocates anyway, or a round of the loop around them: they are
 * true, and nobody would notice. What is wrong or holds memory, and what depends on lengths, is never little.
 */
import { sizeText } from '../features/byteTexts.ts';
import { type CallCost, CallCosts, plus } from './callCost.ts';
import type { Finding, Gain } from './rule.ts';
import type { Subject } from './subject.ts';

/** What is less than one in so many, of the objects and of the bytes, is within what measurements vary by. */
const ONE_IN = 10;

/** What each of a function's findings that saves little does save, of how much. */
export function smallShares(
  subject: Subject,
  findings: readonly Finding[],
): ReadonlyMap<Finding, string> {
  const shares = new Map<Finding, string>();
  const weighed = findings.flatMap((finding) => {
    const saved = savedBy(finding);
    return saved ? [{ finding, saved }] : [];
  });
  if (weighed.length === 0) {
    return shares;
  }
  const costs = new CallCosts(subject);
  for (const { finding, saved } of weighed) {
    const { start, evidence } = finding;
    const isEachRound = evidence.frequency === 'iteration';
    const scope = costs.scopeOf(finding);
    // Who looks at one of them can have all of them.
    const together = weighed
      .filter(
        (other) =>
          other.finding === finding ||
          (costs.scopeOf(other.finding) === scope && costs.comesBy(other.finding.start, start)),
      )
      .map((other) => other.saved)
      .reduce(plus);
    const own = costs.ownFrom(start, scope);
    const all = isLittle(together, own) ? own : plus(own, costs.calledFrom(start, scope));
    if (isLittle(together, all)) {
      shares.set(finding, textOf(subject, saved, all, isEachRound));
    }
  }
  return shares;
}

/** Undefined of what is not weighed. */
function savedBy({ evidence: { kind, frequency }, gain }: Finding): CallCost | undefined {
  const isCounted =
    (kind === 'verdict' || kind === 'callee') &&
    (frequency === 'call' || frequency === 'iteration');
  return isCounted && gain ? (gain.about ?? difference(gain)) : undefined;
}

function difference({ objectsBefore, objectsAfter, bytes }: Gain): CallCost | undefined {
  return typeof objectsBefore === 'number' &&
    typeof objectsAfter === 'number' &&
    bytes !== undefined
    ? { objects: objectsBefore - objectsAfter, bytes }
    : undefined;
}

function isLittle(saved: CallCost, all: CallCost): boolean {
  return saved.objects * ONE_IN < all.objects && saved.bytes * ONE_IN < all.bytes;
}

function textOf(
  { localize }: Subject,
  saved: CallCost,
  all: CallCost,
  isEachRound: boolean,
): string {
  const numbers = [
    saved.objects,
    Math.round(all.objects),
    sizeText(Math.round(saved.bytes), localize),
    sizeText(Math.round(all.bytes), localize),
  ] as const;
  return isEachRound
    ? localize(
        'saves {0} of about {1} objects and {2} of about {3} that a round of the loop allocates',
        ...numbers,
      )
    : localize(
        'saves {0} of about {1} objects and {2} of about {3} that a call of the function allocates',
        ...numbers,
      );
}
