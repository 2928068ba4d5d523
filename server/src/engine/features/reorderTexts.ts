/** What is said of "Reorder fields". */
import { bytesText } from '../layout/report.ts';
import type { ObstacleKind, Reordered } from '../refactor/reorderFields.ts';
import type { ReorderOffer } from '../refactor/reorderOffer.ts';
import { cautionTexts } from './layoutTexts.ts';
import type { Localize } from './localize.ts';

/** What it brings, and what to look at before. */
export function reorderTitle(
  { report, best, ...offer }: ReorderOffer,
  localize: Localize,
  found?: Reordered,
): string {
  const title = localize(
    'Reorder fields of {0}: {1} B instead of {2}',
    report.type,
    bytesText(best.allocatedBytes),
    bytesText(report.allocatedBytes),
  );
  const cautions = [
    ...(offer.encodings.length > 0
      ? [localize('the order changes in {0}', offer.encodings.join(', '))]
      : []),
    ...(offer.isOpenToOthers ? [localize('unkeyed literals in other modules are not seen')] : []),
    ...(found?.isReflected === true ? [localize('reflection may count its fields')] : []),
    // Known to be idle where the whole of the code has been looked at.
    ...(offer.isOpenToOthers || found?.isWordAddressed !== false
      ? cautionTexts(best, localize)
      : []),
  ];
  return cautions.length > 0 ? `${title} (${cautions.join('; ')})` : title;
}

/** Why it is not done; `place` is where, such as `file.go:12`. */
export function obstacleText(kind: ObstacleKind, place: string, localize: Localize): string {
  switch (kind) {
    case 'conversion':
      return localize('It is converted to or from another struct type: {0}', place);
    case 'sameFields':
      return localize('A struct type without a name has the same fields: {0}', place);
    case 'unsafe':
      return localize('Its memory is looked at by package unsafe: {0}', place);
    case 'unsafeSize':
      return localize('Its size or an offset in it is used: {0}', place);
    case 'positional':
      return localize('It is read or written in the order of its fields: {0}', place);
    case 'positionalTags':
      return localize('Its tags are for an encoding that goes by the order of fields: {0}', place);
    case 'foreign':
      return localize('It is a parameter of a function that is not written in Go here: {0}', place);
    case 'atomic64':
      return localize(
        'A 64-bit word that is used atomically would not be aligned on 32-bit machines: {0}',
        place,
      );
    case 'unknownLiteral':
    case 'notBuilt':
      return localize('There is an unkeyed literal whose type is not known: {0}', place);
    case 'unsafeNotBuilt':
      return localize('It is used beside package unsafe in a file that is not built: {0}', place);
    case 'literal incomplete':
      return localize('There is an unkeyed literal that is not whole: {0}', place);
    case 'literal comments':
      return localize('There are comments in an unkeyed literal: {0}', place);
    case 'literal calls':
      return localize('Calls in an unkeyed literal would be made in another order: {0}', place);
    case 'generated':
      return localize('The file is generated: {0}', place);
    case 'commentsInLine':
      return localize('Fields of one line would be split, with comments among them: {0}', place);
    case 'broken':
      return localize('The struct is not whole: {0}', place);
  }
}
