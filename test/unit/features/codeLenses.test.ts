import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { functionLenses } from '../../../server/src/engine/features/codeLenses.ts';
import { english } from '../../../server/src/engine/features/localize.ts';
import { compiled } from '../../support/compiled.ts';

const TEXT = `package p

// f has a comment.
//
//go:noinline
func f() *int {
	use(new(int))
	return new(int)
}

var v = new(int)

func (t *T) g() {
	c := make(chan int)
}

func h() {}
`;

/** Each lens as `line: title (places)`, 1-based. */
function lensesOf(log: string): string[] {
  const { source, verdictsOn, allocationsIn } = compiled(TEXT, log);
  return functionLenses(source, verdictsOn, allocationsIn, english).map(
    ({ offset, title, offsets }) => {
      const lines = offsets.map((each) => source.lines.lineAt(each) + 1);
      return `${source.lines.lineAt(offset) + 1}: ${title} (${lines.join(', ')})`;
    },
  );
}

describe('code lenses', () => {
  it('stand at the functions that allocate, and know where', () => {
    assert.deepEqual(
      lensesOf(`
a.go:7:9: new(int) escapes to heap
a.go:8:12: new(int) escapes to heap
a.go:11:12: new(int) escapes to heap`),
      ['6: 2 sites · 2 per call (7, 8)', '13: 1 site · 1 per call (14)'],
    );
  });

  it('are there for what the runtime allocates before the compiler has said anything', () => {
    assert.deepEqual(lensesOf(''), ['13: 1 site · 1 per call (14)']);
  });
});
