/** Fixes that take care of what the text around them holds. */
import type { Expression, Span } from '../syntax/ast.ts';
import { forEachNode } from '../syntax/walk.ts';
import { commentsIn } from './comments.ts';
import type { Fix } from './rule.ts';
import type { Subject } from './subject.ts';

/** A fix, unless a comment stands in one of the spans that it writes anew. */
export function replacing(subject: Subject, spans: readonly Span[], fix: Fix): Fix | undefined {
  return spans.every((span) => commentsIn(subject.textOf(span)).length === 0) ? fix : undefined;
}

/** What stands before it on its line, where that is nothing but white space. */
export function indentOf(subject: Subject, span: Span): string | undefined {
  const before = beforeOnLine(subject, span);
  return before.trim() === '' ? before : undefined;
}

/**
 * The lines of a statement that has them to itself, with what they leave behind: the break, and one of two blank lines
 * around them. Undefined where others share a line, or where a comment above speaks of the statement.
 */
export function wholeLines(subject: Subject, statement: Span): Span | undefined {
  const { text } = subject.source;
  const start = text.lastIndexOf('\n', statement.start) + 1;
  const end = text.indexOf('\n', statement.end) + 1;
  const isAlone = text.slice(start, statement.start).trim() === '' && end > 0;
  const above = text.slice(text.lastIndexOf('\n', start - 2) + 1, start).trim();
  if (!isAlone || text.slice(statement.end, end).trim() !== '' || /^\/\/|\*\/$/.test(above)) {
    return undefined;
  }
  const isAfterGap = above === '' || above.endsWith('{');
  const blank = isAfterGap ? /^[ \t]*\r?\n/.exec(text.slice(end)) : null;
  return { start, end: end + (blank?.[0].length ?? 0) };
}

/** The white space with which its line begins. */
export function lineIndent(subject: Subject, span: Span): string {
  const before = beforeOnLine(subject, span);
  return before.slice(0, before.length - before.trimStart().length);
}

function beforeOnLine({ source: { text } }: Subject, { start }: Span): string {
  return text.slice(text.lastIndexOf('\n', start) + 1, start);
}

/** Whether an expression means something before a loop, and does nothing: no call, no receive. */
export function isKnownBefore(subject: Subject, expression: Expression, loop: Span): boolean {
  let isKnown = true;
  forEachNode(expression, (node) => {
    const variable = node.kind === 'identifier' ? subject.variableOf(node) : undefined;
    const [declared] = variable?.role === 'local' ? subject.usesOf(variable) : [];
    isKnown &&=
      node.kind !== 'function' &&
      !(node.kind === 'unary' && node.operator === '<-') &&
      !(node.kind === 'call' && !subject.isConversion(node)) &&
      !(declared && declared.start > loop.start);
  });
  return isKnown;
}
