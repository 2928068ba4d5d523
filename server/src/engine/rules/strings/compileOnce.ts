/** `regexp.MustCompile("…")` in a function: compiled with each call. */
import type { Call, Expression, Identifier, Span } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { sameChange } from '../causes.ts';
import { replacing, wholeLines } from '../edits.ts';
import { inCallee } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import { startOf } from '../start.ts';
import type { Subject } from '../subject.ts';

export const compileOnce: Rule = {
  name: 'compile-once',
  summary: 'a constant pattern that is compiled with each call',
  isSafe: true,
  isOnByDefault: true,
  causeOf: sameChange,
  *find(subject) {
    // What a program does once is not called often, whatever it looks like.
    if (isEntry(subject)) {
      return;
    }
    const calls = subject
      .callsOf(...NAMES.keys())
      .filter(
        ({ arguments: list }) => list.length > 0 && list.every((each) => subject.isConstant(each)),
      );
    // What is the same, and is fixed together, has one variable.
    const keys = calls.map((call) => `${subject.frequencyOf(call)} ${subject.textOf(call)}`);
    const different = [...new Set(keys)];
    yield* calls.map((call, at) => findingOf(subject, call, different.indexOf(keys[at] ?? '')));
  },
};

/** With the ending of a variable's name. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['regexp.MustCompile', 'Pattern'],
  ['regexp.MustCompilePOSIX', 'Pattern'],
  ['strings.NewReplacer', 'Replacer'],
]);

function isEntry({ source: { syntax } }: Subject): boolean {
  return syntax.receiver === undefined && ['init', 'main'].includes(syntax.name.name);
}

function findingOf(subject: Subject, call: Call, ordinal: number): Found {
  const { localize } = subject;
  const callee = subject.calleeOf(call) ?? '';
  const stem = `${subject.unexportedName}${NAMES.get(callee) ?? ''}`;
  const fresh = subject.numberedName(stem, ordinal);
  return {
    start: call.start,
    end: call.end,
    message: localize('It is compiled with each call, and is always the same'),
    evidence: inCallee(subject, call, localize('{0} allocates what it compiles', callee)),
    gain: { objectsBefore: localize('many'), objectsAfter: 0 },
    fix: call.arguments.every((each) => isOfPackage(subject, each))
      ? fixOf(subject, call, fresh)
      : undefined,
  };
}

/** A variable of the package above the function, and its name in the place of the call, or of what has its value. */
function fixOf(subject: Subject, call: Call, fresh: string): Fix | undefined {
  const above = subject.source.docStart;
  const holder = holderOf(subject, call);
  const changes = holder
    ? [holder.statement, ...holder.uses].map(({ start, end }, index) => ({
        start,
        end,
        text: index === 0 ? '' : fresh,
      }))
    : [{ start: call.start, end: call.end, text: fresh }];
  return replacing(subject, [call, ...(holder ? [holder.statement] : [])], {
    title: subject.localize('Compile it once, in a variable of the package'),
    changes: [
      { start: above, end: above, text: `var ${fresh} = ${subject.textOf(call)}\n\n` },
      ...changes,
    ],
    imports: [],
    names: holder ? [holder.name] : [],
    packageNames: [fresh],
  });
}

interface Holder {
  readonly name: string;
  /** The lines of `x := call`, with the break behind them. */
  readonly statement: Span;
  readonly uses: readonly Identifier[];
}

/** The variable that has the value and never another one, where its statement can go: nothing is said of it above. */
function holderOf(subject: Subject, call: Call): Holder | undefined {
  const parent = subject.parentOf(call);
  const start = parent?.kind === 'assignment' ? startOf(subject, parent) : undefined;
  if (!start || subject.parentOf(start.statement)?.kind !== 'block') {
    return undefined;
  }
  const statement = wholeLines(subject, start.statement);
  const [, ...uses] = subject.usesOf(start.variable);
  const isFixed = uses.every((use) => {
    const around = subject.parentOf(use);
    const isTarget = around?.kind === 'assignment' && around.left.includes(use);
    return !isTarget && !(around?.kind === 'unary' && around.operator === '&');
  });
  return statement && isFixed ? { name: start.name.name, statement, uses } : undefined;
}

/** Whether an expression means the same outside of the function. */
function isOfPackage(subject: Subject, expression: Expression): boolean {
  const { scope } = subject.source.package;
  let isSame = true;
  forEachNode(expression, (node) => {
    const object = node.kind === 'identifier' ? subject.source.types.objectOf(node) : undefined;
    isSame &&=
      node.kind !== 'identifier' ||
      object?.kind === 'packageName' ||
      (object?.kind === 'const' && (object.package?.scope ?? scope).get(object.name) === object);
  });
  return isSame;
}
