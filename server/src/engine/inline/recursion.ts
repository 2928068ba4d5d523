/** Functions that call each other: the order in which the compiler comes to them, ir/scc.go (Go 1.26). */
import type { Func } from '../ir/func.ts';

/**
 * Of the functions of a group one comes first, the one that is written first unless another is given, then what it
 * mentions, as deep as that goes. A function literal is judged where it is called, before the function around.
 */
export function* inOrderOfVisit(
  group: readonly Func[],
  first: Func | undefined,
  edges: {
    readonly calledIn: (func: Func) => readonly Func[];
    readonly mentionedIn: (func: Func) => readonly Func[];
  },
): Generator<Func, void> {
  const left = new Set(group);
  const pending: { readonly func: Func; readonly isNext: boolean }[] = [];
  const visit = (funcs: readonly Func[]): void => {
    for (const func of funcs.toReversed()) {
      pending.push({ func, isNext: false });
    }
  };
  visit([...(first ? [first] : []), ...group.toSorted(asWritten)]);
  for (let step = pending.pop(); step; step = pending.pop()) {
    const { func, isNext } = step;
    if (isNext) {
      yield func;
      visit(edges.mentionedIn(func));
    } else if (left.delete(func)) {
      pending.push({ func, isNext: true });
      visit(edges.calledIn(func).filter(({ outer }) => outer !== undefined));
    }
  }
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
