import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeclarationVerdicts } from '../../../server/src/engine/compilerlog/attach.ts';
import { withOwnOperands } from '../../../server/src/engine/compilerlog/ownOperands.ts';
import type { Site } from '../../../server/src/engine/compilerlog/sites.ts';

const place = { file: '/p/a.go', line: 3, column: 9 };

function onHeap(what: string, isInlined: boolean): Site {
  return {
    place,
    kind: 'expr',
    what,
    verdict: 'heap',
    detail: '',
    isInlined,
    countRows: 1,
    countHeap: 1,
  };
}

/** Of a declaration with one inlined call. */
function verdicts(own: readonly string[], copies: readonly string[]): DeclarationVerdicts {
  return {
    sites: own.map((what) => ({ offset: 8, fact: onHeap(what, false) })),
    calls: [
      {
        offset: 8,
        fact: { place, callees: ['f'], copies: copies.map((what) => onHeap(what, true)) },
      },
    ],
    inlineFacts: [],
    captures: [],
  };
}

const said = ({ sites, calls }: DeclarationVerdicts) => ({
  own: sites.map(({ fact }) => fact.what),
  copies: calls.flatMap(({ fact }) => fact.copies.map(({ what }) => what)),
});

describe('the compiler’s rows at an inlined call', () => {
  it('are those of the code itself where we know that', () => {
    const both = withOwnOperands(verdicts([], ['~r0', 'x']), verdicts(['~r0'], ['x']));
    assert.deepEqual(said(both), { own: ['~r0'], copies: ['x'] });
    assert.equal(both.sites[0]?.fact.isInlined, false);
  });

  it('are no call any more if nothing else is there', () => {
    const both = withOwnOperands(verdicts([], ['~r0']), verdicts(['~r0'], []));
    assert.deepEqual(both.calls, []);
  });

  it('read as the code does where shapes were taken out', () => {
    const both = withOwnOperands(verdicts([], ['T{}', 'x']), verdicts([], ['[]string{}', 'x']));
    assert.deepEqual(said(both), { own: [], copies: ['[]string{}', 'x'] });
  });

  it('stay copies where we say nothing, or something else', () => {
    const compiled = verdicts([], ['~r0', '&T{...}']);
    assert.deepEqual(said(withOwnOperands(compiled, verdicts(['y'], ['[]string{}']))), {
      own: [],
      copies: ['~r0', '&T{...}'],
    });
  });
});
