/** Writers that take strings as they are. */
import type { Expression } from '../../syntax/ast.ts';
import { lookUpFieldOrMethod } from '../../types/lookup.ts';
import { isInterface } from '../../types/predicates.ts';
import type { Type } from '../../types/types.ts';
import { namedType, type Subject } from '../subject.ts';

export interface StringWriter {
  /** What a fix that writes so is called. */
  readonly title: string;
  readonly imports: readonly string[];
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
  if (found && 'object' in found && found.object.kind === 'func') {
    const method = `${receiverText(subject, writer)}.WriteString`;
    return {
      title: localize('Use {0}', method),
      imports: [],
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
        call: (text) => `${io}.WriteString(${subject.textOf(writer)}, ${text})`,
      };
}

/** `b` of `&b`: calls of methods take the address themselves. */
function receiverText(subject: Subject, writer: Expression): string {
  return subject.textOf(
    writer.kind === 'unary' && writer.operator === '&' ? writer.operand : writer,
  );
}

/** Interfaces behind which there are files, buffers and responses: most of these write strings. */
function takesMostWriters(writer: Type): boolean {
  const name = namedType(writer) ?? '';
  return isInterface(writer) && /^(?:io|net\/http|bufio)\./.test(name);
}
