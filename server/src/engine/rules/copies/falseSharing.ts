/** Goroutines that write to words of their own, which are neighbours: each write takes the cache line from the others. */
import type { Call, Expression, FunctionLiteral, Identifier, Index } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { VarObject } from '../../types/objects.ts';
import { underlying } from '../../types/types.ts';
import { withoutObjects } from '../evidence.ts';
import { isInLoop, isLoop } from '../loopsAround.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';

/** Of amd64 and arm64 servers, in bytes (Go 1.26, internal/cpu, CacheLinePadSize). */
const LINE_BYTES = 64;

export const falseSharing: Rule = {
  name: 'false-sharing',
  summary: 'words of one cache line that several goroutines write to, each its own',
  isSafe: false,
  // How much it is, the machine tells, and only where the goroutines do little else.
  isOnByDefault: false,
  *find(subject) {
    const targets = targetsIn(subject);
    const writes = goroutinesOf(subject).flatMap((literal) =>
      targets.flatMap((target) => writeIn(subject, literal, target) ?? []),
    );
    const said = new Set<VarObject>();
    for (const write of writes) {
      const found = said.has(write.list)
        ? undefined
        : (elementFound(subject, write) ?? fieldFound(subject, write, writes));
      if (found) {
        said.add(write.list);
        yield found;
      }
    }
  },
};

/** Functions that start what they are given. */
const STARTERS = ['sync.WaitGroup.Go', 'golang.org/x/sync/errgroup.Group.Go'];

/** Literals that run as goroutines. */
function goroutinesOf(subject: Subject): readonly FunctionLiteral[] {
  const started = subject
    .all('go')
    .flatMap(({ call }) => (call.kind === 'call' ? [call.callee] : []));
  const given = subject.callsOf(...STARTERS).flatMap((call) => call.arguments);
  return [...started, ...given].flatMap((each) => (each.kind === 'function' ? [each] : []));
}

/** To a part of something that others have as well, again and again. */
interface Write {
  readonly literal: FunctionLiteral;
  /** What is written to: `list[i].n`, `s.n`. */
  readonly target: Expression;
  /** Declared outside of the literal. */
  readonly list: VarObject;
}

/** Whatever is written to. */
function targetsIn(subject: Subject): readonly Expression[] {
  return [
    ...subject.all('increment').map(({ operand }) => operand),
    ...subject.all('assignment').flatMap(({ left, isDefinition }) => (isDefinition ? [] : left)),
    ...subject.all('call').flatMap((call) => atomicTarget(subject, call) ?? []),
  ];
}

function writeIn(
  subject: Subject,
  literal: FunctionLiteral,
  target: Expression,
): Write | undefined {
  if (!isWithin(target, literal) || !isInLoop(subject, target, literal)) {
    return undefined;
  }
  const root = rootOf(target);
  const list = root && subject.variableOf(root);
  const [declared] = list ? subject.usesOf(list) : [];
  const isOutside =
    list?.role === 'package' || (declared !== undefined && !isWithin(declared, literal));
  return list && isOutside ? { literal, target, list } : undefined;
}

/** Methods of the types of sync/atomic, and functions that are given an address. */
const ATOMIC = /^sync\/atomic\.(?:\w+\.)?(?:Add|Store|Swap|CompareAndSwap|Or|And)\w*$/;

function atomicTarget(subject: Subject, call: Call): Expression | undefined {
  if (!ATOMIC.test(subject.calleeOf(call) ?? '')) {
    return undefined;
  }
  const { callee } = call;
  const [address] = call.arguments;
  if (callee.kind === 'selector' && subject.source.types.selectionOf(callee)) {
    return callee.operand;
  }
  return address?.kind === 'unary' && address.operator === '&' ? address.operand : undefined;
}

/** What a target is a part of. */
function rootOf(target: Expression): Identifier | undefined {
  const bare = unparenthesized(target);
  switch (bare.kind) {
    case 'identifier':
      return bare;
    case 'selector':
    case 'index':
      return rootOf(bare.operand);
    default:
      return undefined;
  }
}

/** `list[i]`, where a loop starts a goroutine for each i. */
function elementFound(subject: Subject, write: Write): Found | undefined {
  const { target, literal, list } = write;
  const [index] = indexIn(target)?.indices ?? [];
  const ofRound = index && subject.variableOf(index);
  const elements = underlying(list.type);
  const bytes =
    elements.kind === 'slice' || elements.kind === 'array'
      ? subject.source.sizeOf(elements.element)
      : undefined;
  const isEach =
    ofRound !== undefined && isOfRound(subject, ofRound, literal) && isInLoop(subject, literal);
  return isEach && bytes !== undefined && bytes > 0 && bytes < LINE_BYTES
    ? foundAt(
        subject,
        target,
        subject.localize(
          'Goroutines write to elements of {0} that are in one cache line: {1} bytes each',
          list.name,
          bytes,
        ),
      )
    : undefined;
}

/** The index next to the root: of `list[i].n`, that is `list[i]`. */
function indexIn(target: Expression): Index | undefined {
  const bare = unparenthesized(target);
  if (bare.kind === 'index') {
    return unparenthesized(bare.operand).kind === 'identifier' ? bare : indexIn(bare.operand);
  }
  return bare.kind === 'selector' ? indexIn(bare.operand) : undefined;
}

/** A variable of the loop around the literal, or a parameter of it. */
function isOfRound(subject: Subject, variable: VarObject, literal: FunctionLiteral): boolean {
  const [declared] = subject.usesOf(variable);
  const isParameter = literal.type.parameters.some(({ names }) =>
    names.some((name) => name === declared),
  );
  const isOfLoop = [...subject.parentsOf(literal)].some(
    (loop) => isLoop(loop) && declared !== undefined && isWithin(declared, loop),
  );
  return isParameter || (isOfLoop && declared !== undefined && !isWithin(declared, literal));
}

/** `s.a` of one goroutine and `s.b` of another one. */
function fieldFound(subject: Subject, write: Write, all: readonly Write[]): Found | undefined {
  const { list, literal, target } = write;
  const text = subject.textOf(target);
  const struct = structOf(list);
  const bytes = struct && subject.source.sizeOf(struct);
  const other = all.find(
    (each) =>
      each.list === list &&
      each.literal !== literal &&
      isFieldOf(each) &&
      subject.textOf(each.target) !== text,
  );
  return other && isFieldOf(write) && bytes !== undefined && bytes <= LINE_BYTES
    ? foundAt(
        subject,
        target,
        subject.localize(
          '{0} and {1} are written to by different goroutines, and may be in one cache line',
          text,
          subject.textOf(other.target),
        ),
      )
    : undefined;
}

function structOf({ type }: VarObject) {
  const actual = underlying(type);
  const struct = actual.kind === 'pointer' ? actual.element : type;
  return underlying(struct).kind === 'struct' ? struct : undefined;
}

function isFieldOf({ target }: Write): boolean {
  const bare = unparenthesized(target);
  return bare.kind === 'selector' && unparenthesized(bare.operand).kind === 'identifier';
}

function foundAt(subject: Subject, target: Expression, message: string): Found {
  const { start, end } = target;
  const text = subject.localize(
    'Nothing is allocated: each write takes the line from the processors of the others',
  );
  return { start, end, message, evidence: withoutObjects(subject, 'sharing', target, text) };
}
