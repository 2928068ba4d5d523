import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  bytesOfText,
  encodeRune,
  textOfBytes,
} from '../../../../server/src/engine/types/constant/utf8.ts';

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

it('each code point as Node encodes it', () => {
  for (let point = 0; point <= 0x10ffff; point += point < 0x3000 ? 1 : 97) {
    // Node writes U+FFFD for half a pair, as Go does for what is no code point.
    const text = String.fromCodePoint(point);
    assert.equal(encodeRune(point), encoded(text));
    assert.equal(bytesOfText(text), encoded(text));
  }
  assert.equal(encodeRune(-1), encoded('\ufffd'));
  assert.equal(encodeRune(0x110000), encoded('\ufffd'));
});

it('texts there and back', () => {
  for (const text of [
    '',
    'plain',
    'é世界',
    '😀 and more',
    '\0\x7f\u0080\u07ff\u0800\uffff\u{10000}',
  ]) {
    assert.equal(textOfBytes(bytesOfText(text)), text);
  }
});

it('one U+FFFD for each byte that belongs to no character, as range does in Go', () => {
  // A byte alone, a sequence cut off, one that is too long, half a pair, beyond U+10FFFF.
  for (const bytes of [
    '\xff',
    '\xe4\xb8',
    '\xc0\x80',
    '\xe0\x80\x80',
    '\xed\xa0\x80',
    '\xf4\x90\x80\x80',
  ]) {
    assert.equal(textOfBytes(`a${bytes}b`), `a${'\ufffd'.repeat(bytes.length)}b`);
  }
});
