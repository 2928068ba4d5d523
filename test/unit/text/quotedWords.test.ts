import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { quotedText, wordsOf } from '../../../server/src/engine/text/quotedWords.ts';
import { seededRandom } from '../../support/random.ts';

describe('arguments that are typed', () => {
  it('have blanks between them, and quotes hold them together', () => {
    assert.deepEqual(wordsOf('  -v\t-run=^A$ '), ['-v', '-run=^A$']);
    assert.deepEqual(wordsOf(`-test.run='TestA/a b' "it's" '' x"y z"'"'`), [
      '-test.run=TestA/a b',
      "it's",
      '',
      'xy z"',
    ]);
    assert.deepEqual(wordsOf(String.raw`C:\new\file.txt "C:\a b\"`), [
      String.raw`C:\new\file.txt`,
      'C:\\a b\\',
    ]);
    assert.deepEqual(wordsOf(''), []);
  });

  it('are none where a quote is not closed', () => {
    for (const text of ["it's", '"a', `'a' "b'`, `"a"'`]) {
      assert.equal(wordsOf(text), undefined, text);
    }
  });

  it(
    'are written so that they are read again, by a shell too',
    { skip: process.platform === 'win32' },
    () => {
      const random = seededRandom(11);
      const letters = 'ab \t\'"$*|;&#-=/';
      const pick = () => letters[Math.floor(random() * letters.length)] ?? '';
      const words = Array.from({ length: 300 }, () =>
        Array.from({ length: Math.floor(random() * 8) }, pick).join(''),
      ).filter((word) => !/^[^\s'"]+$/.test(word));
      const text = quotedText(words);
      assert.deepEqual(wordsOf(text), words);
      const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${text}`], { encoding: 'utf8' });
      assert.deepEqual(printed.split('\0').slice(0, -1), words);
    },
  );
});
