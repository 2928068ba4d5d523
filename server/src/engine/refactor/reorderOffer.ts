/** Whether another order of fields is worth being offered, and what to say beside it. */
import { architectureOf } from '../layout/architectures.ts';
import { pinnedFields } from '../layout/orderLimits.ts';
import { savedBytes, type BestOrder, type LayoutReport } from '../layout/report.ts';
import { GoSizes } from '../layout/sizes.ts';
import { isExported } from '../types/objects.ts';
import { orderedEncodings } from './encodings.ts';
import { fieldsTogether } from './fieldsTogether.ts';
import type { StructDeclaration } from './structDeclaration.ts';

export interface ReorderOffer {
  readonly report: LayoutReport<unknown>;
  readonly best: BestOrder;
  /** Where each field stood before. */
  readonly indexes: readonly number[];
  /** Names of encodings that write fields in their order. */
  readonly encodings: readonly string[];
  /** Other modules can have literals of it without keys. */
  readonly isOpenToOthers: boolean;
}

/** Undefined where less than the threshold would be saved. */
export function reorderOffer(
  declared: StructDeclaration,
  report: LayoutReport<unknown>,
  thresholdBytes: number,
): ReorderOffer | undefined {
  const { best } = report;
  if (best === undefined || savedBytes(report) < Math.max(1, thresholdBytes)) {
    return undefined;
  }
  return {
    report,
    best,
    indexes: withLinesTogether(declared, report, best),
    encodings: orderedEncodings(declared.struct),
    isOpenToOthers: isOpenToOthers(declared),
  };
}

function withLinesTogether(
  { syntax, struct }: StructDeclaration,
  { fields, goarch }: LayoutReport<unknown>,
  { indexes }: BestOrder,
): readonly number[] {
  const architecture = architectureOf(goarch);
  if (!architecture) {
    return indexes;
  }
  const pinned = pinnedFields(struct, new GoSizes(architecture));
  let next = 0;
  const lines = syntax.fields.map(({ names }) => {
    const first = next;
    next += Math.max(1, names.length);
    return Array.from({ length: next - first }, (_, at) => first + at);
  });
  return fieldsTogether(
    fields.map((field, index) => ({ ...field, isPinned: pinned.has(index) })),
    indexes,
    lines,
  );
}

/** No other package can write a literal without keys if there is a field that it cannot name. */
function isOpenToOthers({ type, struct, file, declaration }: StructDeclaration): boolean {
  const { name, package: inPackage } = type.object;
  return (
    declaration.keyword === 'type' &&
    isExported(name) &&
    struct.fields.every((field) => isExported(field.name)) &&
    inPackage !== undefined &&
    inPackage.name !== 'main' &&
    !/(?:^|\/)internal(?:\/|$)/.test(inPackage.path) &&
    !file.endsWith('_test.go')
  );
}
