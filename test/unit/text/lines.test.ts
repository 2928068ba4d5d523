import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineIndex } from '../../../server/src/engine/text/lines.ts';

describe('lines and columns', () => {
  it('counts the bytes of UTF-8 as the compiler does', () => {
    const lines = new LineIndex('a := "ä€😀"; b\n');
    const offset = lines.text.indexOf('b');
    // 6 ASCII, 2 + 3 + 4 bytes, then `"; `.
    assert.deepEqual(lines.byteColumnAt(offset), { line: 1, column: 6 + 2 + 3 + 4 + 3 + 1 });
    assert.equal(lines.offsetOfByteColumn(1, 19), offset);
  });

  it('finds no place inside a character, past a line, or without a column', () => {
    const lines = new LineIndex('ä\nx');
    assert.equal(lines.offsetOfByteColumn(1, 2), undefined);
    assert.equal(lines.offsetOfByteColumn(1, 9), undefined);
    assert.equal(lines.offsetOfByteColumn(1, 0), undefined);
    assert.equal(lines.offsetOfByteColumn(3, 1), undefined);
    assert.equal(lines.offsetOfByteColumn(1, 3), 1);
  });

  it('ends a line before its break, of either kind', () => {
    const lines = new LineIndex('ab\r\ncd\n');
    assert.equal(lines.lineEnd(0), 2);
    assert.equal(lines.lineEnd(1), 6);
    assert.equal(lines.lineCount, 3);
    assert.equal(lines.lineEnd(2), 7);
  });

  it('goes from offsets to positions and back', () => {
    const text = 'first\n\nthird 😀 line\r\nlast';
    const lines = new LineIndex(text);
    for (let offset = 0; offset <= text.length; offset++) {
      if (text[offset] !== '\n' || text[offset - 1] !== '\r') {
        assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
      }
    }
  });

  it('clamps positions that the text does not have', () => {
    const lines = new LineIndex('ab\ncd');
    assert.equal(lines.offsetAt({ line: 0, character: 99 }), 2);
    assert.equal(lines.offsetAt({ line: 9, character: 0 }), 5);
    assert.equal(lines.offsetAt({ line: -1, character: 1 }), 0);
  });
});
