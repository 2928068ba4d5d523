/** `fmt.Fprintf(w, …)` for `fmt.Sprintf(…)`: a text that goes where it is written, without a string in between. */
import type { Call, Expression } from '../../syntax/ast.ts';
import type { Subject } from '../subject.ts';

const PRINTS: Readonly<Record<string, string>> = {
  'fmt.Sprintf': 'Fprintf',
  'fmt.Sprint': 'Fprint',
  'fmt.Sprintln': 'Fprintln',
};

/** A call that makes a string. */
export interface Print {
  readonly made: Call;
  /** As the file can write it: `fmt.Fprintf`. */
  readonly name: string;
}

export function printOf(subject: Subject, made: Expression | undefined): Print | undefined {
  const print = made?.kind === 'call' ? PRINTS[subject.calleeOf(made) ?? ''] : undefined;
  const fmt = subject.qualifierOf('fmt');
  return made?.kind === 'call' && print !== undefined && fmt !== undefined
    ? { made, name: `${fmt}.${print}` }
    : undefined;
}

/** The text of the call that prints the same to `writer`; what stands on lines of its own stays there. */
export function printingTo(subject: Subject, { made, name }: Print, writer: string): string {
  const [first] = made.arguments;
  const gap = first ? subject.textOf({ start: made.callee.end + 1, end: first.start }) : '';
  const separator = gap.includes('\n') ? `,${gap}` : first ? ', ' : '';
  const values = first ? subject.textOf({ start: first.start, end: made.end }) : ')';
  return `${name}(${writer}${separator}${values}`;
}
