/** Which instances of generic functions the code of a package asks for itself. */
import { codeIn, type TypedDeclaration } from '../checker/packageChecker.ts';
import type { Callee } from '../ir/func.ts';
import { forEachNode } from '../syntax/walk.ts';
import type { Package } from '../types/package.ts';
import { mentionsParameters } from '../types/parameterized.ts';
import { type Type, underlying } from '../types/types.ts';
import { typeString } from '../types/typeString.ts';

/** Of a function, as its shape counts; what a generic function asks for may be any of its instances. */
export function asksFor(inPackage: Package, callee: Callee): boolean {
  for (const { text, look } of codeIn(inPackage)) {
    const code = text.includes(callee.object.name) ? look() : undefined;
    if (code && names(code, callee)) {
      return true;
    }
  }
  return false;
}

function names({ syntax, types }: TypedDeclaration, { object, typeArguments }: Callee): boolean {
  let isFound = false;
  forEachNode(syntax, (node) => {
    if (node.kind === 'identifier' && types.objectOf(node) === object) {
      const own = types.instanceOf(node) ?? [];
      isFound ||= own.every((each, index) => mayBe(each, typeArguments[index]));
    }
  });
  return isFound;
}

function mayBe(own: Type, wanted: Type | undefined): boolean {
  return (
    wanted === undefined ||
    mentionsParameters(own) ||
    typeString(underlying(own)) === typeString(underlying(wanted))
  );
}
