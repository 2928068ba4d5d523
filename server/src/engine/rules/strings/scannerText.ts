/** `scanner.Text()`: a copy of each token, to be looked at or written. */
import { sameChange } from '../causes.ts';
import type { Rule } from '../rule.ts';
import { namedType } from '../subject.ts';
import { copiedText } from './textAsBytes.ts';

export const scannerText: Rule = {
  name: 'scanner-text',
  summary: 'a copy of each token of a scanner that is only looked at or written',
  // From then on []byte of a string that is only read is no copy.
  sinceMinor: 22,
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  *find(subject) {
    // Lines are, words and runes are not.
    const isLong = subject.callsOf('bufio.Scanner.Split').length === 0;
    for (const call of subject.callsOf('bufio.Scanner.Text')) {
      const scanner = call.callee.kind === 'selector' ? call.callee.operand : undefined;
      // What embeds one may have other methods, too.
      if (scanner && namedType(subject.typeOf(scanner)) === 'bufio.Scanner') {
        yield copiedText(subject, call, {
          method: 'Bytes',
          isLong,
          overwrittenBy: OVERWRITTEN_BY,
        });
      }
    }
  },
};

const OVERWRITTEN_BY = new Set(['bufio.Scanner.Scan']);
