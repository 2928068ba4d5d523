/** What the view of memory layouts shows, as plain data: drawing it decides nothing. */
import {
  cautionTexts,
  paddingTexts,
  scanText,
  takesText,
} from '../../../../../server/src/engine/features/layoutTexts.ts';
import type { Localize } from '../../../../../server/src/engine/features/localize.ts';
import { byteCells, type ByteCell } from '../../../../../server/src/engine/layout/byteCells.ts';
import { fieldLetter } from '../../../../../server/src/engine/layout/byteMap.ts';
import { byteRows } from '../../../../../server/src/engine/layout/byteRows.ts';
import type { ByteKind } from '../../../../../server/src/engine/layout/byteRuns.ts';
import { reordered } from '../../../../../server/src/engine/layout/reordered.ts';
import {
  bytesText,
  savedBytes,
  type FieldReport,
} from '../../../../../server/src/engine/layout/report.ts';
import type { SourcePlace } from '../../../../../server/src/protocol.ts';
import type { PlacedReport, ShownLayouts } from '../../protocol.ts';

/** How the user left the view. */
export interface ViewState {
  readonly isReordered: boolean;
  /** Which of several types. */
  readonly selected: number;
  /** Paths of fields that are open. */
  readonly expanded: readonly string[];
}

export const INITIAL_STATE: ViewState = { isReordered: false, selected: 0, expanded: [] };

export interface LayoutModel {
  /** Instead of all else, or above it; empty for none. */
  readonly messages: readonly string[];
  /** Names of the types, where there are several. */
  readonly types: readonly string[];
  readonly selected: number;
  readonly order: OrderModel | undefined;
  readonly sections: readonly SectionModel[];
  /** The GOARCH that is compared with. */
  readonly compared: string | undefined;
}

/** The choice between the order as written and the best one. */
export interface OrderModel {
  readonly isReordered: boolean;
  readonly written: string;
  readonly best: string;
  /** What the new order brings, and what to look at before it is taken. */
  readonly notes: readonly string[];
  /** Of the type whose fields can be put into that order in the source. */
  readonly place: SourcePlace | undefined;
}

/** One type for one GOARCH. */
export interface SectionModel {
  readonly title: string;
  readonly goarch: string;
  readonly facts: readonly string[];
  readonly drawingLabel: string;
  readonly lines: readonly LineModel[];
  readonly items: readonly ItemModel[];
  readonly listLabel: string;
  readonly place: SourcePlace | undefined;
}

/** A cache line, or a stretch that is not drawn. */
export type LineModel =
  | {
      readonly kind: 'line';
      readonly offset: string;
      readonly words: readonly (readonly CellModel[])[];
    }
  | { readonly kind: 'gap'; readonly text: string };

export interface CellModel {
  readonly kind: ByteKind;
  /** Of the innermost field that is shown; empty for what belongs to none. */
  readonly path: string;
  /** Number of the field's colour. */
  readonly color: number | undefined;
  readonly letter: string;
  /** Where a field that is shown begins. */
  readonly isFirst: boolean;
}

/** A field in the list. */
export interface ItemModel {
  readonly path: string;
  /** From 1. */
  readonly level: number;
  readonly letter: string;
  readonly color: number;
  readonly name: string;
  readonly type: string;
  readonly offset: string;
  readonly size: string;
  readonly padding: string;
  /** For those who do not see it. */
  readonly label: string;
  /** Undefined for what cannot be opened. */
  readonly isExpanded: boolean | undefined;
  readonly position: number;
  readonly countSiblings: number;
  readonly place: SourcePlace | undefined;
}

const COUNT_COLORS = 6;
const MAXIMUM_LINES = 48;

export function layoutModel(
  { reports, comparedGoarch, compared, problems }: ShownLayouts,
  state: ViewState,
  localize: Localize,
): LayoutModel {
  const selected = Math.min(state.selected, Math.max(0, reports.length - 1));
  const report = reports[selected];
  if (report === undefined) {
    const hint = localize('Put the cursor on a type, a field or a variable to see its bytes.');
    return {
      messages: problems.length > 0 ? problems : [hint],
      types: [],
      selected: 0,
      order: undefined,
      sections: [],
      compared: undefined,
    };
  }
  const other = compared.find(({ type }) => type === report.type);
  const missing =
    comparedGoarch !== undefined && other === undefined
      ? [localize('The layout of {0} for {1} is not known.', report.type, comparedGoarch)]
      : [];
  const shown = [report, ...(other ? [other] : [])];
  return {
    messages: [...problems, ...missing],
    types: reports.length > 1 ? reports.map(({ type }) => type) : [],
    selected,
    order: orderModel(report, state, localize),
    sections: shown.map((each) => sectionModel(each, report, state, localize)),
    compared: comparedGoarch,
  };
}

function orderModel(
  report: PlacedReport,
  { isReordered }: ViewState,
  localize: Localize,
): OrderModel | undefined {
  const { best } = report;
  if (best === undefined) {
    return undefined;
  }
  const saved = savedBytes(report);
  const gain =
    saved > 0
      ? localize('An object takes {0} B less.', bytesText(saved))
      : best.sizeBytes < report.sizeBytes
        ? localize(
            'It has {0} B less, and takes as much of the heap.',
            report.sizeBytes - best.sizeBytes,
          )
        : localize(
            'The collector scans {0} B less of it.',
            report.ptrdataBytes - best.ptrdataBytes,
          );
  return {
    isReordered,
    written: localize('As written: {0} B', report.sizeBytes),
    best: localize('Best order: {0} B', best.sizeBytes),
    notes: [gain, ...cautionTexts(best, localize)],
    place: saved > 0 ? report.place : undefined,
  };
}

function sectionModel(
  written: PlacedReport,
  main: PlacedReport,
  { isReordered, expanded }: ViewState,
  localize: Localize,
): SectionModel {
  const better = isReordered ? reordered(written) : undefined;
  const report = better ?? written;
  /** Fields are known by where they are written, so that they keep their colours and stay open. */
  const indexes = better && written.best ? written.best.indexes : [...report.fields.keys()];
  const names = new Names(indexes, new Set(expanded));
  const countLines = Math.ceil(report.sizeBytes / report.cacheLineBytes);
  return {
    title: report.type,
    goarch: report.goarch,
    facts: [
      localize('{0} B, align {1}', report.sizeBytes, report.alignBytes),
      takesText(report, localize),
      ...paddingTexts(report, localize),
      scanText(report, localize),
      ...keptTexts(written, localize),
      ...ownOrderTexts(better && written, main, localize),
    ],
    drawingLabel:
      countLines === 1
        ? localize(
            '{0} bytes in one cache line; the list of fields says what they are',
            report.sizeBytes,
          )
        : localize(
            '{0} bytes in {1} cache lines; the list of fields says what they are',
            report.sizeBytes,
            countLines,
          ),
    lines: linesOf(report, names),
    items: itemsOf(report.fields, names, [], localize),
    listLabel: localize('Fields of {0}', report.type),
    place: report.place,
  };
}

/** Why no other order is offered. */
function keptTexts({ orderKeptBecause }: PlacedReport, localize: Localize): string[] {
  if (orderKeptBecause === undefined) {
    return [];
  }
  switch (orderKeptBecause) {
    case 'blank':
      return [localize('Order kept: fields called _ are padding by hand')];
    case 'hostLayout':
      return [localize('Order kept: structs.HostLayout')];
    case 'cacheLine':
      return [localize('Order kept: CacheLinePad')];
  }
}

/** What is best for one GOARCH may not be so for the other. */
function ownOrderTexts(
  reorderedReport: PlacedReport | undefined,
  main: PlacedReport,
  localize: Localize,
): string[] {
  const order = reorderedReport?.best?.order.join('\n');
  return order === undefined || order === main.best?.order.join('\n')
    ? []
    : [localize('in the order that is best for {0}', reorderedReport?.goarch ?? '')];
}

/** What fields are called in the view, whatever order they are in. */
class Names {
  readonly #indexes: readonly number[];
  readonly #expanded: ReadonlySet<string>;

  constructor(indexes: readonly number[], expanded: ReadonlySet<string>) {
    this.#indexes = indexes;
    this.#expanded = expanded;
  }

  written(index: number): number {
    return this.#indexes[index] ?? index;
  }

  pathOf([first, ...rest]: readonly number[]): string {
    return first === undefined ? '' : [this.written(first), ...rest].join('.');
  }

  isExpanded(path: string): boolean {
    return this.#expanded.has(path);
  }

  /** As deep as the fields are open. */
  shownPath(path: readonly number[]): readonly number[] {
    let depth = Math.min(1, path.length);
    while (depth < path.length && this.isExpanded(this.pathOf(path.slice(0, depth)))) {
      depth++;
    }
    return path.slice(0, depth);
  }
}

function linesOf(report: PlacedReport, names: Names): LineModel[] {
  const { cacheLineBytes, wordBytes } = report;
  /** What the cell before belongs to, in the line before too. */
  let before = '';
  return byteRows(report, cacheLineBytes, MAXIMUM_LINES).map((row) => {
    const { fromBytes, toBytes, isDrawn, field } = row;
    if (!isDrawn) {
      const of = field === undefined ? '' : ` ${fieldLetter(names.written(field))}`;
      return { kind: 'gap', text: `⋮ ${toBytes - fromBytes} B${of}` };
    }
    const words: CellModel[][] = [];
    for (const [index, cell] of byteCells(report, fromBytes, toBytes).entries()) {
      const model = cellModel(report, cell, fromBytes + index, before, names);
      before = ownerOf(model);
      if (index % wordBytes === 0) {
        words.push([]);
      }
      words.at(-1)?.push(model);
    }
    return { kind: 'line', offset: String(fromBytes), words };
  });
}

function ownerOf({ kind, path }: CellModel): string {
  return kind === 'padding' || kind === 'lost' ? kind : path;
}

function cellModel(
  { fields, array, sizeBytes }: PlacedReport,
  { kind, path, isFirst }: ByteCell,
  at: number,
  before: string,
  names: Names,
): CellModel {
  const [first] = path;
  const field = first === undefined ? undefined : fields[first];
  const shown = names.pathOf(names.shownPath(path));
  if (first === undefined || field === undefined || kind === 'padding' || kind === 'lost') {
    return { kind, path: kind === 'padding' ? shown : '', color: undefined, letter: '', isFirst };
  }
  const isStart = at % (array?.elementBytes ?? sizeBytes) === field.offsetBytes;
  const index = names.written(first);
  return {
    kind,
    path: shown,
    color: index % COUNT_COLORS,
    letter: isStart ? fieldLetter(index) : '',
    isFirst: isStart || shown !== before || (isFirst && names.isExpanded(names.pathOf([first]))),
  };
}

function itemsOf(
  fields: readonly FieldReport<SourcePlace>[],
  names: Names,
  above: readonly number[],
  localize: Localize,
): ItemModel[] {
  return fields.flatMap((field, index) => {
    const path = [...above, index];
    const name = names.pathOf(path);
    const top = names.written(path[0] ?? index);
    const { fields: inner = [] } = field;
    const isExpanded = inner.length > 0 ? names.isExpanded(name) : undefined;
    const item: ItemModel = {
      path: name,
      level: path.length,
      letter: above.length === 0 ? fieldLetter(top) : '',
      color: top % COUNT_COLORS,
      name: field.isEmbedded ? '' : field.name,
      type: field.type,
      offset: String(field.offsetBytes),
      size: String(field.sizeBytes),
      padding: field.padAfterBytes > 0 ? `+${field.padAfterBytes}` : '',
      label: itemLabel(field, localize),
      isExpanded,
      position: index + 1,
      countSiblings: fields.length,
      place: field.place,
    };
    return isExpanded === true ? [item, ...itemsOf(inner, names, path, localize)] : [item];
  });
}

function itemLabel(field: FieldReport<SourcePlace>, localize: Localize): string {
  const { name, type, offsetBytes, sizeBytes, padAfterBytes, ptrdataBytes } = field;
  return [
    localize('{0} {1}, offset {2}, {3} bytes', name, type, offsetBytes, sizeBytes),
    ...(padAfterBytes > 0 ? [localize('{0} bytes of padding behind it', padAfterBytes)] : []),
    ...(ptrdataBytes > 0 ? [localize('with pointers')] : []),
  ].join(', ');
}
