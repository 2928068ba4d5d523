import type {
  DeclarationVerdicts,
  FileVerdicts,
  SourceText,
} from '../engine/compilerlog/attach.ts';
import { carryOver } from '../engine/compilerlog/carryOver.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import { Survivors, trimmed } from '../engine/text/survivors.ts';
import type { AppliedEdit, OpenDocument } from './documents.ts';

/** A declaration that compiled, of which something is left in one that has not. */
export interface Former {
  readonly slices: FileSlices;
  readonly declaration: Declaration;
  readonly verdicts: DeclarationVerdicts;
  /** Where what stood at an offset is now, both relative to the declarations' starts. */
  placeOf(offset: number): number | undefined;
}

interface Carried {
  readonly formers: Former[];
  /** Made once, so that all who ask for one version get one. */
  verdicts: DeclarationVerdicts | undefined;
}

const NO_VERDICTS: DeclarationVerdicts = {
  sites: [],
  calls: [],
  inlineFacts: [],
  captures: [],
};

/**
 * Verdicts on a file's declarations that have been edited since it compiled. What is left of the
 * compiled text is followed from edit to edit: to compare the two texts would lose all that is
 * between two changes, and a name that is changed would lose its declaration.
 */
export class CarriedVerdicts {
  readonly #compiled: FileSlices;
  readonly #verdicts: FileVerdicts;
  #now: FileSlices;
  #survivors: Survivors;
  /** By `Declaration.id`, of the text as it is now. */
  #carried: Map<string, Carried> | undefined;

  constructor({ slices }: SourceText, verdicts: FileVerdicts) {
    this.#compiled = slices;
    this.#verdicts = verdicts;
    this.#now = slices;
    this.#survivors = Survivors.all(slices.text.length);
  }

  edited(before: OpenDocument, edits: readonly AppliedEdit[], { slices }: OpenDocument): void {
    this.#moveTo(before.slices);
    let survivors = this.#survivors;
    let former = before.text;
    for (const { edit, text } of edits) {
      survivors = survivors.after(trimmed(edit, former, text));
      former = text;
    }
    this.#survivors = survivors;
    this.#now = slices;
    this.#carried = undefined;
  }

  on({ slices }: OpenDocument, { id }: Declaration): DeclarationVerdicts | undefined {
    const carried = this.#carriedIn(slices).get(id);
    if (carried) {
      carried.verdicts ??= merged(
        carried.formers.map((former) =>
          carryOver(former.verdicts, (offset) => former.placeOf(offset)),
        ),
      );
    }
    return carried?.verdicts;
  }

  formersOf({ slices }: OpenDocument, { id }: Declaration): readonly Former[] {
    return this.#carriedIn(slices).get(id)?.formers ?? [];
  }

  /** A text that did not come by edits, as of a document that was closed and opened again. */
  #moveTo(slices: FileSlices): void {
    if (this.#now !== slices) {
      this.#now = slices;
      this.#survivors = Survivors.between(this.#compiled.text, slices.text);
      this.#carried = undefined;
    }
  }

  #carriedIn(slices: FileSlices): ReadonlyMap<string, Carried> {
    this.#moveTo(slices);
    this.#carried ??= this.#carry();
    return this.#carried;
  }

  #carry(): Map<string, Carried> {
    const { declarations } = this.#now;
    const unchanged = new Set(declarations.map(({ id }) => id));
    const carried = new Map<string, Carried>();
    for (const span of this.#survivors.spans) {
      for (const former of overlapping(this.#compiled.declarations, span.start, span.end)) {
        const verdicts = this.#verdicts.get(former.id);
        if (!verdicts || unchanged.has(former.id)) {
          continue;
        }
        const start = Math.max(former.start, span.start) + span.shift;
        const end = Math.min(former.end, span.end) + span.shift;
        for (const declaration of overlapping(declarations, start, end)) {
          if (!this.#verdicts.has(declaration.id)) {
            this.#add(carried, declaration, former, verdicts);
          }
        }
      }
    }
    return carried;
  }

  #add(
    carried: Map<string, Carried>,
    { id, start, end }: Declaration,
    former: Declaration,
    verdicts: DeclarationVerdicts,
  ): void {
    const here = carried.get(id) ?? { formers: [], verdicts: undefined };
    carried.set(id, here);
    if (here.formers.every(({ declaration }) => declaration !== former)) {
      const survivors = this.#survivors;
      here.formers.push({
        slices: this.#compiled,
        declaration: former,
        verdicts,
        placeOf: (offset) => {
          const place = survivors.placeOf(former.start + offset);
          return place !== undefined && place >= start && place < end ? place - start : undefined;
        },
      });
    }
  }
}

/** The declarations that hold a character of `[start, end)`. */
function overlapping(
  declarations: readonly Declaration[],
  start: number,
  end: number,
): readonly Declaration[] {
  let first = 0;
  for (let high = declarations.length; first < high;) {
    const middle = (first + high) >> 1;
    if ((declarations[middle]?.end ?? 0) > start) {
      high = middle;
    } else {
      first = middle + 1;
    }
  }
  let last = first;
  while ((declarations[last]?.start ?? end) < end) {
    last++;
  }
  return declarations.slice(first, last);
}

function merged(parts: readonly DeclarationVerdicts[]): DeclarationVerdicts {
  return parts.reduce(
    (all, { sites, calls, inlineFacts, captures }) => ({
      sites: [...all.sites, ...sites],
      calls: [...all.calls, ...calls],
      inlineFacts: [...all.inlineFacts, ...inlineFacts],
      captures: [...all.captures, ...captures],
    }),
    NO_VERDICTS,
  );
}
