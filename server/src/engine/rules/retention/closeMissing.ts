/** A response, rows or a file that a function opens, and leaves open on one of its ways out. */
import type { Assignment, Call, Expression } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { indentOf } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import type { Edge, Step } from '../flow/graph.ts';
import { flowAround, nodesDoneIn, reachedAfter, stepOf } from '../flow/paths.ts';
import { isInLoop } from '../loopsAround.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { writesTo } from '../writes.ts';
import type { Subject } from '../subject.ts';
import { type Closable, CLOSABLES, type Use } from './closables.ts';

export const closeMissing: Rule = {
  name: 'close-missing',
  summary: 'a response body, rows or a file that is not closed on one of the ways out',
  isSafe: false,
  isOnByDefault: true,
  *find(subject) {
    // What main leaves open is closed with the program.
    if (subject.source.syntax.name.name === 'main') {
      return;
    }
    for (const closable of CLOSABLES) {
      for (const call of subject.callsOf(...closable.openers)) {
        const opened = openedBy(subject, closable, call);
        yield opened && findingOf(subject, opened);
      }
    }
  },
};

interface Opened {
  readonly closable: Closable;
  readonly call: Call;
  readonly statement: Assignment;
  readonly variable: VarObject;
  /** Undefined for `_`. */
  readonly error: VarObject | undefined;
}

function openedBy(subject: Subject, closable: Closable, call: Call): Opened | undefined {
  const statement = subject.parentOf(call);
  const [name, second] = statement?.kind === 'assignment' ? statement.left : [];
  const variable = name && subject.variableOf(name);
  const around = subject.functionAround(call);
  // What a literal sees, and what is returned by its name, is somebody else's as well.
  return statement?.kind === 'assignment' &&
    variable?.role === 'local' &&
    subject.usesOf(variable).every((use) => subject.functionAround(use) === around)
    ? { closable, call, statement, variable, error: second && subject.variableOf(second) }
    : undefined;
}

function findingOf(subject: Subject, opened: Opened): Found | undefined {
  const { localize } = subject;
  const { call, variable, closable } = opened;
  const exit = leftOpenAt(subject, opened);
  if (!exit) {
    return undefined;
  }
  const [last] = exit.nodes;
  const { start, end } = call;
  const [line = ''] = last ? subject.textOf(last).split('\n') : [];
  return {
    start,
    end,
    message:
      last?.kind === 'return'
        ? localize('{0} is not closed before {1}', variable.name, line)
        : localize('{0} is not closed on each way', variable.name),
    evidence: withoutObjects(subject, 'misuse', call, closable.cost(subject)),
    fix: fixOf(subject, opened),
  };
}

/** The first step, in the order of the text, with which the function is left, or which is gone round. */
function leftOpenAt(subject: Subject, opened: Opened): Step | undefined {
  const { statement, error } = opened;
  const graph = flowAround(subject, statement);
  const from = stepOf(graph, statement);
  if (!from || (error && isErrorElsewhere(subject, error)) || asksForHead(subject)) {
    return undefined;
  }
  return reachedAfter<boolean>(from, true, {
    behind(step, isErrorItsOwn) {
      const isOver =
        step === from || usesIn(subject, opened, step).some((use) => use !== 'left open');
      return isOver ? undefined : isErrorItsOwn && !assigns(subject, step, error);
    },
    isBarred: (edge, isErrorItsOwn) => isBarred(subject, opened, edge, isErrorItsOwn),
  })
    .filter(({ step }) => step === graph.exit || step === from)
    .map(({ before }) => before)
    .sort((a, b) => (a.nodes[0]?.start ?? 0) - (b.nodes[0]?.start ?? 0))[0];
}

/** Whether an error is also known by another name, or told apart by a `switch`. */
function isErrorElsewhere(subject: Subject, error: VarObject): boolean {
  return subject.usesOf(error).some((use) => {
    const parent = subject.parentOf(use);
    return (
      (parent?.kind === 'assignment' && parent.right.includes(use)) ||
      (parent?.kind === 'switch' && parent.tag === use) ||
      (parent?.kind === 'assertion' && parent.type === undefined)
    );
  });
}

function asksForHead(subject: Subject): boolean {
  return subject
    .all('call')
    .some(({ arguments: all }) => all.some((each) => subject.stringOf(each) === 'HEAD'));
}

function usesIn(subject: Subject, { closable, variable }: Opened, step: Step): Use[] {
  return nodesDoneIn(step).flatMap((node) =>
    node.kind === 'identifier' && subject.variableOf(node) === variable
      ? [closable.useOf(subject, node)]
      : [],
  );
}

function assigns(subject: Subject, step: Step, variable: VarObject | undefined): boolean {
  return nodesDoneIn(step).some(
    (node) =>
      node.kind === 'assignment' &&
      node.left.some((left) => variable !== undefined && subject.variableOf(left) === variable),
  );
}

/** Ways on which there is nothing to close: an error was returned, it is nil, or all was read; or a flag says that it is not open. */
function isBarred(
  subject: Subject,
  opened: Opened,
  { known }: Edge,
  isErrorItsOwn: boolean,
): boolean {
  if (!known) {
    return false;
  }
  const { variable, error, closable } = opened;
  const { condition, isTrue } = known;
  if (condition.kind === 'identifier') {
    return !isTrue && isSetAsItOpens(subject, opened, condition);
  }
  if (condition.kind === 'call') {
    const isOfError =
      isErrorItsOwn && condition.arguments.some((each) => isVariable(subject, each, error));
    const { callee } = condition;
    const isAtEnd =
      callee.kind === 'selector' &&
      callee.selector.name === closable.closedUnless &&
      isVariable(subject, callee.operand, variable);
    return isOfError ? isTrue || !isErrorTest(subject, condition) : isAtEnd && !isTrue;
  }
  if (condition.kind !== 'binary') {
    return false;
  }
  const { left, right, operator } = condition;
  const isNil = isTrue === (operator === '==');
  if (!subject.isNil(right)) {
    // `err == io.EOF`
    return isErrorItsOwn && isVariable(subject, left, error) && isNil;
  }
  return isVariable(subject, left, variable)
    ? isNil
    : isErrorItsOwn && isVariable(subject, left, error) && !isNil;
}

/** `isOpen` of `f, err = os.Open(name); …; isOpen = true`. */
function isSetAsItOpens(subject: Subject, { statement }: Opened, flag: Expression): boolean {
  const variable = subject.variableOf(flag);
  const [set, ...more] = variable ? writesTo(subject, variable) : [];
  const assignment = set && subject.parentOf(set);
  const [value] = assignment?.kind === 'assignment' ? assignment.right : [];
  return (
    value !== undefined &&
    assignment !== undefined &&
    more.length === 0 &&
    variable?.role === 'local' &&
    isTrueValue(subject, value) &&
    assignment.start > statement.end &&
    subject.parentOf(assignment) === subject.parentOf(statement)
  );
}

function isTrueValue({ source: { types } }: Subject, value: Expression): boolean {
  const constant = types.valueOf(value);
  return constant?.kind === 'bool' && constant.value;
}

/** What is false for no error; of all else nobody knows what it says of one. */
function isErrorTest(subject: Subject, call: Call): boolean {
  return /^(?:errors\.(?:Is|As)|os\.Is\w+)$/.test(subject.calleeOf(call) ?? '');
}

function isVariable(
  subject: Subject,
  expression: Expression,
  variable: VarObject | undefined,
): boolean {
  return variable !== undefined && subject.variableOf(expression) === variable;
}

/** `defer x.Close()` behind the test of the error, where nothing else closes it or gets hold of it. */
function fixOf(
  subject: Subject,
  { closable, statement, variable, error }: Opened,
): Fix | undefined {
  const { localize } = subject;
  const uses = subject.usesOf(variable).filter(({ start }) => start > statement.end);
  const block = subject.parentOf(statement);
  const guard =
    block?.kind === 'block' ? block.statements[block.statements.indexOf(statement) + 1] : undefined;
  const isGuarded =
    guard?.kind === 'if' &&
    guard.otherwise === undefined &&
    guard.initial === undefined &&
    isFailure(subject, guard.condition, error) &&
    guard.then.statements.at(-1)?.kind === 'return';
  if (
    !isGuarded ||
    isInLoop(subject, statement) ||
    !uses.every((use) => closable.useOf(subject, use) === 'left open')
  ) {
    return undefined;
  }
  const indent = indentOf(subject, statement);
  return indent !== undefined
    ? {
        title: localize('Close it when the function returns'),
        changes: [
          {
            start: guard.end,
            end: guard.end,
            text: `\n${indent}defer ${variable.name}.${closable.close}`,
          },
        ],
        imports: [],
      }
    : undefined;
}

/** `err != nil` of the very error. */
function isFailure(subject: Subject, condition: Expression, error: VarObject | undefined): boolean {
  return (
    condition.kind === 'binary' &&
    condition.operator === '!=' &&
    isVariable(subject, condition.left, error) &&
    subject.isNil(condition.right)
  );
}
