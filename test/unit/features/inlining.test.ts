import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InlineFact } from '../../../server/src/engine/compilerlog/rows.ts';
import { inlineText, notInlinedBecause } from '../../../server/src/engine/features/inlining.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { readLog } from '../../support/compiled.ts';

/** What the compiler's line on the inliner reads like. */
function textOf(line: string): string | undefined {
  const [fact] = readLog(line).inlineFacts;
  return fact && inlineText(fact, english);
}

describe('what the inliner says', () => {
  it('is the cost of what it inlines', () => {
    assert.equal(
      textOf('a.go:3:6: can inline f with cost 3 as: func(int) int { return x }'),
      '`f` can be inlined: cost 3',
    );
    assert.equal(textOf('a.go:3:6: can inline f'), '`f` can be inlined');
  });

  it('is why it does not', () => {
    assert.equal(
      textOf('a.go:3:6: cannot inline (*T).f: function too complex: cost 106 exceeds budget 80'),
      '`(*T).f` is not inlined: cost 106, budget 80',
    );
    assert.equal(
      textOf('a.go:3:6: cannot inline f: marked go:noinline'),
      '`f` is not inlined: marked go:noinline',
    );
    assert.equal(
      textOf('a.go:3:6: cannot inline f: unhandled op *DEFER'),
      '`f` is not inlined: unhandled op \\*DEFER',
    );
  });
});

describe('why a value escapes into a call', () => {
  const FACTS: readonly InlineFact[] = readLog(`
a.go:3:6: cannot inline keep: marked go:noinline
a.go:3:6: cannot inline größe: recursive
a.go:3:6: can inline small with cost 3 as: func() { }`).inlineFacts;

  /** The reason for a value that flows along `steps`: an expression and the kind of edge, each. */
  function reason(...steps: readonly (readonly [string, string])[]): string | undefined {
    const at = { file: 'a.go', line: 1, column: 1 };
    return notInlinedBecause(
      {
        functionName: 'f',
        flows: [
          {
            destination: '{heap}',
            operator: '&',
            source: 'x',
            steps: steps.map(([expression, reason]) => ({ expression, reason, at })),
          },
        ],
      },
      (name) => FACTS.find(({ functionName }) => functionName === name),
      english,
    );
  }

  it('is that the callee is not inlined', () => {
    const wanted = '`keep` is not inlined: marked go:noinline';
    assert.equal(reason(['keep(x)', 'call parameter']), wanted);
    assert.equal(reason(['&x', 'address-of'], ['keep(x, y)', 'call parameter']), wanted);
    assert.equal(reason(['keep[int](x)', 'call parameter']), wanted);
    assert.equal(reason(['keep(list[0](x))', 'call parameter']), wanted);
    assert.equal(reason(['größe(x)', 'call parameter']), '`größe` is not inlined: recursive');
  });

  it('is not known where the callee is inlined, is of another package, or is no name', () => {
    for (const call of ['small(x)', 'fmt.Println(x)', 't.keep(x)', '(func())(x)', 'list[0](x)']) {
      assert.equal(reason([call, 'call parameter']), undefined, call);
    }
    assert.equal(reason(['keep(x)', 'assign']), undefined);
    assert.equal(reason(), undefined);
  });
});
