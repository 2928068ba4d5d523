/** `slog.Info("…", "key", value)`: values that are put into interfaces, where slog has typed attributes. */
import type { Allocation } from '../../alloc/allocations.ts';
import { totalBytes } from '../../features/byteTexts.ts';
import type { Call, Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { asNamed } from '../../types/predicates.ts';
import { underlying } from '../../types/types.ts';
import { sameChange } from '../causes.ts';
import { replacing } from '../edits.ts';
import { onHeap } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { namedType, type Subject } from '../subject.ts';

export const slogAttrs: Rule = {
  name: 'slog-attrs',
  summary:
    'values put into interfaces to be logged, in loops or for debugging, where slog has typed attributes',
  sinceMinor: 21,
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  find: (subject) => subject.all('call').map((call) => findingOf(subject, call)),
};

const SLOG = 'log/slog';

/** Of slog and of its Logger; `Log` is given the level. */
const LOGS = /^log\/slog\.(Logger\.)?(?:(Debug|Info|Warn|Error)(Context)?|Log)$/;

/** What a call logs. */
interface Logged {
  /** Without the dot: `slog`, `s.logger`. */
  readonly receiver: string;
  /** Undefined where the call is given none. */
  readonly context: Expression | undefined;
  /** As text; undefined where the call is given an expression. */
  readonly level: string | undefined;
  /** The first argument that stays as it is: the level that is given, or the message. */
  readonly rest: Expression;
  readonly attributes: readonly Attribute[];
}

interface Attribute {
  /** None for what is an attribute already. */
  readonly key: Expression | undefined;
  readonly value: Expression;
}

function findingOf(subject: Subject, call: Call): Found | undefined {
  const logged = loggedBy(subject, call);
  if (!logged) {
    return undefined;
  }
  const { localize } = subject;
  const boxes: Allocation[] = [];
  let countLeft = 0;
  for (const { key, value } of logged.attributes) {
    const box = subject.expressionAt(value);
    if (box) {
      boxes.push(box);
      countLeft += key === undefined || typedAs(subject, value) ? 0 : 1;
    }
  }
  const [first] = boxes;
  // A line that is written costs more than what is boxed for it, unless there are many.
  const isOften = logged.level === 'Debug' || first?.frequency === 'iteration';
  if (!first || countLeft === boxes.length || !isOften) {
    return undefined;
  }
  return {
    start: call.start,
    end: call.end,
    message:
      boxes.length === 1
        ? localize('A value is put into an interface to be logged')
        : localize('{0} values are put into interfaces to be logged', boxes.length),
    evidence: onHeap(subject, boxes, first.frequency),
    gain: { objectsBefore: boxes.length, objectsAfter: countLeft, bytes: totalBytes(boxes) },
    fix: fixOf(subject, call, logged),
  };
}

/** Undefined for a call that logs nothing, or whose values are not all known. */
function loggedBy(subject: Subject, call: Call): Logged | undefined {
  const [, , level, isGivenContext] = LOGS.exec(subject.calleeOf(call) ?? '') ?? [];
  const isLog = level === undefined && LOGS.test(subject.calleeOf(call) ?? '');
  const callee = unparenthesized(call.callee);
  if ((level === undefined && !isLog) || call.hasEllipsis || callee.kind !== 'selector') {
    return undefined;
  }
  const countFirst = isLog ? 3 : isGivenContext === undefined ? 1 : 2;
  const [context] = isLog || isGivenContext !== undefined ? call.arguments : [];
  const rest = call.arguments[context ? 1 : 0];
  const attributes = attributesOf(subject, call.arguments.slice(countFirst));
  return rest && attributes
    ? { receiver: subject.textOf(callee.operand), context, level, rest, attributes }
    : undefined;
}

/** As slog takes them (argsToAttr, log/slog/record.go, Go 1.26); undefined where one would be a !BADKEY. */
function attributesOf(
  subject: Subject,
  list: readonly Expression[],
): readonly Attribute[] | undefined {
  const attributes: Attribute[] = [];
  for (let index = 0; index < list.length; index++) {
    const first = list[index];
    const type = first && subject.typeOf(first);
    if (!first || !type) {
      return undefined;
    }
    if (namedType(type) === `${SLOG}.Attr` && asNamed(type)) {
      attributes.push({ key: undefined, value: first });
      continue;
    }
    const value = list[++index];
    const actual = underlying(type);
    const isKey = actual.kind === 'basic' && !asNamed(type) && isText(actual.basic);
    if (!value || !isKey) {
      return undefined;
    }
    attributes.push({ key: first, value });
  }
  return attributes;
}

function isText(basic: string): boolean {
  return basic === 'string' || basic === 'untyped string';
}

/** The function of slog that makes the same attribute, and the conversion that its value needs. */
interface Typed {
  readonly name: string;
  readonly conversion?: string;
}

const BY_BASIC: Readonly<Record<string, Typed>> = {
  string: { name: 'String' },
  bool: { name: 'Bool' },
  int: { name: 'Int' },
  int8: { name: 'Int64', conversion: 'int64' },
  int16: { name: 'Int64', conversion: 'int64' },
  int32: { name: 'Int64', conversion: 'int64' },
  int64: { name: 'Int64' },
  uint: { name: 'Uint64', conversion: 'uint64' },
  uint8: { name: 'Uint64', conversion: 'uint64' },
  uint16: { name: 'Uint64', conversion: 'uint64' },
  uint32: { name: 'Uint64', conversion: 'uint64' },
  uint64: { name: 'Uint64' },
  uintptr: { name: 'Uint64', conversion: 'uint64' },
  float32: { name: 'Float64', conversion: 'float64' },
  float64: { name: 'Float64' },
};

const BY_NAME: Readonly<Record<string, Typed>> = {
  'time.Duration': { name: 'Duration' },
  'time.Time': { name: 'Time' },
};

/** AnyValue of log/slog/value.go takes these types for what they are, and no others of the same form. */
function typedAs(subject: Subject, value: Expression): Typed | undefined {
  const type = subject.typeOf(value);
  if (!type || asNamed(type)) {
    return type && BY_NAME[namedType(type) ?? ''];
  }
  const actual = underlying(type);
  return actual.kind === 'basic' ? BY_BASIC[actual.basic] : undefined;
}

function fixOf(subject: Subject, call: Call, logged: Logged): Fix | undefined {
  const slog = subject.qualifierOf(SLOG);
  const context = logged.context ? undefined : subject.qualifierOf('context');
  if (slog === undefined || (!logged.context && context === undefined)) {
    return undefined;
  }
  const before = [
    logged.context ? subject.textOf(logged.context) : `${context ?? ''}.Background()`,
    ...(logged.level === undefined ? [] : [`${slog}.Level${logged.level}`]),
  ];
  const head = {
    start: call.start,
    end: logged.rest.start,
    text: `${logged.receiver}.LogAttrs(${before.join(', ')}, `,
  };
  const pairs = logged.attributes.flatMap(({ key, value }) =>
    key
      ? [{ start: key.start, end: value.end, text: attributeText(subject, slog, key, value) }]
      : [],
  );
  return replacing(subject, [head, ...pairs], {
    title: subject.localize('Log typed attributes'),
    changes: [head, ...pairs],
    imports: [SLOG, ...(logged.context ? [] : ['context'])],
  });
}

function attributeText(subject: Subject, slog: string, key: Expression, value: Expression): string {
  const { name, conversion } = typedAs(subject, value) ?? { name: 'Any' };
  const text = subject.textOf(value);
  const argument = conversion === undefined ? text : `${conversion}(${text})`;
  return `${slog}.${name}(${subject.textOf(key)}, ${argument})`;
}
