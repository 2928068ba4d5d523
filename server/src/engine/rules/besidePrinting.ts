/** What is done beside a line for somebody to read: to print it is a system call, which takes longer than a few objects. */
import type { Call, Span } from '../syntax/ast.ts';
import type { AstNode } from '../syntax/walk.ts';
import { isWithin } from './spans.ts';
import type { Subject } from './subject.ts';

const OTHER_EXIT = /\b(?:return|break|continue|goto)\b/;

/**
 * Whether each time that a span is come to, in a round of its loop or a call of its function, something is printed as well;
 * or it stands in what is given to somebody together with the terminal.
 */
export function isBesidePrinting(subject: Subject, span: Span): boolean {
  const isGivenTerminal = ({ arguments: given }: Call) =>
    given.some((each) => isStandard(subject, each));
  if (subject.all('call').some((call) => isWithin(span, call) && isGivenTerminal(call))) {
    return true;
  }
  return printsIn(subject).some((call) => {
    const list = listAround(subject, call);
    return (
      list !== undefined &&
      isWithin(span, list) &&
      !isLeft(subject, span, list) &&
      !OTHER_EXIT.test(subject.source.text.slice(span.end, call.start))
    );
  });
}

/** To the terminal, or what is there instead of it: nothing is buffered. */
function printsIn(subject: Subject): readonly Call[] {
  const toFiles = subject.callsOf('fmt.Fprint', 'fmt.Fprintf', 'fmt.Fprintln');
  return [
    ...subject.callsOf('fmt.Print', 'fmt.Printf', 'fmt.Println'),
    ...toFiles.filter(({ arguments: [writer] }) => writer && isStandard(subject, writer)),
  ];
}

function isStandard(subject: Subject, writer: AstNode): boolean {
  const name = writer.kind === 'selector' ? writer.selector : undefined;
  const object = name && subject.source.types.objectOf(name);
  return object?.package?.path === 'os' && /^Std(?:out|err)$/.test(object.name);
}

/** The block or clause that a call is in. */
function listAround(subject: Subject, call: Call): Span | undefined {
  for (const parent of subject.parentsOf(call)) {
    if (parent.kind === 'block') {
      return parent;
    }
    if (parent.kind === 'switch' || parent.kind === 'typeSwitch' || parent.kind === 'select') {
      const clauses: readonly Span[] = parent.clauses;
      return clauses.find((clause) => isWithin(call, clause));
    }
  }
  return undefined;
}

/** Whether a loop or a function of its own in the list is around the span. */
function isLeft(subject: Subject, span: Span, list: Span): boolean {
  const inner = [...subject.all('for'), ...subject.all('range'), ...subject.all('function')];
  return inner.some((each) => isWithin(each, list) && isWithin(span, each.body));
}
