/**
 * Findings that save little of what a call of their function allocates anyway, or a round of the loop around them: they are
 * true, and nobody would notice. What is wrong or holds memory is never little, nor is what grows with the square of a length.
 */
import { sizeText } from '../features/byteTexts.ts';
import { type CallCost, CallCosts, plus } from './callCost.ts';
import { callersShare } from './callersShare.ts';
import type { AboutSaved, Finding, Gain } from './rule.ts';
import type { Subject } from './subject.ts';
import { holds } from './waysThrough.ts';

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
  const costs = CallCosts.of(subject);
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
      continue;
    }
    const { syntax } = subject.source;
    const around =
      scope === syntax && !isInLiteral(subject, at)
        ? callersShare(subject.source, syntax.name.name, (each) => isLittle(together, each))
        : undefined;
    if (around) {
      shares.set(finding, callersText(subject, saved, around));
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

/** A call of the function does not run it. */
function isInLiteral(subject: Subject, at: number): boolean {
  return subject.all('function').some(({ body }) => holds(body, at));
}

function callersText(subject: Subject, saved: CallCost, all: CallCost): string {
  return subject.localize(
    'saves {0} of about {1} objects and {2} of about {3} that those allocate that call the function',
    ...numbersOf(subject, saved, all),
  );
}

function numbersOf({ localize }: Subject, saved: CallCost, all: CallCost) {
  return [
    saved.objects,
    Math.round(all.objects),
    sizeText(Math.round(saved.bytes), localize),
    sizeText(Math.round(all.bytes), localize),
  ] as const;
}

function textOf(subject: Subject, saved: CallCost, all: CallCost, isOfRound: boolean): string {
  const { localize } = subject;
  const numbers = numbersOf(subject, saved, all);
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
