/** Types as a file can write them. */
import type { Type } from '../types/types.ts';
import { typeString } from '../types/typeString.ts';
import type { Subject } from './subject.ts';

/** Undefined where it names a type of a package that the file does not import, or one that is not exported. */
export function typeText(subject: Subject, type: Type): string | undefined {
  const unnamed: string[] = [];
  const text = typeString(type, ({ path }) => {
    if (path === subject.source.package.path) {
      return '';
    }
    const isImported = subject.source.imports.some((each) => each.path === path);
    const name = isImported ? subject.qualifierOf(path) : undefined;
    if (name === undefined) {
      unnamed.push(path);
    }
    return name ?? '';
  });
  return unnamed.length === 0 && !UNEXPORTED.test(text) ? text : undefined;
}

/** Behind the name of a package, not behind the dots of a variadic parameter. */
const UNEXPORTED = /(?<!\.)\.[\p{Ll}_]/u;
