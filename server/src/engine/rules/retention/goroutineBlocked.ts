/** A goroutine that sends to a function which may have returned: it blocks for ever. */
import type { Call, Expression, FunctionLiteral, Send } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { underlying } from '../../types/types.ts';
import { withoutObjects } from '../evidence.ts';
import type { Step } from '../flow/graph.ts';
import { flowAround, nodesDoneIn, reachedAfter, stepOf } from '../flow/paths.ts';
import type { Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';

export const goroutineBlocked: Rule = {
  name: 'goroutine-blocked',
  summary: 'a goroutine that sends to a function which can return without receiving',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    // What main leaves behind ends with the program.
    if (subject.source.syntax.name.name === 'main') {
      return;
    }
    for (const { right, left, isDefinition } of subject.all('assignment')) {
      const [made] = right;
      const [name] = left;
      const channel = isDefinition && left.length === 1 && name && subject.variableOf(name);
      if (channel && made?.kind === 'call' && isUnbuffered(subject, made)) {
        yield findingOf(subject, made, channel);
      }
    }
  },
};

/** `make(chan T)`. */
function isUnbuffered(subject: Subject, call: Call): boolean {
  const made = subject.makeOf(call);
  const type = made && subject.typeOf(made.type);
  return made?.sizes.length === 0 && type !== undefined && underlying(type).kind === 'channel';
}

/** A literal that is started as a goroutine, and always sends. */
interface Sender {
  readonly literal: FunctionLiteral;
  readonly sends: readonly Send[];
}

function findingOf(subject: Subject, made: Call, channel: VarObject): Found | undefined {
  const { localize } = subject;
  const senders = sendersTo(subject, made, channel);
  const last = senders?.at(-1);
  const [send, ...others] = last?.sends ?? [];
  if (!senders || !last || !send || !canBeLeft(subject, senders, last, channel)) {
    return undefined;
  }
  const { start, end } = send;
  const isOnly = senders.length === 1;
  return {
    start,
    end,
    message: isOnly
      ? localize(
          'The goroutine blocks here for ever where nobody receives: the function can return before',
        )
      : localize(
          'Not all of {0} goroutines that send are received from: others block for ever',
          senders.length,
        ),
    evidence: withoutObjects(
      subject,
      'misuse',
      made,
      localize(
        '{0} has no buffer, and a goroutine that is blocked is never collected',
        channel.name,
      ),
    ),
    fix:
      others.length === 0 && senders.every(({ sends }) => sends.length === 1)
        ? {
            title: localize('Give the channel a buffer for what is sent'),
            changes: [{ start: made.end - 1, end: made.end - 1, text: `, ${senders.length}` }],
            imports: [],
          }
        : undefined,
  };
}

/** All that send to a channel; undefined where it is used in ways that one cannot follow. */
function sendersTo(subject: Subject, made: Call, channel: VarObject): Sender[] | undefined {
  const owner = subject.functionAround(made);
  const sends = new Map<FunctionLiteral, Send[]>();
  for (const use of subject.usesOf(channel).slice(1)) {
    const around = subject.functionAround(use);
    const parent = subject.parentOf(use);
    if (around === owner) {
      if (!isReceive(parent, use) || isCounted(subject, use)) {
        return undefined;
      }
    } else if (around.kind !== 'function' || !isGoroutineOf(subject, around, owner)) {
      return undefined;
    } else if (parent?.kind === 'send' && parent.channel === use && !isInSelect(subject, parent)) {
      sends.set(around, [...(sends.get(around) ?? []), parent]);
    } else if (parent?.kind !== 'call' || subject.calleeOf(parent) !== 'close') {
      return undefined;
    }
  }
  const senders = [...sends].map(([literal, sends]) => ({ literal, sends }));
  return senders.every(
    (each) => alwaysSends(subject, each) && !hasOtherChannels(subject, each.literal, channel),
  )
    ? senders
    : undefined;
}

function isReceive(parent: AstNode | undefined, use: Expression): boolean {
  return (
    (parent?.kind === 'unary' && parent.operator === '<-') ||
    (parent?.kind === 'range' && parent.operand === use)
  );
}

/** In a loop that goes round a number of times, which may well be that of the goroutines. */
function isCounted(subject: Subject, use: Expression): boolean {
  for (const parent of subject.parentsOf(use)) {
    if (parent.kind === 'function') {
      return false;
    }
    const isRangedOver = parent.kind === 'range' && parent.operand === use;
    if (
      (parent.kind === 'range' && !isRangedOver) ||
      (parent.kind === 'for' && parent.condition !== undefined)
    ) {
      return true;
    }
  }
  return false;
}

/** `go func() { … }()` in a function, and in no loop of it. */
function isGoroutineOf(subject: Subject, literal: FunctionLiteral, owner: AstNode): boolean {
  const call = subject.parentOf(literal);
  const statement = call && subject.parentOf(call);
  if (call?.kind !== 'call' || call.callee !== literal || statement?.kind !== 'go') {
    return false;
  }
  for (const parent of subject.parentsOf(statement)) {
    if (parent === owner) {
      return true;
    }
    if (parent.kind !== 'block' && parent.kind !== 'if') {
      return false;
    }
  }
  return false;
}

/** A send that is one of several that a `select` may choose. */
function isInSelect(subject: Subject, send: Send): boolean {
  const parent = subject.parentOf(send);
  return parent?.kind === 'select';
}

function alwaysSends(subject: Subject, { literal, sends }: Sender): boolean {
  const [first] = sends;
  if (!first || subject.functionAround(first) !== literal) {
    return false;
  }
  const graph = flowAround(subject, first);
  const start = { nodes: [], next: [{ to: graph.entry }] };
  return !reachedAfter(start, true, {
    behind: ({ nodes }) => (sends.some((send) => nodes.includes(send)) ? undefined : true),
  }).some(({ step }) => step === graph.exit);
}

/** Whether it says by another channel of the same function that it is done. */
function hasOtherChannels(subject: Subject, literal: FunctionLiteral, channel: VarObject): boolean {
  return subject.all('identifier').some((name) => {
    const variable = subject.variableOf(name);
    return (
      isWithin(name, literal.body) &&
      variable !== undefined &&
      variable !== channel &&
      underlying(variable.type).kind === 'channel'
    );
  });
}

/** Whether the function can be left with fewer receives than there are goroutines that send. */
function canBeLeft(
  subject: Subject,
  senders: readonly Sender[],
  last: Sender,
  channel: VarObject,
): boolean {
  const call = subject.parentOf(last.literal);
  if (!call) {
    return false;
  }
  const graph = flowAround(subject, call);
  const from = stepOf(graph, call);
  const reached = from
    ? reachedAfter<number>(from, 0, {
        behind(step, count) {
          const received = count + receivesIn(subject, step, channel);
          return received >= senders.length ? undefined : received;
        },
      })
    : [];
  return reached.some(({ step }) => step === graph.exit);
}

/** A range over the channel receives all that there will be. */
function receivesIn(subject: Subject, step: Step, channel: VarObject): number {
  const isChannel = (node: AstNode): boolean =>
    node.kind === 'identifier' && subject.variableOf(node) === channel;
  const isRanged = step.nodes.some(
    (node) => isChannel(node) && subject.parentOf(node)?.kind === 'range',
  );
  return isRanged
    ? Infinity
    : nodesDoneIn(step).filter(
        (node) =>
          node.kind === 'unary' &&
          node.operator === '<-' &&
          isChannel(unparenthesized(node.operand)),
      ).length;
}
