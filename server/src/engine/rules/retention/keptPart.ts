/** `p.data = buf[:n]`: a few bytes that are kept, and all that they were read into with them. */
import type { Expression, Identifier, Slice } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { isBytes, isString } from '../../types/predicates.ts';
import type { VarObject } from '../../types/objects.ts';
import { replacing } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import { bytesOutlive } from '../pooling/outlives.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { isKept } from './kept.ts';

export const keptPart: Rule = {
  name: 'kept-part',
  summary: 'a part of a buffer or text that is kept, and with it the whole',
  // bytes.Clone is of that version.
  sinceMinor: 20,
  isSafe: false,
  isOnByDefault: true,
  find: (subject) => subject.all('slice').map((part) => findingOf(subject, part)),
};

/** What is smaller is hardly worth a copy, in bytes. */
const LARGE = 1024;

/** The part is at most a fourth of the whole. */
const SHARE = 4;

/** How long a constant part of a text of unknown length may be, in bytes. */
const SMALL = 256;

/** They give all that there is to read, however long. */
const READ_WHOLE = new Set([
  'os.ReadFile',
  'io.ReadAll',
  'io/ioutil.ReadFile',
  'io/ioutil.ReadAll',
]);

/** They say how much of the buffer they have filled: of net's connections, too. */
const READS =
  /^(?:Read|ReadAt|ReadFrom|ReadFromUDP|ReadFromUDPAddrPort|ReadFromIP|ReadFromUnix|Recv)$/;

function findingOf(subject: Subject, part: Slice): Found | undefined {
  const { localize } = subject;
  const whole = subject.variableOf(part.operand);
  const [declared] = whole?.role === 'local' ? subject.usesOf(whole) : [];
  const size = whole && declared && sizeOf(subject, whole, declared);
  if (!size || !isSmallPart(subject, part, size) || !isKept(subject, part)) {
    return undefined;
  }
  // Whoever else may hold it, or changes it through another name, has reasons of their own for the whole.
  if (holdsElsewhere(subject, whole, part)) {
    return undefined;
  }
  const { start, end } = part;
  return {
    start,
    end,
    message: localize('{0} is kept, and all of {1} with it', subject.shortTextOf(part), whole.name),
    evidence: withoutObjects(
      subject,
      'retention',
      part,
      size.bytes === undefined
        ? localize('{0} is as long as what was read', whole.name)
        : localize('{0} takes {1} B', whole.name, size.bytes),
    ),
    fix: fixOf(subject, part),
  };
}

/** How long a whole is: undefined is as much as there was to read. */
interface Size {
  readonly bytes: number | undefined;
}

/** Of a variable that is set once, to a new buffer or to what is read of a file. */
function sizeOf(subject: Subject, whole: VarObject, declared: Identifier): Size | undefined {
  const value = valueOf(subject, declared);
  const isSetAgain = subject
    .usesOf(whole)
    .slice(1)
    .some((use) => {
      const parent = subject.parentOf(use);
      return parent?.kind === 'assignment' && parent.left.includes(use);
    });
  return value && !isSetAgain ? sizeOfValue(subject, value) : undefined;
}

function sizeOfValue(subject: Subject, value: Expression): Size | undefined {
  const made = subject.makeOf(value);
  const type = subject.typeOf(value);
  if (made && type && isBytes(type)) {
    const capacity = made.sizes.at(-1);
    const bytes = capacity && subject.integerOf(capacity);
    return bytes !== undefined && bytes >= LARGE ? { bytes } : undefined;
  }
  const call = unparenthesized(value);
  if (call.kind !== 'call') {
    return undefined;
  }
  if (READ_WHOLE.has(subject.calleeOf(call) ?? '')) {
    return { bytes: undefined };
  }
  // The text of what was read.
  const [from] = subject.isConversion(call) && type && isString(type) ? call.arguments : [];
  const read = from && subject.variableOf(from);
  const [declared] = read?.role === 'local' ? subject.usesOf(read) : [];
  const source = declared && valueOf(subject, declared);
  const isRead = source?.kind === 'call' && READ_WHOLE.has(subject.calleeOf(source) ?? '');
  return isRead ? { bytes: undefined } : undefined;
}

/** What a definition gives a name: of a call with several results, the call for the first. */
function valueOf(subject: Subject, name: Identifier): Expression | undefined {
  const parent = subject.parentOf(name);
  if (parent?.kind !== 'assignment' || !parent.isDefinition) {
    return undefined;
  }
  const index = parent.left.indexOf(name);
  return parent.left.length === parent.right.length
    ? parent.right[index]
    : index === 0
      ? parent.right[0]
      : undefined;
}

function isSmallPart(subject: Subject, part: Slice, { bytes }: Size): boolean {
  const low = part.low ? subject.integerOf(part.low) : 0;
  const high = part.high && subject.integerOf(part.high);
  if (low !== undefined && high !== undefined) {
    return high - low <= (bytes === undefined ? SMALL : bytes / SHARE);
  }
  return bytes !== undefined && part.high !== undefined && isCountOfRead(subject, part);
}

/** `n` of `n, err := r.Read(buf)`: a read gives what there is, and a buffer is made for the longest. */
function isCountOfRead(subject: Subject, { operand, high }: Slice): boolean {
  const count = high && subject.variableOf(high);
  return (
    count !== undefined &&
    subject.all('assignment').some(({ left: [first], right: [call] }) => {
      const isCount = first !== undefined && subject.variableOf(first) === count;
      const callee = call?.kind === 'call' ? call.callee : undefined;
      return (
        isCount &&
        call?.kind === 'call' &&
        callee?.kind === 'selector' &&
        READS.test(callee.selector.name) &&
        call.arguments.some((each) => subject.variableOf(each) === subject.variableOf(operand))
      );
    })
  );
}

/** Whether anything but this part may be in somebody's hands. */
function holdsElsewhere(subject: Subject, whole: VarObject, part: Slice): boolean {
  if (isString(whole.type)) {
    return subject
      .usesOf(whole)
      .slice(1)
      .some((use) => use !== part.operand && !isOnlyLookedAt(subject, use));
  }
  return bytesOutlive(subject, whole, part);
}

/** `len(text)`, `text[i]`, `text == other`. */
function isOnlyLookedAt(subject: Subject, use: Identifier): boolean {
  const parent = subject.parentOf(use);
  return (
    parent?.kind === 'index' ||
    (parent?.kind === 'binary' && parent.operator !== '+') ||
    (parent?.kind === 'call' && subject.calleeOf(parent) === 'len')
  );
}

function fixOf(subject: Subject, part: Slice): Fix | undefined {
  const type = subject.typeOf(part);
  const path = type && isString(type) ? 'strings' : 'bytes';
  const qualifier = subject.qualifierOf(path);
  const { start, end } = part;
  return qualifier === undefined
    ? undefined
    : replacing(subject, [part], {
        title: subject.localize('Keep a copy of it'),
        changes: [{ start, end, text: `${qualifier}.Clone(${subject.textOf(part)})` }],
        imports: [path],
      });
}
