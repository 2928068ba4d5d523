/**
 * `string(b)` and `[]byte(s)` that share the bytes and copy none: unsafe.String and unsafe.Slice. Only who wrote the code knows
 * that nobody writes to them, so this is offered to who asks, and never found.
 */
import type { Call, Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { isByte, isString } from '../../types/predicates.ts';
import { type Type, unalias, underlying } from '../../types/types.ts';
import { replacing } from '../edits.ts';
import type { Fix } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { isOnlyRead } from './onlyRead.ts';
import { obstacleTo, type SharingObstacle } from './obstacles.ts';

/** unsafe.String, unsafe.StringData and unsafe.SliceData are of Go 1.20. */
const SINCE_MINOR = 20;

export interface ZeroCopyOffer {
  readonly title: string;
  /** The fix, or what stands against it. */
  readonly outcome: Fix | { readonly refusedBecause: string };
}

/** For the innermost conversion around an offset; undefined where it is none that copies on to the heap. */
export function zeroCopyAt(subject: Subject, offset: number): ZeroCopyOffer | undefined {
  const call = subject
    .all('call')
    .filter(
      ({ start, end }) => start <= offset && offset <= end && subject.source.goMinor >= SINCE_MINOR,
    )
    .sort((a, b) => a.end - a.start - (b.end - b.start))
    .find((each) => conversionOf(subject, each) !== undefined);
  const conversion = call && conversionOf(subject, call);
  return conversion && subject.copyAt(call, conversion.operand)
    ? offerOf(subject, conversion)
    : undefined;
}

interface Conversion {
  readonly call: Call;
  readonly operand: Expression;
  readonly isToString: boolean;
}

function conversionOf(subject: Subject, call: Call): Conversion | undefined {
  const [operand] = subject.isConversion(call) ? call.arguments : [];
  const [from, to] = [operand && subject.typeOf(operand), subject.typeOf(call)];
  if (!operand || !from || !to || subject.isConstant(operand)) {
    return undefined;
  }
  const isToString = hasBytes(from) && isString(to);
  // unsafe.StringData takes nothing but string itself.
  const isToBytes = isPlainString(from) && hasBytes(to);
  return isToString || isToBytes ? { call, operand, isToString } : undefined;
}

/** A slice of byte itself: unsafe.String takes no pointers to others. */
function hasBytes(type: Type): boolean {
  const slice = underlying(type);
  return slice.kind === 'slice' && isByte(slice.element);
}

function isPlainString(type: Type): boolean {
  const actual = unalias(type);
  return actual.kind === 'basic' && actual.basic === 'string';
}

function offerOf(subject: Subject, conversion: Conversion): ZeroCopyOffer | undefined {
  const { localize } = subject;
  const { operand, isToString } = conversion;
  const name = subject.shortTextOf(operand);
  const title = isToString
    ? localize(
        'Share the bytes of {0} with the string (unsafe): nobody may write to them while it is in use',
        name,
      )
    : localize('Share the bytes of {0} (unsafe): nobody may ever write to them', name);
  const obstacle = obstacleOf(subject, conversion);
  const fix = obstacle === undefined ? fixOf(subject, conversion, title) : undefined;
  return obstacle === undefined
    ? fix && { title, outcome: fix }
    : { title, outcome: { refusedBecause: reasonOf(subject, obstacle, name) } };
}

type Obstacle = SharingObstacle | 'evaluated' | 'notOnlyRead';

function obstacleOf(
  subject: Subject,
  { call, operand, isToString }: Conversion,
): Obstacle | undefined {
  const obstacle = isToString
    ? obstacleTo(subject, call, operand)
    : isOnlyRead(subject, call)
      ? undefined
      : 'notOnlyRead';
  return obstacle ?? (isPlain(operand) ? undefined : 'evaluated');
}

/** Whether it may stand there twice: it does nothing, and costs nothing to speak of. */
function isPlain(operand: Expression): boolean {
  let isDone = false;
  forEachNode(operand, ({ kind }) => {
    isDone ||= kind === 'call' || kind === 'function' || kind === 'unary' || kind === 'composite';
  });
  return !isDone;
}

function reasonOf({ localize }: Subject, obstacle: Obstacle, name: string): string {
  switch (obstacle) {
    case 'written':
      return localize('The bytes of {0} are written to later in this function', name);
    case 'pool':
      return localize('The bytes of {0} are of a pool, which gives them to others', name);
    case 'reused':
      return localize('The bytes of {0} are of a buffer that its owner fills anew', name);
    case 'evaluated':
      return localize('{0} would be evaluated twice: give it a name first', name);
    case 'notOnlyRead':
      return localize('It is not known that the bytes are only read', name);
  }
}

/** Nothing is at a nil pointer of length 0: what is empty stays so. */
function fixOf(
  subject: Subject,
  { call, operand, isToString }: Conversion,
  title: string,
): Fix | undefined {
  const unsafe = subject.qualifierOf('unsafe');
  if (unsafe === undefined) {
    return undefined;
  }
  const text = subject.textOf(unparenthesized(operand));
  const shared = isToString
    ? `${unsafe}.String(${unsafe}.SliceData(${text}), len(${text}))`
    : `${unsafe}.Slice(${unsafe}.StringData(${text}), len(${text}))`;
  const type = subject.textOf(call.callee);
  const isSame = type === (isToString ? 'string' : '[]byte');
  const { start, end } = call;
  return subject.isShadowed('len')
    ? undefined
    : replacing(subject, [call], {
        title,
        changes: [{ start, end, text: isSame ? shared : `${type}(${shared})` }],
        imports: ['unsafe'],
      });
}
