/** `w.WriteString(buffer.String())`: a copy of all that a buffer holds, to be looked at or written. */
import { sameChange } from '../causes.ts';
import type { Rule } from '../rule.ts';
import { namedType } from '../subject.ts';
import { copiedText } from './textAsBytes.ts';

export const bufferString: Rule = {
  name: 'buffer-string',
  summary: 'a copy of what a bytes.Buffer holds that is only looked at or written',
  // From then on []byte of a string that is only read is no copy.
  sinceMinor: 22,
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  *find(subject) {
    for (const call of subject.callsOf('bytes.Buffer.String')) {
      const buffer = call.callee.kind === 'selector' ? call.callee.operand : undefined;
      // What embeds one may have other methods, too.
      if (buffer && namedType(subject.typeOf(buffer)) === 'bytes.Buffer') {
        yield copiedText(subject, call, {
          method: 'Bytes',
          isLong: false,
          overwrittenBy: undefined,
        });
      }
    }
  },
};
