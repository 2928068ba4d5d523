import type { DeclarationVerdicts, KnownVerdicts } from '../engine/compilerlog/attach.ts';
import { carryOver } from '../engine/compilerlog/carryOver.ts';
import type { Declaration, FileSlices } from '../engine/syntax/slicer.ts';
import { Survivors, trimmed } from '../engine/text/survivors.ts';
import type { AppliedEdit, OpenDocument } from './documents.ts';

/** A declaration that was whole, of which something is left in one that is not. */
export interface Former {
  readonly slices: FileSlices;
  readonly declaration: Declaration;
  readonly verdicts: DeclarationVerdicts;
  /** Where what stood at an offset is now, both relative to the declarations' starts. */
  placeOf(offset: number): number | undefined;
}

interface Carried {
  readonly formers: Former[];
  isContested: boolean;
  readonly tier: KnownVerdicts['tier'];
  /** Made once, so that all who ask for one version get one. */
  verdicts: KnownVerdicts | undefined;
}

/** What is said of a declaration all of which is known. */
export interface WholeVerdicts extends Pick<KnownVerdicts, 'verdicts' | 'tier'> {
  /** The tiers do not put the same on the heap there. */
  readonly isContested: boolean;
}

export type VerdictsOn = (
  document: OpenDocument,
  declaration: Declaration,
) => WholeVerdicts | undefined;

const NO_VERDICTS: DeclarationVerdicts = {
  sites: [],
  calls: [],
  inlineFacts: [],
  captures: [],
};

/**
 * Verdicts on a file's declarations that have been edited since they were whole. What is left of the
 * text from before is followed from edit to edit: to compare the two texts would lose all that is
 * between two changes, and a name that is changed would lose its declaration.
 */
export class CarriedVerdicts {
  readonly #former: OpenDocument;
  readonly #formerIds: ReadonlySet<string>;
  readonly #verdictsOn: VerdictsOn;
  /** By `Declaration.id`, of the former text's declarations that have been edited, as they were by then. */
  readonly #verdicts = new Map<string, WholeVerdicts | undefined>();
  #now: FileSlices;
  #survivors: Survivors;
  /** By `Declaration.id`, of the text as it is now. */
  #carried: Map<string, Carried> | undefined;

  constructor(former: OpenDocument, verdictsOn: VerdictsOn) {
    const { slices } = former;
    this.#former = former;
    this.#formerIds = new Set(slices.declarations.map(({ id }) => id));
    this.#verdictsOn = verdictsOn;
    this.#now = slices;
    this.#survivors = Survivors.all(slices.text.length);
  }

  /** Whether all of a text is known, so that it can be what others are carried from. */
  isWhole(document: OpenDocument): boolean {
    return document.slices.declarations.every(
      (each) =>
        this.#formerIds.has(each.id) ||
        !hasVerdicts(each) ||
        this.#verdictsOn(document, each) !== undefined,
    );
  }

  edited(before: OpenDocument, edits: readonly AppliedEdit[], { slices }: OpenDocument): void {
    this.#moveTo(before.slices);
    const left = new Set(slices.declarations.map(({ id }) => id));
    for (const each of before.slices.declarations) {
      const { id } = each;
      if (!left.has(id) && this.#formerIds.has(id) && !this.#verdicts.has(id)) {
        this.#verdicts.set(id, this.#verdictsOn(before, each));
      }
    }
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

  on({ slices }: OpenDocument, { id }: Declaration): KnownVerdicts | undefined {
    const carried = this.#carriedIn(slices).get(id);
    if (carried) {
      carried.verdicts ??= {
        verdicts: merged(
          carried.formers.map((former) =>
            carryOver(former.verdicts, (offset) => former.placeOf(offset)),
          ),
        ),
        tier: carried.tier,
        isCurrent: false,
        isEdited: true,
      };
    }
    return carried?.verdicts;
  }

  /** Whether the tiers differed on what is left in a declaration. */
  isContested({ slices }: OpenDocument, { id }: Declaration): boolean {
    // Nothing is carried into what all is carried from, of which it is asked while that is done.
    const isFormer = slices === this.#former.slices;
    return !isFormer && this.#carriedIn(slices).get(id)?.isContested === true;
  }

  formersOf({ slices }: OpenDocument, { id }: Declaration): readonly Former[] {
    return this.#carriedIn(slices).get(id)?.formers ?? [];
  }

  /** A text that did not come by edits, as of a document that was closed and opened again. */
  #moveTo(slices: FileSlices): void {
    if (this.#now !== slices) {
      this.#now = slices;
      this.#survivors = Survivors.between(this.#former.text, slices.text);
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
      for (const former of overlapping(this.#former.slices.declarations, span.start, span.end)) {
        const known = unchanged.has(former.id) ? undefined : this.#formerVerdictsOn(former);
        if (!known) {
          continue;
        }
        const start = Math.max(former.start, span.start) + span.shift;
        const end = Math.min(former.end, span.end) + span.shift;
        for (const declaration of overlapping(declarations, start, end)) {
          if (!this.#formerIds.has(declaration.id)) {
            this.#add(carried, declaration, former, known);
          }
        }
      }
    }
    return carried;
  }

  #formerVerdictsOn(former: Declaration): WholeVerdicts | undefined {
    return this.#verdicts.has(former.id)
      ? this.#verdicts.get(former.id)
      : this.#verdictsOn(this.#former, former);
  }

  #add(
    carried: Map<string, Carried>,
    { id, start, end }: Declaration,
    former: Declaration,
    { verdicts, tier, isContested }: WholeVerdicts,
  ): void {
    const here = carried.get(id) ?? { formers: [], isContested, tier, verdicts: undefined };
    carried.set(id, here);
    here.isContested ||= isContested;
    if (here.formers.every(({ declaration }) => declaration !== former)) {
      const survivors = this.#survivors;
      here.formers.push({
        slices: this.#former.slices,
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

/** Nothing is allocated in types and imports. */
function hasVerdicts({ keyword }: Declaration): boolean {
  return keyword === 'func' || keyword === 'var';
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
