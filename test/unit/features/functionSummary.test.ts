import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  functionLensTitle,
  functionSummary,
} from '../../../server/src/engine/features/functionSummary.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { compiled } from '../../support/compiled.ts';

const TEXT = `package p

func f(x, y *int, n int) error {
	a := new(int)
	for range n {
		s = append(s, h())
	}
	if err := g(); err != nil {
		return fmt.Errorf("no: %v", n)
	}
	return nil
}
`;

/** The paragraphs of the summary, and the title of the lens, of the only function. */
function summaryOf(
  log: string,
  text = TEXT,
): readonly [summary: readonly string[], ...lens: string[]] {
  const { source, verdictsOn, allocationsIn } = compiled(text, log);
  const declaration = source.slices.declarations.find(({ keyword }) => keyword === 'func');
  assert.ok(declaration);
  const verdicts = verdictsOn(declaration);
  const { allocations } = allocationsIn(declaration);
  const title = functionLensTitle(verdicts, allocations, english);
  return [functionSummary(verdicts, allocations, english), ...(title === undefined ? [] : [title])];
}

describe('function summary', () => {
  it('is none of a function that allocates nothing', () => {
    assert.deepEqual(summaryOf('a.go:4:10: new(int) does not escape'), [[]]);
    assert.deepEqual(summaryOf(''), [[]]);
  });

  it('counts sites by how often they allocate, most often first', () => {
    assert.deepEqual(
      summaryOf(`
a.go:9:20: ... argument does not escape
a.go:9:28: n escapes to heap
a.go:6:13: append escapes to heap
a.go:4:10: new(int) escapes to heap`),
      [
        ['3 sites: 1 per call, 1 when it grows, 1 on the error path'],
        '3 sites · 1 per call · 1 when it grows · 1 on the error path',
      ],
    );
  });

  it('is in the singular for one', () => {
    assert.deepEqual(summaryOf('a.go:4:10: new(int) escapes to heap'), [
      ['1 site: 1 per call'],
      '1 site · 1 per call',
    ]);
  });

  it('counts what the runtime allocates, of which the compiler says nothing', () => {
    const text = 'package p\n\nfunc f() {\n\tgo g()\n\tfor {\n\t\tc := make(chan int)\n\t}\n}\n';
    assert.deepEqual(summaryOf('', text), [
      ['2 sites: 1 per iteration, 1 per call'],
      '2 sites · 1 per iteration · 1 per call',
    ]);
  });

  it('names the parameters that leak, each once', () => {
    assert.deepEqual(
      summaryOf(`
a.go:3:8: leaking param: x
a.go:3:11: leaking param content: y
a.go:3:11: leaking param: y to result ~r0 level=0`),
      [['Leaking parameters: `x`, `y`']],
    );
    assert.deepEqual(
      summaryOf(`
a.go:3:8: leaking param: x
a.go:4:10: new(int) escapes to heap`),
      [
        ['1 site: 1 per call', 'Leaking parameters: `x`'],
        '1 site · 1 per call · 1 leaking parameter',
      ],
    );
  });

  it('counts the calls that were inlined', () => {
    const inlined = `
a.go:6:18: inlining call to h
a.go:6:18: new(int) escapes to heap
a.go:6:18: &T{} escapes to heap`;
    assert.deepEqual(summaryOf(inlined), [
      ['1 site: 1 per iteration'],
      '1 site · 1 per iteration · 1 call inlined',
    ]);
    assert.deepEqual(
      summaryOf(`${inlined}
a.go:8:13: inlining call to g
a.go:8:13: new(int) does not escape`)[1],
      '1 site · 1 per iteration · 2 calls inlined',
    );
  });
});
