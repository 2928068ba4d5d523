import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytesOfText } from '../../../server/src/engine/types/constant/utf8.ts';
import { quote } from '../../../server/src/engine/types/constant/quote.ts';

it('a Go string literal', () => {
  // What strconv.Quote of Go 1.26 gives.
  const quoted: readonly (readonly [string, string])[] = [
    ['json:"name,omitempty"', '"json:\\"name,omitempty\\""'],
    ['\u0007\b\f\n\r\t\v\\', '"\\a\\b\\f\\n\\r\\t\\v\\\\"'],
    ['\0\u001b\u007f', '"\\x00\\x1b\\x7f"'],
    ['é世界\u{1F600}', '"é世界\u{1F600}"'],
    ['\u00a0\u00ad\u200b\ufeff', '"\\u00a0\\u00ad\\u200b\\ufeff"'],
    ['\u{E0001}', '"\\U000e0001"'],
  ];
  for (const [text, expected] of quoted) {
    assert.equal(quote(bytesOfText(text)), expected);
  }
  assert.equal(quote('a\xff\xc3\xa9\xe9'), '"a\\xffé\\xe9"');
});
