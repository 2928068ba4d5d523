/** Variables of the package that functions add to, and from which nothing is ever taken. */
import { codeWith, type TypedDeclaration } from '../../checker/packageChecker.ts';
import type { Expression } from '../../syntax/ast.ts';
import { type AstNode, forEachChild, forEachNode } from '../../syntax/walk.ts';
import { isExported, type VarObject } from '../../types/objects.ts';
import { isOnlyCalledAtStart } from '../atStart.ts';
import { withoutObjects } from '../evidence.ts';
import type { Found } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { specOf } from '../varSpec.ts';

/** Whether a use of a variable, by what holds its name directly, neither takes from it nor gives it to anybody. */
type LooksAt = (parent: AstNode, child: AstNode) => boolean;

/** `held` says what is kept, for as long as the program runs. */
export function growingFound(
  subject: Subject,
  { name }: VarObject,
  grown: Expression,
  held: string,
): Found {
  const { start, end } = grown;
  return {
    start,
    end,
    message: subject.localize('{0} only grows: nothing in the package takes from it', name),
    evidence: withoutObjects(subject, 'retention', grown, held),
  };
}

/** Whether it is unexported and added to while the program runs, and all other uses only look at it. */
export function onlyGrows(subject: Subject, variable: VarObject, isLookedAt: LooksAt): boolean {
  return (
    !isExported(variable.name) &&
    !isRegistration(subject) &&
    !isReducedOrShared(subject, variable, isLookedAt)
  );
}

/** A parameter, or something that is selected from one: nobody here says how many there are. */
export function isFromCaller(subject: Subject, key: AstNode): boolean {
  let isFound = false;
  forEachNode(key, (node) => {
    const role = node.kind === 'identifier' ? subject.variableOf(node)?.role : undefined;
    isFound ||= role === 'parameter';
  });
  return isFound;
}

/** What a program calls for each thing that it has, as it starts. */
function isRegistration({ source }: Subject): boolean {
  return (
    /^(?:must|register|add|set|init|define|declare|install|use|enable|import|load)/i.test(
      source.syntax.name.name,
    ) || isOnlyCalledAtStart(source)
  );
}

/** Whether the package takes from it, sets it anew, or gives it to somebody. */
function isReducedOrShared(subject: Subject, variable: VarObject, isLookedAt: LooksAt): boolean {
  for (const { look } of codeWith(subject.source.package, variable.name)) {
    const code = look();
    if (code && reducesOrShares(code, variable, isLookedAt)) {
      return true;
    }
  }
  return false;
}

function reducesOrShares(
  { syntax, types }: TypedDeclaration,
  variable: VarObject,
  isLookedAt: LooksAt,
): boolean {
  let isFound = false;
  forEachNode(syntax, (node) => {
    const isLength =
      node.kind === 'call' && node.callee.kind === 'identifier' && node.callee.name === 'len';
    forEachChild(node, (child) => {
      const isHarmless = isLength || isLookedAt(node, child) || specOf(node, child) !== undefined;
      isFound ||= child.kind === 'identifier' && types.objectOf(child) === variable && !isHarmless;
    });
  });
  return isFound;
}
