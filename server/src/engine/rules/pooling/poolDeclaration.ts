/** The variable of the package that is a new pool, above the function that takes from it. */
import type { TextChange } from '../../refactor/unkeyedLiterals.ts';
import type { Subject } from '../subject.ts';

/** `fresh` are the statements of its New; undefined where package sync cannot be named. */
export function poolDeclaration(
  subject: Subject,
  name: string,
  fresh: readonly string[],
): TextChange | undefined {
  const { goMinor, docStart } = subject.source;
  const sync = subject.qualifierOf('sync');
  const any = goMinor >= ANY_MINOR ? 'any' : 'interface{}';
  const body = fresh.map((line) => `\t${line}\n`).join('');
  return sync === undefined
    ? undefined
    : {
        start: docStart,
        end: docStart,
        text: `var ${name} = ${sync}.Pool{New: func() ${any} {\n${body}}}\n\n`,
      };
}

/** The first version of Go in which `any` is a name. */
const ANY_MINOR = 18;
