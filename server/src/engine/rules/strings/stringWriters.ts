/** Writers that take strings as they are. */
import type { Expression } from '../../syntax/ast.ts';
import { lookUpFieldOrMethod } from '../../types/lookup.ts';
import type { GoObject } from '../../types/objects.ts';
import { isInterface, isString } from '../../types/predicates.ts';
import { type Type, unalias } from '../../types/types.ts';
import { errorType } from '../../types/universe.ts';
import { namedType, type Subject } from '../subject.ts';

export interface StringWriter {
  /** What a fix that writes so is called. */
  readonly title: string;
  readonly imports: readonly string[];
  /** Whether it takes strings, whatever is behind it. */
  readonly isCertain: boolean;
  /** The call that writes what a text stands for. */
  call(text: string): string;
}

/**
 * How strings are written to a writer: by its own method, or by io.WriteString where most of what
 * is behind the interface has one. `unnamed` where the file has another meaning for `io`; undefined
 * where they would be copied.
 */
export function stringWriterOf(
  subject: Subject,
  writer: Expression,
): StringWriter | 'unnamed' | undefined {
  const { localize } = subject;
  const type = subject.typeOf(writer);
  const found = type && lookUpFieldOrMethod(type, true, subject.source.package, 'WriteString');
  if (found && 'object' in found && writesAsIs(found.object)) {
    const method = `${receiverText(subject, writer)}.WriteString`;
    return {
      title: localize('Use {0}', method),
      imports: [],
      isCertain: true,
      call: (text) => `${method}(${text})`,
    };
  }
  if (!type || !takesMostWriters(type)) {
    return undefined;
  }
  const io = subject.qualifierOf('io');
  return io === undefined
    ? 'unnamed'
    : {
        title: localize('Use io.WriteString, which copies only where the writer takes no strings'),
        imports: ['io'],
        isCertain: false,
        call: (text) => `${io}.WriteString(${subject.textOf(writer)}, ${text})`,
      };
}

/**
 * Whether a method is that of io.StringWriter: one with other results may write the length as well, or
 * quotes.
 */
function writesAsIs(object: GoObject): boolean {
  const type = object.kind === 'func' ? object.type : undefined;
  if (type?.kind !== 'signature') {
    return false;
  }
  const [text, ...others] = type.parameters.variables;
  const [count, error] = type.results.variables;
  return (
    text !== undefined &&
    isString(text.type) &&
    others.length === 0 &&
    count !== undefined &&
    error !== undefined &&
    unalias(error.type) === errorType
  );
}

/** `b` of `&b`: calls of methods take the address themselves. */
function receiverText(subject: Subject, writer: Expression): string {
  return subject.textOf(
    writer.kind === 'unary' && writer.operator === '&' ? writer.operand : writer,
  );
}

/**
 * Interfaces behind which there are files, buffers and responses: most of these write strings. What is closed when all is
 * written compresses, encrypts or sends it, and takes bytes.
 */
function takesMostWriters(writer: Type): boolean {
  const name = namedType(writer) ?? '';
  return isInterface(writer) && /^(?:io|net\/http|bufio)\.(?!.*Closer$)/.test(name);
}
