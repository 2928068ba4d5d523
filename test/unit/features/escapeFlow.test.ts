import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sitesOf, type Site } from '../../../server/src/engine/compilerlog/sites.ts';
import { flowHops, flowTitle } from '../../../server/src/engine/features/escapeFlow.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { readLog } from '../../support/compiled.ts';

function siteOf(log: string): Site {
  const [site, ...others] = sitesOf(readLog(log).rows);
  assert.ok(site && others.length === 0);
  return site;
}

describe('escape flow', () => {
  it('is every hop, with the flow that it is part of', () => {
    const site = siteOf(`
a.go:4:2: x escapes to heap in f:
a.go:4:2:   flow: y ← &x:
a.go:4:2:     from &x (address-of) at a.go:5:7
a.go:4:2:     from y := &x (assign) at a.go:5:4
a.go:4:2:   flow: {heap} ← **y:
a.go:4:2:     from sink = y (assign) at b.go:6:7
a.go:4:2: moved to heap: x`);
    assert.deepEqual(
      flowHops(site).map(
        ({ place, expression, reason, flow }) =>
          `${place.file}:${place.line}:${place.column} ${expression} (${reason}): ${flow}`,
      ),
      [
        'a.go:5:7 &x (address-of): y = &x',
        'a.go:5:4 y := &x (assign): y = &x',
        'b.go:6:7 sink = y (assign): {heap} = **y',
      ],
    );
  });

  it('is none where the compiler gives no reason', () => {
    assert.deepEqual(flowHops(siteOf('a.go:4:2: new(int) escapes to heap')), []);
  });

  it('has a title that says what becomes of the site', () => {
    for (const [line, title] of [
      ['moved to heap: x', 'x moved to heap'],
      ['new(int) escapes to heap', 'new(int) escapes to heap'],
      ['append escapes to heap', 'append escapes to heap'],
      ['leaking param: x', 'x leaks'],
      ['leaking param content: x', 'x leaks its content'],
      ['leaking param: x to result ~r0 level=0', 'x flows to a result'],
      ['x does not escape', 'x'],
    ] as const) {
      assert.equal(flowTitle(siteOf(`a.go:4:2: ${line}`), english), title);
    }
  });
});
