/** Code in the sentences of rules. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { oneLine } from '../../../server/src/engine/rules/oneLine.ts';

describe('code in one line', () => {
  it('leaves out what takes several lines, and nothing else', () => {
    assert.equal(oneLine('append(x, T{A: f(T{B: 1})}, y)'), 'append(x, T{A: f(T{B: 1})}, y)');
    assert.equal(
      oneLine('append(x, &T{\n\tA: U{1},\n\tB: V{\n\t\t2,\n\t},\n})'),
      'append(x, &T{…})',
    );
    assert.equal(oneLine('f(T{1}, func() {\n\tg()\n}, T{2})'), 'f(T{1}, func() {…}, T{2})');
    assert.equal(oneLine('f(\n\ta,\n\tb,\n)'), 'f( a, b, )');
    assert.equal(oneLine('"{" +\n\ta'), '"{…}');
  });
});
