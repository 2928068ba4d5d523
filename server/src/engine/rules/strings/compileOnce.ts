/** `regexp.MustCompile("…")` in a function: compiled with each call. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { replacing } from '../edits.ts';
import { inCallee } from '../evidence.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const compileOnce: Rule = {
  name: 'compile-once',
  summary: 'a constant pattern that is compiled with each call',
  isSafe: true,
  isOnByDefault: true,
  *find(subject) {
    // What a program does once is not called often, whatever it looks like.
    if (isEntry(subject)) {
      return;
    }
    for (const call of subject.callsOf(...NAMES.keys())) {
      if (call.arguments.length > 0 && call.arguments.every((each) => subject.isConstant(each))) {
        yield findingOf(subject, call);
      }
    }
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

function findingOf(subject: Subject, call: Call): Found {
  const { localize, source } = subject;
  const callee = subject.calleeOf(call) ?? '';
  const stem = `${subject.unexportedName}${NAMES.get(callee) ?? ''}`;
  const fresh = subject.numberedName(stem, 0);
  const isMovable = call.arguments.every((each) => isOfPackage(subject, each));
  const { start, end } = call;
  const above = source.docStart;
  return {
    start,
    end,
    message: localize('It is compiled with each call, and is always the same'),
    evidence: inCallee(subject, call, localize('{0} allocates what it compiles', callee)),
    gain: { objectsBefore: localize('many'), objectsAfter: 0 },
    fix:
      fresh !== undefined && isMovable
        ? replacing(subject, [call], {
            title: localize('Compile it once, in a variable of the package'),
            changes: [
              { start: above, end: above, text: `var ${fresh} = ${subject.textOf(call)}\n\n` },
              { start, end, text: fresh },
            ],
            imports: [],
            packageNames: [fresh],
          })
        : undefined,
  };
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
