/** The layout of a type for a hover: numbers first, then the bytes drawn. */
import { byteMap, fieldList } from '../layout/byteMap.ts';
import {
  bytesText,
  isUnknown,
  orderText,
  savedBytes,
  type BestOrder,
  type FieldReport,
  type LayoutReport,
  type UnknownLayout,
} from '../layout/report.ts';
import { cautionTexts, paddingTexts, scanText, takesText } from './layoutTexts.ts';
import type { Localize } from './localize.ts';
import { code, escapeMarkdown } from './markdown.ts';

export interface LayoutHoverOptions {
  readonly localize: Localize;
  /** Index of the field that is asked about, not of the type as a whole. */
  readonly field?: number | undefined;
  /** The same type for other GOARCHes: those are told that differ. */
  readonly others?: readonly LayoutReport<unknown>[];
  /** Whether the bytes are drawn. */
  readonly hasMap?: boolean;
}

/** Half a cache line: wider lines are cut off in hovers. */
const BYTES_PER_ROW = 32;
const MAXIMUM_ROWS = 10;
const MAXIMUM_FIELDS = 24;

/** Markdown. */
export function layoutHover(
  layout: LayoutReport<unknown> | UnknownLayout,
  { localize, field: index, others = [], hasMap = true }: LayoutHoverOptions,
): string {
  if (isUnknown(layout)) {
    return localize('Layout not known: {0}', escapeMarkdown(layout.reason));
  }
  const field = index === undefined ? undefined : layout.fields[index];
  const lines = [
    ...(field
      ? [fieldText(field, localize), inStruct(layout, localize)]
      : [typeText(layout, localize)]),
    ...(layout.best ? [bestText(layout, layout.best, localize)] : []),
    ...othersText(layout, others, localize),
  ];
  const sections = [lines.join('  \n')];
  if (hasMap && layout.fields.length > 1 && layout.sizeBytes > 0) {
    sections.push(drawing(layout, field && index, localize));
  }
  sections.push(localize('*Static, {0}*', layout.goarch));
  return sections.join('\n\n');
}

/** `size, align · what the heap takes · padding · what the collector scans` */
function typeText(report: LayoutReport<unknown>, localize: Localize): string {
  return [
    localize('**{0} B**, align {1}', report.sizeBytes, report.alignBytes),
    takesText(report, localize, (text) => `**${text}**`),
    ...paddingTexts(report, localize),
    scanText(report, localize),
  ].join(' · ');
}

function fieldText(field: FieldReport<unknown>, localize: Localize): string {
  const { name, offsetBytes, sizeBytes, alignBytes, padAfterBytes, ptrdataBytes } = field;
  return [
    localize(
      '{0} at offset **{1}**: **{2} B**, align {3}',
      code(name),
      offsetBytes,
      sizeBytes,
      alignBytes,
    ),
    ...(padAfterBytes > 0 ? [localize('{0} B padding behind it', padAfterBytes)] : []),
    ...(ptrdataBytes > 0 ? [localize('with pointers')] : []),
  ].join(' · ');
}

function inStruct(report: LayoutReport<unknown>, localize: Localize): string {
  return localize('in {0}: {1}', code(report.type), typeText(report, localize));
}

function bestText(report: LayoutReport<unknown>, best: BestOrder, localize: Localize): string {
  const order = orderText(best, code);
  const saved = savedBytes(report);
  const text =
    saved > 0
      ? localize(
          'Reordered it takes **{0} B**, {1} B less: {2}',
          bytesText(best.allocatedBytes),
          bytesText(saved),
          order,
        )
      : best.sizeBytes < report.sizeBytes
        ? localize(
            'Reordered it has **{0} B**, which take the same of the heap: {1}',
            best.sizeBytes,
            order,
          )
        : localize('Reordered the collector scans **{0} B**: {1}', best.ptrdataBytes, order);
  return [text, ...cautionTexts(best, localize)].join('  \n');
}

function othersText(
  report: LayoutReport<unknown>,
  others: readonly LayoutReport<unknown>[],
  localize: Localize,
): string[] {
  const texts = others
    .filter(
      ({ goarch, sizeBytes, allocatedBytes }) =>
        goarch !== report.goarch &&
        (sizeBytes !== report.sizeBytes || allocatedBytes !== report.allocatedBytes),
    )
    .map(({ goarch, sizeBytes, allocatedBytes }) =>
      localize('{0}: {1} B, takes {2} B', goarch, sizeBytes, bytesText(allocatedBytes)),
    );
  return texts.length === 0 ? [] : [texts.join(' · ')];
}

function drawing(
  report: LayoutReport<unknown>,
  highlight: number | undefined,
  localize: Localize,
): string {
  const map = byteMap(report, {
    bytesPerRow: BYTES_PER_ROW,
    maximumRows: MAXIMUM_ROWS,
    highlight,
  });
  const list = fieldList(report, {
    maximumFields: MAXIMUM_FIELDS,
    header: [localize('offset'), localize('size'), localize('pad')],
    highlight,
  });
  return ['```text', ...map, '', ...list, '```'].join('\n');
}
