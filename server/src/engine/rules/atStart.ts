/** What runs only while a program starts, where its declaration does not tell. */
import { codeIn, type TypedDeclaration } from '../checker/packageChecker.ts';
import type { Span } from '../syntax/ast.ts';
import { type AstNode, forEachNode } from '../syntax/walk.ts';
import { isWithin } from './spans.ts';
import type { SubjectSource } from './subject.ts';
import { hasWord } from './words.ts';

const EXPORTED = /^\p{Lu}/u;

/** Whether a function is called for values of the package's variables and in `init`, and nowhere else. */
export function runsAtStart({ syntax, package: ours }: SubjectSource): boolean {
  const { name } = syntax.name;
  if (syntax.receiver !== undefined || EXPORTED.test(name)) {
    return false;
  }
  const variables: (() => TypedDeclaration | undefined)[] = [];
  let isInInit = false;
  for (const { declaration, text, look } of codeIn(ours)) {
    if (!hasWord(text, name)) {
      continue;
    }
    if (declaration.keyword === 'var') {
      variables.push(look);
    } else if (declaration.name === 'init') {
      isInInit = true;
    } else if (declaration.name !== name) {
      return false;
    }
  }
  return (
    (isInInit || variables.length > 0) && variables.every((look) => isCalledAtOnce(look(), name))
  );
}

/** Whether all that a declaration does with a function is to call it, and not in function literals. */
function isCalledAtOnce(code: TypedDeclaration | undefined, name: string): boolean {
  const literals: Span[] = [];
  const called = new Set<AstNode>();
  const mentions: AstNode[] = [];
  if (code) {
    forEachNode(code.syntax, (node) => {
      if (node.kind === 'function') {
        literals.push(node);
      } else if (node.kind === 'call') {
        called.add(node.callee);
      } else if (node.kind === 'identifier' && node.name === name) {
        mentions.push(node);
      }
    });
  }
  return (
    mentions.length > 0 &&
    mentions.every((each) => called.has(each) && !literals.some((at) => isWithin(each, at)))
  );
}
