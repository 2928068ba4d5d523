import type { Attached, DeclarationVerdicts } from './attach.ts';

/**
 * Verdicts of a declaration's former text, on what is left of it in the text that it has become:
 * those whose place is before or after all that was changed. They are as of the last good build, and
 * shown as such; without them all hints of a function would go each time it does not compile for a
 * moment, and come back with the next key.
 */
export function carryOver(
  verdicts: DeclarationVerdicts,
  before: string,
  after: string,
): DeclarationVerdicts {
  const prefix = commonPrefix(before, after);
  const suffix = commonSuffix(before, after, Math.min(before.length, after.length) - prefix);
  const shift = after.length - before.length;
  const moved = <Fact>(facts: readonly Attached<Fact>[]): Attached<Fact>[] =>
    facts.flatMap(({ offset, fact }) => {
      if (offset < prefix) {
        return [{ offset, fact }];
      }
      return offset >= before.length - suffix ? [{ offset: offset + shift, fact }] : [];
    });
  return {
    sites: moved(verdicts.sites),
    calls: moved(verdicts.calls),
    inlineFacts: moved(verdicts.inlineFacts),
  };
}

function commonPrefix(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one.charCodeAt(length) === other.charCodeAt(length)) {
    length++;
  }
  return length;
}

function commonSuffix(one: string, other: string, most: number): number {
  let length = 0;
  while (
    length < most &&
    one.charCodeAt(one.length - 1 - length) === other.charCodeAt(other.length - 1 - length)
  ) {
    length++;
  }
  return length;
}
