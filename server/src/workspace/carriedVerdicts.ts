import type { DeclarationVerdicts, SourceText } from '../engine/compilerlog/attach.ts';
import { carryOver } from '../engine/compilerlog/carryOver.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { OpenDocument } from './documents.ts';

interface Carried {
  readonly from: DeclarationVerdicts;
  readonly verdicts: DeclarationVerdicts;
}

/** Verdicts on declarations that have been edited since they compiled. */
export class CarriedVerdicts {
  /** By the version of the document, so that all who ask for one get one. */
  readonly #known = new WeakMap<OpenDocument, Map<string, Carried>>();

  /** `compiled` is the document's text as it was when `verdictsOn` said of its declarations. */
  on(
    document: OpenDocument,
    declaration: Declaration,
    compiled: SourceText | undefined,
    verdictsOn: (id: string) => DeclarationVerdicts | undefined,
  ): DeclarationVerdicts | undefined {
    const former = compiled && formerSelf(document, declaration, compiled);
    const from = former && verdictsOn(former.id);
    if (!from) {
      return undefined;
    }
    let ofDocument = this.#known.get(document);
    if (!ofDocument) {
      ofDocument = new Map();
      this.#known.set(document, ofDocument);
    }
    let carried = ofDocument.get(declaration.id);
    if (carried?.from !== from) {
      const verdicts = carryOver(
        from,
        compiled.slices.textOf(former),
        document.slices.textOf(declaration),
      );
      carried = { from, verdicts };
      ofDocument.set(declaration.id, carried);
    }
    return carried.verdicts;
  }
}

/** The declaration of the same name that is no more as it was. */
function formerSelf(
  { slices }: OpenDocument,
  { keyword, name }: Declaration,
  compiled: SourceText,
): Declaration | undefined {
  const namesakes = compiled.slices.declarations.filter(
    (each) => name !== undefined && each.keyword === keyword && each.name === name,
  );
  return namesakes.find(({ id }) => !slices.declarations.some((each) => each.id === id));
}
