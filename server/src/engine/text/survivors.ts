/** One replaced range: `[start, oldEnd)` of the old text became `[start, newEnd)` of the new. */
export interface Replacement {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** A range of the former text that is still there, moved by `shift`. */
export interface SurvivingSpan {
  readonly start: number;
  readonly end: number;
  readonly shift: number;
}

/** What is left of a former text in the text that it has become, and where. */
export class Survivors {
  /** In the order of the text. */
  readonly spans: readonly SurvivingSpan[];

  private constructor(spans: readonly SurvivingSpan[]) {
    this.spans = spans;
  }

  static all(length: number): Survivors {
    return new Survivors([{ start: 0, end: length, shift: 0 }]);
  }

  /** What is before and after all that was changed, where nobody saw how. */
  static between(before: string, after: string): Survivors {
    const whole = { start: 0, oldEnd: before.length, newEnd: after.length };
    return Survivors.all(before.length).after(trimmed(whole, before, after));
  }

  /** Of changes that do not touch each other, in the order of the text; each `newEnd` is after all of them. */
  static afterAll(length: number, changes: readonly Replacement[]): Survivors {
    const spans: SurvivingSpan[] = [];
    let [from, shift] = [0, 0];
    for (const { start, oldEnd, newEnd } of [
      ...changes,
      { start: length, oldEnd: length, newEnd: length },
    ]) {
      if (from < start) {
        spans.push({ start: from, end: start, shift });
      }
      [from, shift] = [oldEnd, newEnd - oldEnd];
    }
    return new Survivors(spans);
  }

  after({ start, oldEnd, newEnd }: Replacement): Survivors {
    const moved = newEnd - oldEnd;
    const spans: SurvivingSpan[] = [];
    const add = (span: SurvivingSpan) => {
      const last = spans.at(-1);
      if (span.start >= span.end) {
        return;
      }
      if (last?.end === span.start && last.shift === span.shift) {
        spans[spans.length - 1] = { ...last, end: span.end };
      } else {
        spans.push(span);
      }
    };
    for (const span of this.spans) {
      const { shift } = span;
      add({ ...span, end: Math.min(span.end, start - shift) });
      add({ ...span, start: Math.max(span.start, oldEnd - shift), shift: shift + moved });
    }
    return new Survivors(spans);
  }

  /** Where a character of the former text is now; `undefined` if it is gone. */
  placeOf(offset: number): number | undefined {
    const span = this.spans.find(({ start, end }) => offset >= start && offset < end);
    return span && offset + span.shift;
  }
}

/** The same change without what it replaced by the same: an editor may replace a whole text. */
export function trimmed(
  { start, oldEnd, newEnd }: Replacement,
  before: string,
  after: string,
): Replacement {
  const most = Math.min(oldEnd, newEnd) - start;
  let prefix = 0;
  while (prefix < most && before.charCodeAt(start + prefix) === after.charCodeAt(start + prefix)) {
    prefix++;
  }
  let suffix = 0;
  while (
    suffix < most - prefix &&
    before.charCodeAt(oldEnd - 1 - suffix) === after.charCodeAt(newEnd - 1 - suffix)
  ) {
    suffix++;
  }
  return { start: start + prefix, oldEnd: oldEnd - suffix, newEnd: newEnd - suffix };
}
