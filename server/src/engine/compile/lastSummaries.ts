/** What was found out of functions when they were last looked at: while their text stays, it is near to what they are now. */
import { RecentMap } from '../caches/recentMap.ts';
import type { FunctionSummary } from '../escape/summary.ts';
import type { Callee } from '../ir/func.ts';

/** As many functions as the largest packages have, with all of the user's own that they import: some megabytes. */
const MAXIMUM_SUMMARIES = 32_768;

/** By the text of functions, as their objects come and go with the declarations of a package. There is nothing of generic ones. */
export class LastSummaries {
  readonly #summaries = new RecentMap<string, FunctionSummary>(MAXIMUM_SUMMARIES);

  note(callee: Callee, summary: FunctionSummary): void {
    const key = keyOf(callee);
    if (key !== undefined) {
      this.#summaries.set(key, summary);
    }
  }

  /** Undefined for a text that nobody has looked at. */
  of(callee: Callee): FunctionSummary | undefined {
    const key = keyOf(callee);
    return key === undefined ? undefined : this.#summaries.get(key);
  }
}

function keyOf({ object: { place }, typeArguments }: Callee): string | undefined {
  return place && typeArguments.length === 0 ? `${place.file} ${place.declaration}` : undefined;
}
