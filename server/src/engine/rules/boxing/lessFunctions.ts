/** What tells the order of a slice that is sorted: a function literal, or the method of a type with `Swap`. */
import { bodyOf } from '../../checker/packageChecker.ts';
import type { Expression, FunctionLiteral } from '../../syntax/ast.ts';
import { isExported } from '../../types/objects.ts';
import { type Named, unalias } from '../../types/types.ts';
import { Subject } from '../subject.ts';
import type { LessFunction } from './comparison.ts';

export function lessOfLiteral(
  subject: Subject,
  list: Expression,
  { type, body }: FunctionLiteral,
): LessFunction {
  const indexes = type.parameters.flatMap(({ names }) => names);
  return { subject, list: subject.textOf(list), indexes, body };
}

/**
 * Of a slice type whose `Len` and `Swap` do what their names say, and nothing else. Undefined where `Less`
 * mentions anything but its elements, and what they have: that might mean something else where it is sorted.
 */
export function lessOfSorter(subject: Subject, list: Expression): LessFunction | undefined {
  const type = subject.typeOf(list);
  const sorter = type && unalias(type);
  if (sorter?.kind !== 'named' || sorter.origin !== sorter || sorter.typeParameters.length > 0) {
    return undefined;
  }
  const less = methodOf(subject, sorter, 'Less');
  const isSwapping =
    isWritten(methodOf(subject, sorter, 'Len'), (slice) => `{return len(${slice})}`) &&
    isWritten(
      methodOf(subject, sorter, 'Swap'),
      (slice, i, j) => `{${slice}[${i}],${slice}[${j}]=${slice}[${j}],${slice}[${i}]}`,
    );
  return less && isSwapping && isSelfContained(less, subject) ? less : undefined;
}

function methodOf(subject: Subject, sorter: Named, name: string): LessFunction | undefined {
  const object = sorter.methods.get(name);
  const code = object && bodyOf(object);
  if (!code || !object.package) {
    return undefined;
  }
  const { text, syntax, types } = code;
  const [receiver] = syntax.receiver?.names ?? [];
  if (!receiver || !syntax.body) {
    return undefined;
  }
  const method = new Subject({
    ...subject.source,
    text,
    syntax: { ...syntax, body: syntax.body },
    types,
    package: object.package,
    allocations: [],
  });
  const indexes = syntax.type.parameters.flatMap(({ names }) => names);
  return { subject: method, list: receiver.name, indexes, body: method.body };
}

/** Whether that is the body of a method, but for white space. */
function isWritten(
  method: LessFunction | undefined,
  body: (list: string, ...indexes: string[]) => string,
): boolean {
  if (!method) {
    return false;
  }
  const { subject, list, indexes } = method;
  const withoutSpace = (text: string) => text.replaceAll(/\s+/g, '');
  const wanted = body(list, ...indexes.map(({ name }) => name));
  return withoutSpace(subject.textOf(method.body)) === withoutSpace(wanted);
}

function isSelfContained({ subject: method, body }: LessFunction, subject: Subject): boolean {
  const isNear = method.source.package === subject.source.package;
  return method.all('identifier').every((identifier) => {
    if (identifier.start < body.start) {
      return true;
    }
    const parent = method.parentOf(identifier);
    if (parent?.kind === 'selector' && parent.selector === identifier) {
      return isNear || isExported(identifier.name);
    }
    const role = method.variableOf(identifier)?.role;
    const isIndexed = parent?.kind === 'index' && parent.operand === identifier;
    return role === 'parameter' || (role === 'receiver' && isIndexed);
  });
}
