/** `strings.Contains(string(b), …)`: a copy that is made only to be searched. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { isBytes, isString } from '../../types/predicates.ts';
import { replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Evidence, Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { MATCHES, OF_ONE_TEXT, OF_TWO_TEXTS } from './twins.ts';

export const searchCopy: Rule = {
  name: 'search-copy',
  summary: 'a copy of a text that is made only to be searched',
  // From then on []byte of a string that is only read is no copy.
  sinceMinor: 22,
  isSafe: true,
  isOnByDefault: true,
  find: (subject) => subject.all('call').map((call) => findingOf(subject, call)),
};

/** Methods of regexp.Regexp, either of which tells the same as the other. */
const OTHER_MATCHES: ReadonlyMap<string, string> = new Map(
  MATCHES.flatMap(([ofString, ofBytes]): [string, string][] => [
    [ofString, ofBytes],
    [ofBytes, ofString],
  ]),
);

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const [copy] = call.arguments;
  const text = copy && copiedIn(subject, copy);
  const fix = text && fixOf(subject, call, text);
  const evidence = copy && fix && evidenceOf(subject, copy, text);
  return (
    evidence && {
      start: call.start,
      end: call.end,
      message: localize('{0} is copied to be searched', subject.shortTextOf(text)),
      evidence,
      gain: { objectsBefore: 1, objectsAfter: 0 },
      fix: replacing(subject, [call], fix),
    }
  );
}

/** What `string(b)` and `[]byte(s)` copy. */
function copiedIn(subject: Subject, copy: Expression): Expression | undefined {
  const [text] = copy.kind === 'call' && subject.isConversion(copy) ? copy.arguments : [];
  const from = text && subject.typeOf(text);
  const to = subject.typeOf(copy);
  const isCopied =
    from && to && ((isBytes(from) && isString(to)) || (isString(from) && isBytes(to)));
  return text && isCopied && !subject.isConstant(text) ? text : undefined;
}

/** What is searched by package strings is short enough for the stack, or is not; a regexp keeps it. */
function evidenceOf(subject: Subject, copy: Expression, text: Expression): Evidence | undefined {
  const { localize } = subject;
  const first = subject.copyAt(copy, text);
  const type = subject.typeOf(text);
  if (first) {
    return onHeap(subject, [first], first.frequency);
  }
  return type && isBytes(type)
    ? {
        kind: 'callee',
        frequency: subject.frequencyOf(copy),
        text: localize('{0} allocates for more than 32 bytes', subject.textOf(copy)),
        allocations: [],
      }
    : undefined;
}

function fixOf(subject: Subject, call: Call, text: Expression): Fix | undefined {
  const { callee } = call;
  const name = subject.calleeOf(call) ?? '';
  const [, second, ...others] = call.arguments;
  if (callee.kind !== 'selector') {
    return undefined;
  }
  const { start, end } = call;
  const title = (to: string): string => subject.localize('Use {0}', to);
  if (name.startsWith('regexp.Regexp.')) {
    const method = OTHER_MATCHES.get(callee.selector.name);
    const to = `${subject.textOf(callee.operand)}.${method}`;
    const more = second ? `, ${subject.textOf(second)}` : '';
    return method === undefined
      ? undefined
      : {
          title: title(to),
          changes: [{ start, end, text: `${to}(${subject.textOf(text)}${more})` }],
          imports: [],
        };
  }
  const [, function_ = ''] = /^strings\.(\w+)$/.exec(name) ?? [];
  const bytes = subject.qualifierOf('bytes');
  const isTwo = OF_TWO_TEXTS.has(function_);
  if (
    !second ||
    others.length > 0 ||
    bytes === undefined ||
    !(isTwo || OF_ONE_TEXT.has(function_))
  ) {
    return undefined;
  }
  const searched = isTwo ? asBytes(subject, second) : subject.textOf(second);
  const to = `${bytes}.${function_}`;
  return {
    title: title(to),
    changes: [{ start, end, text: `${to}(${subject.textOf(text)}, ${searched})` }],
    imports: ['bytes'],
  };
}

/** Bytes that are no copy: they are only read. */
function asBytes(subject: Subject, text: Expression): string {
  const copied = copiedIn(subject, text);
  const type = copied && subject.typeOf(copied);
  return copied && type && isBytes(type)
    ? subject.textOf(copied)
    : `[]byte(${subject.textOf(text)})`;
}
