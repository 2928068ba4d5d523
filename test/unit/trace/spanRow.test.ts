import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawnSpans, spanAt } from '../../../server/src/engine/trace/drawnSpans.ts';
import { SpanRow } from '../../../server/src/engine/trace/spanRow.ts';
import { seededRandom } from '../../support/random.ts';

interface Span {
  readonly from: number;
  readonly to: number;
  readonly state: number;
  readonly detail: number;
}

const START = 7_000_000_123;

/** Spans of all lengths from a nanosecond to minutes, and a row of the same. */
function madeRow(seed: number, count: number): { readonly spans: Span[]; readonly row: SpanRow } {
  const random = seededRandom(seed);
  const row = new SpanRow(1, START, { leftBytes: 1 << 24 });
  const spans: Span[] = [];
  for (let from = START; spans.length < count;) {
    const to = from + Math.ceil(2 ** (random() * 37));
    const span = {
      from,
      to,
      state: Math.floor(random() * 4),
      detail: Math.floor(2 ** (random() * 45)),
    };
    row.add(to, span.state, span.detail);
    spans.push(span);
    from = to;
  }
  return { spans, row };
}

function visited(row: SpanRow, fromNs: number, toNs: number): Span[] {
  const spans: Span[] = [];
  row.visit(fromNs, toNs, (from, to, state, detail) => {
    spans.push({ from, to, state, detail });
    return true;
  });
  return spans;
}

describe('rows of the timeline', () => {
  it('give back what they were given, in whole and in parts', () => {
    const { spans, row } = madeRow(3, 5000);
    assert.deepEqual(visited(row, START, Infinity), spans);
    for (const [first, last] of [
      [0, 1],
      [1234, 1240],
      [4990, 4999],
    ] as const) {
      const fromNs = (spans[first]?.from ?? 0) + 0.5;
      const toNs = (spans[last]?.from ?? 0) + 0.5;
      assert.deepEqual(visited(row, fromNs, toNs), spans.slice(first, last + 1));
    }
    for (const state of [0, 1, 2, 3]) {
      const total = spans
        .filter((span) => span.state === state)
        .reduce((sum, { from, to }) => sum + to - from, 0);
      assert.equal(row.totalsNs[state], total);
    }
  });

  it('have a span, one before it and one behind it at any time', () => {
    const { spans, row } = madeRow(5, 300);
    for (const index of [1, 17, 150, 298]) {
      const at = (spans[index]?.from ?? 0) + 0.25;
      const found = ([-1, 0, 1] as const).map((step) => spanAt(row, at, step)?.fromNs);
      assert.deepEqual(
        found,
        [index - 1, index, index + 1].map((each) => spans[each]?.from),
      );
    }
    assert.equal(spanAt(row, START, -1), undefined);
    assert.equal(spanAt(row, START - 1000, 0)?.fromNs, START);
    assert.equal(spanAt(row, row.endNs + 1000, 0)?.toNs, row.endNs);
    assert.equal(spanAt(row, row.endNs - 1, 1), undefined);
  });

  it('take nothing more once the budget is spent', () => {
    const budget = { leftBytes: 1000 };
    const row = new SpanRow(1, 0, budget);
    for (let to = 1; to <= 10_000; to++) {
      row.add(to * 1000, 0, 1);
    }
    assert.ok(budget.leftBytes <= 0 && budget.leftBytes > -4096);
    const spans = visited(row, 0, Infinity);
    assert.ok(spans.length > 100 && spans.length < 10_000);
    assert.equal(spans.at(-1)?.to, row.endNs);
  });

  it('are drawn span by span where there is room, and together where there is none', () => {
    const row = new SpanRow(1, 0, { leftBytes: 1 << 20 });
    row.add(500, 1, 7);
    // A thousand spans in ten columns: a quarter of the time in state 0.
    for (let index = 0; index < 1000; index++) {
      row.add(525 + index * 100, 0, 1);
      row.add(600 + index * 100, 2, 2);
    }
    const window = { fromNs: 0, toNs: row.endNs };
    const options = { window, countStates: 4, sharedState: 0 };
    const drawn = drawnSpans(row, { ...options, countColumns: 10 });
    assert.equal(drawn.from.length, 10);
    assert.deepEqual([...new Set(drawn.state)], [2]);
    assert.deepEqual([...new Set(drawn.detail)], [-1]);
    assert.ok(drawn.share.subarray(1).every((share) => Math.abs(share - 0.25) < 0.01));
    const near = drawnSpans(row, {
      ...options,
      window: { fromNs: 0, toNs: 700 },
      countColumns: 700,
    });
    assert.deepEqual([...near.from], [0, 500, 525, 600, 625]);
    assert.deepEqual([...near.to], [500, 525, 600, 625, 700]);
    assert.deepEqual([...near.detail], [7, 1, 2, 1, 2]);
  });
});
