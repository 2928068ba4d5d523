/** Who writes to bytes after a string shares them. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { type AstNode, forEachNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { flowAround, nodesDoneIn, reachedAfter, stepOf } from '../flow/paths.ts';
import { givenIn, givenToWrappers } from '../pooling/poolCalls.ts';
import { memoryOf, sharersOf } from '../pooling/poolMemory.ts';
import type { Subject } from '../subject.ts';

/**
 * - `written`: the function writes to them on a way that comes after it;
 * - `pool`: they are taken from a pool, or given to one;
 * - `reused`: a reader or buffer gave them, and will fill them anew.
 */
export type SharingObstacle = 'written' | 'pool' | 'reused';

/** What they give is good until the next call. */
const REUSED = new Set([
  ...['bufio.Scanner.Bytes', 'bufio.Reader.ReadSlice', 'bufio.Reader.ReadLine'],
  ...['bufio.Reader.Peek', 'bytes.Buffer.Next'],
]);

export function obstacleTo(
  subject: Subject,
  conversion: Call,
  operand: Expression,
): SharingObstacle | undefined {
  const memory = memoryBehind(subject, operand);
  const sources = [operand, ...memory.values];
  if (sources.some((each) => holdsCall(subject, each, REUSED))) {
    return 'reused';
  }
  if (isOfPool(subject, memory, sources)) {
    return 'pool';
  }
  return isWrittenAfter(subject, memory, conversion) ? 'written' : undefined;
}

/** All that names the bytes in the function. */
interface Memory {
  /** What their variables were first set to. */
  readonly values: readonly Expression[];
  /** Whether an expression is the bytes, a part of them, or what holds them. */
  readonly holds: (expression: Expression) => boolean;
  /** Whether it is the name by which all others came to them. */
  readonly isFirst: (expression: Expression) => boolean;
}

function memoryBehind(subject: Subject, operand: Expression): Memory {
  const values: Expression[] = [];
  let first = memoryOf(subject, operand);
  for (let from = first; from;) {
    const value = firstValueOf(subject, from);
    values.push(...(value ? [value] : []));
    from = value && memoryOf(subject, value);
    first = from ?? first;
  }
  const sharers = first ? sharersOf(subject, first) : new Set<VarObject>();
  const text = subject.textOf(withoutSlices(values.at(-1) ?? operand));
  const isField = (bare: Expression) => bare.kind === 'selector' && subject.textOf(bare) === text;
  return {
    values,
    holds: (expression) => {
      const shared = memoryOf(subject, expression);
      return (shared && sharers.has(shared)) ?? isField(withoutSlices(expression));
    },
    isFirst: (expression) =>
      (first && subject.variableOf(expression) === first) ?? isField(expression),
  };
}

function withoutSlices(expression: Expression): Expression {
  const bare = unparenthesized(expression);
  return bare.kind === 'slice' ? withoutSlices(bare.operand) : bare;
}

/** What the statement that declares a variable sets it to. */
function firstValueOf(subject: Subject, variable: VarObject): Expression | undefined {
  const [name] = subject.usesOf(variable);
  const statement = name && subject.parentOf(name);
  return name && statement?.kind === 'assignment' && statement.isDefinition
    ? statement.right[statement.right.length === 1 ? 0 : statement.left.indexOf(name)]
    : undefined;
}

function holdsCall(subject: Subject, expression: Expression, names: ReadonlySet<string>): boolean {
  let isFound = false;
  forEachNode(expression, (node) => {
    isFound ||= node.kind === 'call' && names.has(subject.calleeOf(node) ?? '');
  });
  return isFound;
}

function isOfPool(subject: Subject, memory: Memory, sources: readonly Expression[]): boolean {
  const isTaken = sources.some((each) => isFromPool(subject, each));
  const given = [...givenIn(subject), ...givenToWrappers(subject)];
  return (
    isTaken ||
    given.some(({ argument }) => {
      const value = unparenthesized(argument);
      return memory.holds(value.kind === 'unary' ? value.operand : value);
    })
  );
}

/** `pool.Get()` in it, or a field of what was got. */
function isFromPool(subject: Subject, expression: Expression): boolean {
  let isFound = false;
  forEachNode(expression, (node) => {
    const variable = node.kind === 'identifier' ? subject.variableOf(node) : undefined;
    const value = variable?.role === 'local' ? firstValueOf(subject, variable) : undefined;
    isFound ||=
      (node.kind === 'call' && isGet(subject, node)) ||
      (value !== undefined && value !== expression && isGotten(subject, value));
  });
  return isFound;
}

function isGotten(subject: Subject, value: Expression): boolean {
  const inner = unparenthesized(value);
  const got = inner.kind === 'assertion' || inner.kind === 'star' ? inner.operand : inner;
  return got === inner ? inner.kind === 'call' && isGet(subject, inner) : isGotten(subject, got);
}

/** Of a sync.Pool, or of what is called a pool. */
function isGet(subject: Subject, call: Call): boolean {
  return (
    subject.calleeOf(call) === 'sync.Pool.Get' ||
    /pool\w*\.(?:Get|Borrow|Acquire)\w*$|(?:get|acquire)\w*(?:from)?pool\w*$/i.test(
      subject.textOf(call.callee),
    )
  );
}

function isWrittenAfter(subject: Subject, memory: Memory, conversion: Call): boolean {
  const around = subject.functionAround(conversion);
  const isWrite = (node: AstNode) => writes(subject, node, memory);
  const graph = flowAround(subject, conversion);
  const at = stepOf(graph, conversion);
  const after = at
    ? reachedAfter(at, true, {
        // From there on the name is of other bytes.
        behind: ({ nodes }) => (nodes.some((node) => isSetAnew(node, memory)) ? undefined : true),
      })
    : [];
  // When other functions run nobody knows.
  const elsewhere = ALL_WRITES.flatMap((kind) => subject.all(kind)).filter(
    (node) => subject.functionAround(node) !== around,
  );
  return (
    after.some(({ step }) => nodesDoneIn(step).some(isWrite)) ||
    elsewhere.some((node) => isWrite(node))
  );
}

function isSetAnew(node: AstNode, memory: Memory): boolean {
  if (node.kind !== 'assignment') {
    return false;
  }
  const { left, right } = node;
  return left.some((target, index) => {
    const value = left.length === right.length ? right[index] : undefined;
    const sources = value?.kind === 'call' ? value.arguments : value ? [value] : [];
    return memory.isFirst(target) && !sources.some((each) => memory.holds(each));
  });
}

const ALL_WRITES = ['assignment', 'increment', 'call'] as const;

/** Functions that write to the first bytes that they are given. */
const WRITERS =
  /^(?:copy|clear|encoding\/(?:hex\.(?:En|De)code|binary\.\w+\.Put\w+)|slices\.(?:Sort|Reverse))$/;

/** Functions and methods that read into what they are given: of io, and of readers of all kinds. */
const READS = /^(?:Read|ReadAt|ReadFrom\w*|ReadFull|ReadAtLeast|Recv\w*)$/;

/** Methods of bytes.Buffer after which what `Bytes` gave is not what it was. */
const BUFFER_WRITES = /^(?:Reset|Truncate|Write\w*|ReadFrom)$/;

function writes(subject: Subject, node: AstNode, memory: Memory): boolean {
  if (node.kind === 'increment') {
    return isElement(node.operand, memory);
  }
  if (node.kind === 'assignment') {
    const [value] = node.right;
    const isCut =
      value?.kind === 'slice' &&
      !value.low &&
      memory.holds(value) &&
      node.left.some(memory.isFirst);
    return isCut || node.left.some((target) => isElement(target, memory));
  }
  if (node.kind !== 'call') {
    return false;
  }
  const [first] = node.arguments;
  const callee = subject.calleeOf(node) ?? '';
  if (first && callee === 'append') {
    return unparenthesized(first).kind === 'slice' && memory.holds(first);
  }
  if (first && WRITERS.test(callee)) {
    return memory.holds(first);
  }
  const method = node.callee.kind === 'selector' ? node.callee : undefined;
  if (method && READS.test(method.selector.name)) {
    return node.arguments.some((each) => memory.holds(each));
  }
  return (
    method !== undefined &&
    callee.startsWith('bytes.Buffer.') &&
    BUFFER_WRITES.test(method.selector.name) &&
    memory.holds(method.operand)
  );
}

function isElement(target: Expression, { holds }: Memory): boolean {
  return target.kind === 'index' && holds(target.operand);
}
