/** `time.AfterFunc(…)` that nobody stops, and whose work is of no use once its function has returned. */
import type { Call, Expression, FunctionLiteral, Statement } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import type { AstNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { underlying } from '../../types/types.ts';
import { replacing } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import { flowAround, nodesDoneIn, reachedAfter, stepOf } from '../flow/paths.ts';
import { writesTo } from '../writes.ts';
import type { Found, Rule } from '../rule.ts';
import { isInLoop } from '../loopsAround.ts';
import { isWithin } from '../spans.ts';
import { namedType, type Subject } from '../subject.ts';

export const timerKept: Rule = {
  name: 'timer-kept',
  summary: 'a timer of time.AfterFunc that is kept after the function that it is for has returned',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    const calls = subject.callsOf('time.AfterFunc');
    // What main leaves behind ends with the program.
    const isLeftOnce = subject.source.syntax.name.name === 'main' || subject.runsOnce;
    for (const call of calls.length > 0 && !isLeftOnce ? calls : []) {
      yield findingOf(subject, call);
    }
  },
};

/** From then on it is worth a word, in nanoseconds: 10 s. */
const LONG_NS = 10e9;

function findingOf(subject: Subject, call: Call): Found | undefined {
  const { localize } = subject;
  const [duration, work] = call.arguments;
  const lasts = duration && subject.integerOf(duration);
  const statement = subject.parentOf(call);
  if (
    !duration ||
    !work ||
    lasts === undefined ||
    lasts < LONG_NS ||
    statement?.kind !== 'expression' ||
    // What is deferred would pile up, and a timer of one round may be for the next.
    isInLoop(subject, call, subject.functionAround(call)) ||
    !isOfNoUseAfter(subject, call, work)
  ) {
    return undefined;
  }
  const time = subject.shortTextOf(duration);
  const { start, end } = call;
  return {
    start,
    end,
    message: localize(
      'The timer is kept until {0} is over, and is of no use once the function has returned',
      time,
    ),
    evidence: withoutObjects(
      subject,
      'retention',
      call,
      localize('what its function holds is held with it: nobody stops it'),
    ),
    fix: replacing(subject, [], {
      title: localize('Stop it when the function returns'),
      changes: [
        { start, end: start, text: 'defer ' },
        { start: end, end, text: '.Stop()' },
      ],
      imports: [],
    }),
  };
}

function isOfNoUseAfter(subject: Subject, call: Call, work: Expression): boolean {
  const bare = unparenthesized(work);
  if (bare.kind === 'identifier') {
    return isEnded(subject, call, bare) && canReturn(subject, call);
  }
  const [only, ...more] = bare.kind === 'function' ? bare.body.statements : [];
  if (bare.kind !== 'function' || !only || more.length > 0) {
    return false;
  }
  const channel = signalled(subject, only);
  if (channel) {
    return (
      isWaitedForHere(subject, call, bare, channel) &&
      canReturn(subject, call, (node) => isReceive(subject, node, channel))
    );
  }
  const made = calledBy(only);
  return made !== undefined && isEnded(subject, call, made.callee) && canReturn(subject, call);
}

/** `f()`, or `_ = f()`, with no arguments. */
function calledBy(statement: Statement): Call | undefined {
  const value =
    statement.kind === 'expression'
      ? statement.expression
      : statement.kind === 'assignment' && !statement.isDefinition
        ? statement.right[0]
        : undefined;
  const call = value && unparenthesized(value);
  return call?.kind === 'call' && call.arguments.length === 0 ? call : undefined;
}

/** Whether the function has deferred the same by then: once more it does nothing. */
function isEnded(subject: Subject, call: Call, ending: Expression): boolean {
  const name = endedBy(subject, ending);
  return (
    name !== undefined &&
    writesTo(subject, name).length === 0 &&
    subject.all('defer').some((each) => {
      const block = subject.parentOf(each);
      const deferred = each.call.kind === 'call' ? each.call : undefined;
      return (
        deferred?.arguments.length === 0 &&
        endedBy(subject, deferred.callee) === name &&
        subject.textOf(deferred.callee) === subject.textOf(ending) &&
        each.start < call.start &&
        block !== undefined &&
        isWithin(call, block) &&
        subject.functionAround(each) === subject.functionAround(call)
      );
    })
  );
}

/** The local variable that is a context's cancel function, or whose `Close` is called. */
function endedBy(subject: Subject, ending: Expression): VarObject | undefined {
  const isClose = ending.kind === 'selector' && ending.selector.name === 'Close';
  const variable = subject.variableOf(isClose ? ending.operand : ending);
  const isCancel = variable && namedType(variable.type) === 'context.CancelFunc';
  return variable?.role !== 'package' && (isClose || isCancel) ? variable : undefined;
}

const PLAIN: ReadonlySet<AstNode['kind']> = new Set(['identifier', 'literal', 'composite']);

/** `ch` of `close(ch)`, and of `ch <- x` where `x` does nothing by itself. */
function signalled(subject: Subject, statement: Statement): VarObject | undefined {
  if (statement.kind === 'send') {
    const isPlain = PLAIN.has(unparenthesized(statement.value).kind);
    return isPlain ? subject.variableOf(statement.channel) : undefined;
  }
  const call = statement.kind === 'expression' ? statement.expression : undefined;
  const [channel] =
    call?.kind === 'call' && subject.calleeOf(call) === 'close' ? call.arguments : [];
  return channel && subject.variableOf(channel);
}

/** Whether nobody but the function itself can wait for it: it makes the channel, and only receives from it. */
function isWaitedForHere(
  subject: Subject,
  call: Call,
  literal: FunctionLiteral,
  channel: VarObject,
): boolean {
  const around = subject.functionAround(call);
  const [name, ...uses] = subject.usesOf(channel);
  const definition = name && subject.parentOf(name);
  const [made] =
    definition?.kind === 'assignment' && definition.isDefinition ? definition.right : [];
  return (
    name !== undefined &&
    channel.role === 'local' &&
    underlying(channel.type).kind === 'channel' &&
    subject.makeOf(made) !== undefined &&
    subject.functionAround(name) === around &&
    uses.every((use) => {
      const parent = subject.parentOf(use);
      const isReceived =
        parent?.kind === 'unary' &&
        parent.operator === '<-' &&
        subject.functionAround(use) === around;
      return isReceived || isWithin(use, literal);
    })
  );
}

function isReceive(subject: Subject, node: AstNode, channel: VarObject): boolean {
  return (
    node.kind === 'unary' && node.operator === '<-' && subject.variableOf(node.operand) === channel
  );
}

/** Whether the function may return on a way on which nothing waits for the timer. */
function canReturn(
  subject: Subject,
  call: Call,
  waits: (node: AstNode) => boolean = () => false,
): boolean {
  const graph = flowAround(subject, call);
  const at = stepOf(graph, call);
  const reached = at
    ? reachedAfter(at, true, {
        behind: (step) => (nodesDoneIn(step).some(waits) ? undefined : true),
      })
    : [];
  return reached.some(({ step }) => step === graph.exit);
}
