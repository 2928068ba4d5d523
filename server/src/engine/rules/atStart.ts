/** What runs only while a program starts, where its declaration does not tell. */
import { codeWith, type TypedDeclaration } from '../checker/packageChecker.ts';
import { mentionsOf } from './mentions.ts';
import type { SubjectSource } from './subject.ts';

const EXPORTED = /^\p{Lu}/u;

/**
 * Whether a function is called for values of the package's variables and in `init`, and nowhere else; a method, whether
 * all of its name are.
 */
export function runsAtStart(source: SubjectSource): boolean {
  return !EXPORTED.test(source.syntax.name.name) && isOnlyCalledAtStart(source);
}

/** The same as far as the package itself calls it: others may call what is exported. */
export function isOnlyCalledAtStart({ syntax, package: ours }: SubjectSource): boolean {
  const { name } = syntax.name;
  const variables: (() => TypedDeclaration | undefined)[] = [];
  let isInInit = false;
  for (const { declaration, look } of codeWith(ours, name)) {
    if (declaration.keyword === 'var') {
      variables.push(look);
    } else if (declaration.name === 'init') {
      isInInit = true;
    } else if (!isOnlyDeclared(look(), name)) {
      return false;
    }
  }
  return (
    (isInInit || variables.length > 0) && variables.every((look) => isCalledAtOnce(look(), name))
  );
}

function isCalledAtOnce(code: TypedDeclaration | undefined, name: string): boolean {
  const mentions = code && mentionsOf(code, name);
  return mentions !== undefined && mentions.places.length > 0 && mentions.areDirectCalls;
}

function isOnlyDeclared(code: TypedDeclaration | undefined, name: string): boolean {
  return code?.syntax.kind === 'func' && mentionsOf(code, name).places.length === 0;
}
