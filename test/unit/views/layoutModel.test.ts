import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  INITIAL_STATE,
  layoutModel,
  type CellModel,
  type LayoutModel,
  type SectionModel,
  type ViewState,
} from '../../../client/src/webview/ui/layout/viewModel.ts';
import type { PlacedReport, ShownLayouts } from '../../../client/src/webview/protocol.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { ArrayType, PointerType, type Type } from '../../../server/src/engine/types/types.ts';
import { basicTypes } from '../../../server/src/engine/types/universe.ts';
import { structOf, structReportOf } from '../layout/reports.ts';

const { bool, int8, int64, uint32, string } = basicTypes;

const inner = structOf({ name: string, ok: bool });
const FIELDS = { valid: bool, stamp: int64, inner, kind: int8, list: new ArrayType(2, inner) };

function modelOf(shown: Partial<ShownLayouts>, state: Partial<ViewState> = {}): LayoutModel {
  const all = { reports: [], compared: [], problems: [], ...shown };
  return layoutModel(all, { ...INITIAL_STATE, ...state }, english);
}

function sectionOf(
  fields: Readonly<Record<string, Type>>,
  state: Partial<ViewState> = {},
): SectionModel {
  const [section] = modelOf({ reports: [structReportOf(fields)] }, state).sections;
  assert.ok(section);
  return section;
}

function cellsOf({ lines }: SectionModel): CellModel[] {
  return lines.flatMap((line) => (line.kind === 'line' ? line.words.flat() : []));
}

/** Each cell as its letter, or the sign of its kind; `|` before each that begins something. */
function drawn(section: SectionModel): string {
  const signs = { pointer: '#', scalar: '=', padding: '.', lost: '-', unopened: '?' };
  return cellsOf(section)
    .map(
      ({ kind, letter, isFirst }) => `${isFirst ? '|' : ''}${letter === '' ? signs[kind] : letter}`,
    )
    .join('');
}

describe('the view of a layout', () => {
  it('draws each byte, by cache line and word', () => {
    const { lines } = sectionOf({ ...FIELDS, more: new ArrayType(5, int64) });
    assert.deepEqual(
      lines.map((line) => (line.kind === 'line' ? [line.offset, line.words.length] : line.text)),
      [
        ['0', 8],
        ['64', 8],
        ['128', 2],
      ],
    );
    assert.ok(
      lines.every((line) => line.kind === 'gap' || line.words.every(({ length }) => length === 8)),
    );
    assert.equal(
      drawn(sectionOf({ valid: bool, stamp: int64, name: string, kind: int8 })),
      '|a|.......|b=======|c#######========|d|.......|--------',
    );
  });

  it('lists the fields', () => {
    const { items, facts, title, goarch } = sectionOf({ valid: bool, name: string });
    assert.deepEqual([title, goarch], ['T', 'amd64']);
    assert.deepEqual(facts, [
      '24 B, align 8',
      'takes 24 B of the heap (class 24)',
      '7 B padding',
      'scan: the first 16 B',
    ]);
    assert.deepEqual(items[0], {
      path: '0',
      level: 1,
      letter: 'a',
      color: 0,
      name: 'valid',
      type: 'bool',
      offset: '0',
      size: '1',
      padding: '+7',
      label: 'valid bool, offset 0, 1 bytes, 7 bytes of padding behind it',
      isExpanded: undefined,
      position: 1,
      countSiblings: 2,
      place: undefined,
    });
    assert.equal(items[1]?.label, 'name string, offset 8, 16 bytes, with pointers');
  });

  it('opens structs in it, and what is in each of an array', () => {
    const closed = sectionOf(FIELDS);
    assert.deepEqual(
      closed.items.map(({ path, isExpanded }) => [path, isExpanded]),
      [
        ['0', undefined],
        ['1', undefined],
        ['2', false],
        ['3', undefined],
        ['4', false],
      ],
    );
    const open = sectionOf(FIELDS, { expanded: ['2', '4'] });
    assert.deepEqual(
      open.items.map(({ path, level, name, position, countSiblings }) =>
        [path, level, name, position, countSiblings].join(' '),
      ),
      [
        '0 1 valid 1 5',
        '1 1 stamp 2 5',
        '2 1 inner 3 5',
        '2.0 2 name 1 2',
        '2.1 2 ok 2 2',
        '3 1 kind 4 5',
        '4 1 list 5 5',
        '4.0 2 name 1 2',
        '4.1 2 ok 2 2',
      ],
    );
    const paths = new Set(cellsOf(open).map(({ path }) => path));
    assert.deepEqual([...paths], ['0', '1', '2.0', '2.1', '3', '4.0', '4.1']);
    assert.deepEqual(
      [...new Set(cellsOf(closed).map(({ path }) => path))],
      ['0', '1', '2', '3', '4'],
    );
  });

  it('keeps names, colours and open fields in another order', () => {
    const report = structReportOf({ a: bool, inner, b: bool, c: uint32 });
    const before = modelOf({ reports: [report] }, { expanded: ['1'] });
    const after = modelOf({ reports: [report] }, { expanded: ['1'], isReordered: true });
    const identities = ({ sections: [section] }: LayoutModel) =>
      section?.items.map(({ path, letter, color, name }) => [path, letter, color, name].join(' '));
    assert.deepEqual(identities(after)?.sort(), identities(before)?.sort());
    assert.notDeepEqual(
      after.sections[0]?.items.map(({ name }) => name),
      before.sections[0]?.items.map(({ name }) => name),
    );
    assert.deepEqual(after.order, {
      isReordered: true,
      written: 'As written: 40 B',
      best: 'Best order: 32 B',
      notes: ['An object takes 16 B less.'],
      place: undefined,
    });
    assert.equal(after.sections[0]?.facts[0], '32 B, align 8');
  });

  it('can put fields of a type in the source into the better order, where that saves something', () => {
    const place = { uri: 'file:///p.go', position: { line: 3, character: 5 } };
    const placeFor = (fields: Readonly<Record<string, Type>>) =>
      modelOf({ reports: [{ ...structReportOf(fields), place }] }).order?.place;
    assert.deepEqual(placeFor({ a: bool, b: int64, c: bool }), place);
    // The collector looks at less, and the object takes as much.
    assert.equal(placeFor({ a: int64, b: string }), undefined);
  });

  it('offers no order where there is no better, and says why it is kept', () => {
    assert.equal(modelOf({ reports: [structReportOf({ a: int64 })] }).order, undefined);
    const kept = structReportOf({ a: bool, _: new ArrayType(3, int8), b: int64, c: bool });
    const { order, sections } = modelOf({ reports: [kept] });
    assert.equal(order, undefined);
    assert.equal(sections[0]?.facts.at(-1), 'Order kept: fields called _ are padding by hand');
  });

  it('compares two GOARCHes', () => {
    const reports = [structReportOf(FIELDS)];
    const { sections, compared } = modelOf({
      reports,
      compared: [structReportOf(FIELDS, '386')],
      comparedGoarch: '386',
    });
    assert.deepEqual(
      sections.map(({ goarch }) => goarch),
      ['amd64', '386'],
    );
    assert.equal(compared, '386');
    const p = new PointerType(bool);
    const order = (goarch: string) =>
      structReportOf({ n: int64, p, ok: bool, q: p, end: bool }, goarch);
    const both = { reports: [order('amd64')], compared: [order('386')], comparedGoarch: '386' };
    assert.deepEqual(
      modelOf(both, { isReordered: true }).sections.map(({ facts }) => facts.at(-1)),
      ['scan: the first 16 B', 'in the order that is best for 386'],
    );
    const other: PlacedReport = structReportOf({ a: bool }, '386', 'Other');
    const missing = modelOf({ reports, compared: [other], comparedGoarch: '386' });
    assert.deepEqual(missing.messages, ['The layout of T for 386 is not known.']);
    assert.equal(missing.sections.length, 1);
  });

  it('has a choice where there are several types', () => {
    const reports = [structReportOf({ a: bool }), structReportOf({ b: bool }, 'amd64', 'U')];
    const model = modelOf({ reports }, { selected: 1 });
    assert.deepEqual(model.types, ['T', 'U']);
    assert.equal(model.sections[0]?.title, 'U');
    // The one that was selected may have gone.
    assert.equal(modelOf({ reports }, { selected: 7 }).selected, 1);
    assert.deepEqual(modelOf({ reports: reports.slice(1) }).types, []);
  });

  it('says what to do, or why nothing is known', () => {
    assert.match(modelOf({}).messages[0] ?? '', /^Put the cursor on a type/);
    assert.deepEqual(modelOf({ problems: ['field x: no such package'] }).messages, [
      'field x: no such package',
    ]);
    assert.equal(modelOf({}).sections.length, 0);
  });

  it('is small for the largest type', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [`f${index}`, new ArrayType(1000, string)]),
    );
    const section = sectionOf(fields);
    assert.equal(section.lines.length, 48);
    assert.ok(cellsOf(section).length < 48 * 64);
    assert.ok(section.lines.some((line) => line.kind === 'gap' && /^⋮ \d+ B a$/.test(line.text)));
  });
});
