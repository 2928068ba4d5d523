/** `s += x` in a loop: each round copies all that is there. */
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import type { Assignment, Expression, Identifier, Span, Statement } from '../../syntax/ast.ts';
import type { VarObject } from '../../types/objects.ts';
import { asNamed, isByte, isString } from '../../types/predicates.ts';
import { underlying } from '../../types/types.ts';
import { indentOf, replacing } from '../edits.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { isWithin } from '../spans.ts';
import { startOf } from '../start.ts';
import type { Subject } from '../subject.ts';
import { printingTo, printOf } from './printing.ts';

export const concatLoop: Rule = {
  name: 'concat-loop',
  summary: 'a string that grows in a loop, copied with each round',
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    const additions = new Map<VarObject, Assignment[]>();
    for (const assignment of subject.all('assignment')) {
      const variable = growing(subject, assignment);
      if (variable) {
        additions.set(variable, [...(additions.get(variable) ?? []), assignment]);
      }
    }
    for (const [variable, all] of additions) {
      yield findingOf(subject, variable, all);
    }
  },
};

/** The local string, or the one that the function gives, that `s += x` makes longer. */
function growing(subject: Subject, { operator, left }: Assignment): VarObject | undefined {
  const [target] = left;
  const variable = target && subject.variableOf(target);
  return operator === '+' &&
    (variable?.role === 'local' || variable?.role === 'result') &&
    isString(variable.type) &&
    asNamed(variable.type) === undefined
    ? variable
    : undefined;
}

function findingOf(
  subject: Subject,
  variable: VarObject,
  additions: readonly Assignment[],
): Found | undefined {
  const { localize } = subject;
  const uses = subject.usesOf(variable);
  const scope = scopeOf(subject, variable);
  const repeated = additions.filter(
    ({ start }) => subject.source.frequencyAt(start) === 'iteration',
  );
  const [first] = repeated;
  const loop = scope && first && loopBetween(subject, first, scope);
  // What is read in the loop has to be a string there, but for its length.
  const isReadInLoop = uses.some(
    (use) => loop && isWithin(use, loop) && !additionTo(subject, use) && !lengthOf(subject, use),
  );
  if (!loop || isReadInLoop) {
    return undefined;
  }
  const assignment = mainAddition(
    subject,
    repeated.filter((each) => isWithin(each, loop)),
    first,
  );
  return {
    start: assignment.start,
    end: assignment.end,
    message: localize('{0} is copied with each round of the loop', variable.name),
    evidence: {
      kind: 'callee',
      frequency: 'iteration',
      text: localize(
        '{0} allocates a string for all that is there',
        subject.shortTextOf(assignment),
      ),
      allocations: [],
    },
    gain: { objectsBefore: 1, objectsAfter: localize('less with each round') },
    fix: fixOf(subject, variable, uses, loop),
  };
}

/** The one that tells most: what stands in the loop itself before what is in its branches, and values before separators. */
function mainAddition(
  subject: Subject,
  additions: readonly Assignment[],
  first: Assignment,
): Assignment {
  const weights = additions.map((each) => {
    const block = subject.parentOf(each);
    const around = block && subject.parentOf(block);
    const isOfBody = around?.kind === 'for' || around?.kind === 'range';
    const isConstant = each.right.every((value) => subject.isConstant(value));
    return (isOfBody ? 2 : 0) + (isConstant ? 0 : 1);
  });
  return additions[weights.indexOf(Math.max(...weights))] ?? first;
}

/** What declares the variable: a statement, or the function whose result it is. */
function scopeOf(subject: Subject, variable: VarObject): Span | undefined {
  const [name] = subject.usesOf(variable);
  return variable.role === 'result' ? name : name && declarationOf(subject, name);
}

function declarationOf(subject: Subject, name: Identifier): Statement | undefined {
  for (const parent of subject.parentsOf(name)) {
    if (parent.kind === 'assignment' || parent.kind === 'declaration') {
      return parent;
    }
  }
  return undefined;
}

/** The outermost loop around the addition that does not declare the variable. */
function loopBetween(subject: Subject, assignment: Assignment, declared: Span) {
  let outermost;
  for (const parent of subject.parentsOf(assignment)) {
    if (isWithin(declared, parent)) {
      break;
    }
    // A literal may be called where nobody sees.
    if (parent.kind === 'function') {
      return undefined;
    }
    outermost = parent.kind === 'range' || parent.kind === 'for' ? parent : outermost;
  }
  return outermost;
}

/** The statement `s += x`, where a use is its target. */
function additionTo(subject: Subject, use: Identifier): Assignment | undefined {
  const parent = subject.parentOf(use);
  return parent?.kind === 'assignment' && parent.operator === '+' && parent.left.includes(use)
    ? parent
    : undefined;
}

/** A strings.Builder in its place: what a function gives stays a string. */
function fixOf(
  subject: Subject,
  variable: VarObject,
  uses: readonly Identifier[],
  loop: Span,
): Fix | undefined {
  const strings = subject.qualifierOf('strings');
  const start = variable.role === 'local' ? builtFrom(subject, uses) : undefined;
  if (!start) {
    return undefined;
  }
  const { statement, name, value, isInGroup } = start;
  const builder = builderOf(subject, name.name, uses, loop);
  const isEmpty = value === undefined || subject.stringOf(value) === '';
  const indent = indentOf(subject, statement);
  const first = isEmpty ? '' : writesOf(subject, builder, statement, value);
  if (strings === undefined || first === undefined || (!isEmpty && indent === undefined)) {
    return undefined;
  }
  const declared = `${isInGroup ? '' : 'var '}${name.name} ${strings}.Builder`;
  const text = isEmpty ? declared : `${declared}\n${indent}${first}`;
  const changes: TextChange[] = [{ start: statement.start, end: statement.end, text }];
  for (const use of uses.slice(1)) {
    const addition = additionTo(subject, use);
    const change = addition ? writing(subject, builder, addition) : reading(subject, use);
    // Of `s += f(s)` both would change the same text.
    if (!change || change.start < (changes.at(-1)?.end ?? 0)) {
      return undefined;
    }
    changes.push(change);
  }
  return replacing(subject, changes, {
    title: subject.localize('Use {0}', 'strings.Builder'),
    changes,
    imports: ['strings'],
    names: [name.name],
  });
}

/** What a builder is declared in the place of. */
interface Declared {
  readonly statement: Span;
  readonly name: Identifier;
  readonly value: Expression | undefined;
  /** Whether it is a line of `var (…)`. */
  readonly isInGroup: boolean;
}

function builtFrom(subject: Subject, [name]: readonly Identifier[]): Declared | undefined {
  const statement = name && declarationOf(subject, name);
  if (!statement || subject.parentOf(statement)?.kind !== 'block') {
    return undefined;
  }
  const start = startOf(subject, statement);
  if (start) {
    return { ...start, isInGroup: false };
  }
  const specs =
    statement.kind === 'declaration' && statement.declaration.kind === 'var'
      ? statement.declaration.specs
      : [];
  const spec = specs.find(({ names }) => names.length === 1 && names[0] === name);
  return spec?.values.length === 0
    ? { statement: spec, name, value: undefined, isInGroup: true }
    : undefined;
}

interface Builder {
  readonly name: string;
  /**
   * Whether fmt prints to it. That moves the builder itself to the heap, once: it has to save a string in
   * each round.
   */
  readonly isPrintedTo: boolean;
}

function builderOf(
  subject: Subject,
  name: string,
  uses: readonly Identifier[],
  loop: Span,
): Builder {
  const isPrintedTo = uses.some((use) => {
    const addition = isWithin(use, loop) ? additionTo(subject, use) : undefined;
    return addition && operandsOf(subject, addition.right).some((each) => printOf(subject, each));
  });
  return { name, isPrintedTo };
}

function writing(subject: Subject, builder: Builder, addition: Assignment): TextChange | undefined {
  const { start, end, right } = addition;
  const [value] = right;
  const text = value && writesOf(subject, builder, addition, value);
  return text === undefined ? undefined : { start, end, text };
}

/** A write for each operand, in the place of a statement; undefined where that would leave its line. */
function writesOf(
  subject: Subject,
  { name, isPrintedTo }: Builder,
  statement: Span,
  value: Expression,
): string | undefined {
  const indent = indentOf(subject, statement);
  const writes = operandsOf(subject, [value]).map((each) => {
    const print = isPrintedTo ? printOf(subject, each) : undefined;
    return print
      ? printingTo(subject, print, `&${name}`)
      : (convertedWrite(subject, name, each) ?? `${name}.WriteString(${subject.textOf(each)})`);
  });
  return writes.length === 1 || indent !== undefined ? writes.join(`\n${indent}`) : undefined;
}

/** Bytes are written as they are: a string of them would be one more object in each round. */
function convertedWrite(subject: Subject, name: string, value: Expression): string | undefined {
  const [bytes] = value.kind === 'call' && subject.isConversion(value) ? value.arguments : [];
  const type = bytes && subject.typeOf(bytes);
  const actual = type && underlying(type);
  return bytes && actual?.kind === 'slice' && isByte(actual.element)
    ? `${name}.Write(${subject.textOf(bytes)})`
    : undefined;
}

function operandsOf(subject: Subject, values: readonly Expression[]): readonly Expression[] {
  return values.flatMap((value) =>
    value.kind === 'binary' && value.operator === '+' && !subject.isConstant(value)
      ? operandsOf(subject, [value.left, value.right])
      : [value],
  );
}

/** What asks for no more than the length, in the builder's words: `len(s)`, `s == ""`. */
function lengthOf(subject: Subject, use: Identifier): TextChange | undefined {
  const parent = subject.parentOf(use);
  const length = `${use.name}.Len()`;
  if (parent?.kind === 'call' && subject.calleeOf(parent) === 'len') {
    return { start: parent.start, end: parent.end, text: length };
  }
  const isCompared =
    parent?.kind === 'binary' && parent.left === use && subject.stringOf(parent.right) === '';
  const comparison = isCompared ? EMPTINESS[parent.operator] : undefined;
  return parent && comparison !== undefined
    ? { start: parent.start, end: parent.end, text: `${length} ${comparison}` }
    : undefined;
}

const EMPTINESS: Readonly<Record<string, string>> = { '==': '== 0', '!=': '> 0' };

/** Undefined for what changes the variable, or takes its address. */
function reading(subject: Subject, use: Identifier): TextChange | undefined {
  const parent = subject.parentOf(use);
  const isTarget = parent?.kind === 'assignment' && parent.left.includes(use);
  const isAddress = parent?.kind === 'unary' && parent.operator === '&';
  const isLoopVariable = parent?.kind === 'range' && parent.operand !== use;
  return isTarget || isAddress || isLoopVariable
    ? undefined
    : (lengthOf(subject, use) ?? { start: use.start, end: use.end, text: `${use.name}.String()` });
}
