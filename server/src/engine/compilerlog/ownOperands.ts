import type { DeclarationVerdicts } from './attach.ts';
import type { Site } from './sites.ts';

/**
 * The compiler's verdicts with what its text does not tell and our own analysis knows. What is put into an
 * interface at the very place of an inlined call reads like a copy; where we have the same thing there as
 * code of the declaration itself, it is that. A copy that reads `T{}`, as shapes of instances are taken out,
 * is what we know it to be. And which copies exclude each other is seen in the code, as long as these are
 * the copies that it brings: what is called may have been edited since.
 */
export function withOwnOperands(
  compiled: DeclarationVerdicts,
  ours: DeclarationVerdicts,
): DeclarationVerdicts {
  const sites = [...compiled.sites];
  const calls = compiled.calls.flatMap(({ offset, fact }) => {
    const oursHere = ours.sites.filter((each) => each.offset === offset);
    const ourCall = ours.calls.find((each) => each.offset === offset)?.fact;
    const ourCopies = ourCall?.copies ?? [];
    const own = fact.copies.filter((copy) =>
      oursHere.some((each) => isSame(copy, each.fact) && copy.what === each.fact.what),
    );
    sites.push(...own.map((site) => ({ offset, fact: { ...site, isInlined: false } })));
    const copies = fact.copies
      .filter((copy) => !own.includes(copy))
      .map((copy) => {
        const known = ourCopies.find((each) => isSame(copy, each) && reads(copy.what, each.what));
        return known ? { ...copy, what: known.what } : copy;
      });
    const mostObjects = haveSameKinds(copies, ourCopies) ? ourCall?.mostObjects : undefined;
    return copies.length === 0 ? [] : [{ offset, fact: { ...fact, copies, mostObjects } }];
  });
  return { ...compiled, sites, calls };
}

function haveSameKinds(some: readonly Site[], others: readonly Site[]): boolean {
  const kindsOf = (sites: readonly Site[]) =>
    sites.map(({ kind, verdict }) => `${kind} ${verdict}`).sort();
  return kindsOf(some).join() === kindsOf(others).join();
}

function isSame(a: Site, b: Site): boolean {
  return a.kind === b.kind && a.verdict === b.verdict;
}

/** Whether a text is that of the code, with `T` where the code has a type. */
function reads(text: string, code: string): boolean {
  const [head = '', tail] = text.split(/\bT\b/, 2);
  return tail === undefined
    ? text === code
    : code.length > head.length + tail.length && code.startsWith(head) && code.endsWith(tail);
}
