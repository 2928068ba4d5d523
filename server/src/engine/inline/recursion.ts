/** Functions that call each other: the order in which the compiler comes to them, ir/scc.go (Go 1.26). */
import type { Func } from '../ir/func.ts';

/**
 * Of the functions of a group the one that is written first comes first, then what it mentions, as
 * deep as that goes. A function literal is judged where it is called, before the function around.
 */
export function inOrderOfVisit(
  group: readonly Func[],
  edges: {
    readonly calledIn: (func: Func) => readonly Func[];
    readonly mentionedIn: (func: Func) => readonly Func[];
  },
): readonly Func[] {
  const left = new Set(group);
  const order: Func[] = [];
  const visit = (func: Func): void => {
    if (!left.delete(func)) {
      return;
    }
    edges
      .calledIn(func)
      .filter(({ outer }) => outer !== undefined)
      .forEach(visit);
    order.push(func);
    edges.mentionedIn(func).forEach(visit);
  };
  group.toSorted(asWritten).forEach(visit);
  return order;
}

function asWritten(a: Func, b: Func): number {
  const { file, declaration } = a.frame.source;
  const { file: otherFile, declaration: other } = b.frame.source;
  if (file !== otherFile) {
    return file < otherFile ? -1 : 1;
  }
  // A function comes before the literals in it.
  return declaration.start - other.start || a.offset - b.offset;
}
