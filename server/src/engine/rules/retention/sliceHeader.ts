/** `reflect.SliceHeader{Data: …}`: a number, which keeps nothing alive. */
import type { Call, CompositeLiteral, Expression, Star } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { identical } from '../../types/identical.ts';
import { isByte } from '../../types/predicates.ts';
import { type Type, unalias, underlying } from '../../types/types.ts';
import { replacing } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { startOf } from '../start.ts';
import { namedType, type Subject } from '../subject.ts';

export const sliceHeader: Rule = {
  name: 'slice-header',
  summary: 'a slice or string made of a header, whose address keeps nothing alive',
  // unsafe.SliceData and unsafe.StringData are of Go 1.20.
  sinceMinor: 20,
  isSafe: false,
  isOnByDefault: true,
  find: (subject) => subject.all('composite').map((literal) => findingOf(subject, literal)),
};

const HEADERS: ReadonlySet<string> = new Set(['reflect.SliceHeader', 'reflect.StringHeader']);

function findingOf(subject: Subject, literal: CompositeLiteral): Found | undefined {
  const { localize } = subject;
  const type = namedType(subject.typeOf(literal));
  const data = valueOf(literal, 'Data');
  const held = data && heldBy(subject, data);
  if (type === undefined || !HEADERS.has(type) || !held) {
    return undefined;
  }
  return {
    start: literal.start,
    end: literal.end,
    message: localize('{0} has the address as a number, which keeps nothing alive', type),
    evidence: withoutObjects(
      subject,
      'misuse',
      literal,
      localize('what is there may be collected, or moved with its stack, before it is used'),
    ),
    fix: fixOf(subject, literal, held),
  };
}

function valueOf({ elements }: CompositeLiteral, field: string): Expression | undefined {
  return elements.find(({ key }) => key?.kind === 'identifier' && key.name === field)?.value;
}

/** Memory of the program's own: what a number from elsewhere is the address of is not the collector's. */
type Held =
  | { readonly kind: 'pointer'; readonly pointer: Expression }
  /** `header.Data` of the header of a string or a slice that is there. */
  | { readonly kind: 'header'; readonly of: Expression; readonly isNamedLater: boolean };

function heldBy(subject: Subject, data: Expression): Held | undefined {
  const value = unparenthesized(data);
  if (value.kind === 'selector' && value.selector.name === 'Data') {
    return headerIn(subject, value.operand);
  }
  const pointer = value.kind === 'call' ? converted(subject, value) : undefined;
  return pointer && isUnsafePointer(subject.typeOf(pointer))
    ? { kind: 'pointer', pointer: unsafeOperand(subject, pointer) ?? pointer }
    : undefined;
}

/** What is the header of `x`: `(*T)(unsafe.Pointer(&x))` itself, or a variable that has it or a copy of what is there. */
function headerIn(subject: Subject, expression: Expression): Held | undefined {
  const type = subject.typeOf(expression);
  if (!HEADERS.has((type && namedType(type)) ?? '')) {
    return undefined;
  }
  const variable = subject.variableOf(expression);
  const [name, ...uses] = variable ? subject.usesOf(variable) : [];
  const statement = name && subject.parentOf(name);
  const start = statement?.kind === 'assignment' ? startOf(subject, statement) : undefined;
  const value = variable ? start?.value && unparenthesized(start.value) : expression;
  const of = value && pointedAt(subject, value.kind === 'star' ? value.operand : value);
  return of && { kind: 'header', of, isNamedLater: !variable || uses.length > 1 };
}

/** `x` of `(*T)(unsafe.Pointer(&x))`. */
function pointedAt(subject: Subject, value: Expression): Expression | undefined {
  const call = unparenthesized(value);
  const pointer = call.kind === 'call' ? converted(subject, call) : undefined;
  const address = pointer && unsafeOperand(subject, pointer);
  return address?.kind === 'unary' && address.operator === '&' ? address.operand : undefined;
}

/** `p` of `unsafe.Pointer(p)`. */
function unsafeOperand(subject: Subject, value: Expression): Expression | undefined {
  const call = unparenthesized(value);
  return call.kind === 'call' && isUnsafePointer(subject.typeOf(call))
    ? converted(subject, call)
    : undefined;
}

function converted(subject: Subject, call: Call): Expression | undefined {
  const [operand] = call.arguments;
  return subject.isConversion(call) && operand ? unparenthesized(operand) : undefined;
}

function isUnsafePointer(type: Type | undefined): boolean {
  const actual = type && underlying(type);
  return actual?.kind === 'basic' && actual.basic === 'unsafe.Pointer';
}

/** What is made of the header at once, or of the variable that has it and is there for nothing else. */
function fixOf(subject: Subject, literal: CompositeLiteral, held: Held): Fix | undefined {
  const address = subject.parentOf(literal);
  const direct = address && madeOf(subject, address);
  const statement = subject.parentOf(literal);
  const start = statement?.kind === 'assignment' ? startOf(subject, statement) : undefined;
  const [, use, ...more] = start ? subject.usesOf(start.variable) : [];
  const useAddress = use && more.length === 0 ? subject.parentOf(use) : undefined;
  const later = useAddress && madeOf(subject, useAddress);
  const made = direct ?? later;
  const text = made && textOf(subject, made, literal, held);
  if (!made || text === undefined) {
    return undefined;
  }
  return replacing(subject, [literal, made], {
    title: subject.localize(
      'Use {0}',
      text.startsWith('unsafe.String') ? 'unsafe.String' : 'unsafe.Slice',
    ),
    changes: direct
      ? [{ start: made.start, end: made.end, text }]
      : [
          { start: literal.start, end: literal.end, text },
          { start: made.start, end: made.end, text: start?.name.name ?? '' },
        ],
    imports: ['unsafe'],
    names: start ? [start.name.name] : [],
  });
}

/** `*(*T)(unsafe.Pointer(&header))`, from its `&header`. */
function madeOf(subject: Subject, address: ReturnType<Subject['parentOf']>): Star | undefined {
  const pointer =
    address?.kind === 'unary' && address.operator === '&' && subject.parentOf(address);
  const conversion = pointer && pointer.kind === 'call' ? subject.parentOf(pointer) : undefined;
  const star = conversion?.kind === 'call' ? subject.parentOf(conversion) : undefined;
  return star?.kind === 'star' &&
    conversion?.kind === 'call' &&
    pointedAt(subject, conversion) !== undefined
    ? star
    : undefined;
}

function textOf(
  subject: Subject,
  made: Star,
  literal: CompositeLiteral,
  held: Held,
): string | undefined {
  const [length, capacity] = [valueOf(literal, 'Len'), valueOf(literal, 'Cap')];
  const type = subject.typeOf(made);
  const actual = type && unalias(type);
  const isString = actual?.kind === 'basic' && actual.basic === 'string';
  const element =
    actual?.kind === 'slice' ? elementTextOf(subject, made) : isString ? 'byte' : undefined;
  if (
    !length ||
    element === undefined ||
    (!isString && !capacity) ||
    subject.qualifierOf('unsafe') !== 'unsafe'
  ) {
    return undefined;
  }
  const pointer = pointerText(
    subject,
    held,
    element,
    actual?.kind === 'slice' ? actual.element : undefined,
  );
  if (pointer === undefined) {
    return undefined;
  }
  const size = subject.textOf(length);
  if (isString || !capacity) {
    return `unsafe.String(${pointer}, ${size})`;
  }
  const room = subject.textOf(capacity);
  return room === size
    ? `unsafe.Slice(${pointer}, ${size})`
    : `unsafe.Slice(${pointer}, ${room})[:${size}]`;
}

/** `T` of `*(*[]T)(…)`, as it is written. */
function elementTextOf(subject: Subject, { operand }: Star): string | undefined {
  const callee = operand.kind === 'call' ? unparenthesized(operand.callee) : undefined;
  const slice = callee?.kind === 'star' ? callee.operand : undefined;
  return slice?.kind === 'arrayType' ? subject.textOf(slice.element) : undefined;
}

function pointerText(
  subject: Subject,
  held: Held,
  element: string,
  wanted: Type | undefined,
): string | undefined {
  const value = held.kind === 'pointer' ? held.pointer : held.of;
  const type = subject.typeOf(value);
  const actual = type && underlying(type);
  const text = subject.textOf(value);
  if (held.kind === 'pointer') {
    if (isUnsafePointer(type)) {
      return `(*${element})(${text})`;
    }
    const isSame =
      actual?.kind === 'pointer' &&
      (wanted ? identical(actual.element, wanted) : isByte(actual.element));
    return isSame ? text : `(*${element})(unsafe.Pointer(${text}))`;
  }
  // A variable that nothing mentions any more does not compile.
  if (!held.isNamedLater) {
    return undefined;
  }
  if (actual?.kind === 'basic' && actual.basic === 'string') {
    const data = `unsafe.StringData(${text})`;
    return wanted === undefined || isByte(wanted) ? data : `(*${element})(unsafe.Pointer(${data}))`;
  }
  if (actual?.kind !== 'slice') {
    return undefined;
  }
  const data = `unsafe.SliceData(${text})`;
  const isSame = wanted ? identical(actual.element, wanted) : isByte(actual.element);
  return isSame ? data : `(*${element})(unsafe.Pointer(${data}))`;
}
