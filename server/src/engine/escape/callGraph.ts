/** What functions refer to: cmd/compile/internal/ir/scc.go (Go 1.26). */
import type { Callee, Func } from '../ir/func.ts';
import { mentionsIn } from '../ir/mentions.ts';
import { forEachNode } from '../ir/walk.ts';

/** A function by what names it, or a function literal that captures nothing. */
export type Mention = Callee | Func;

/** Every function that is mentioned, called or not, also in closures that belong to the function. */
export function mentionedIn(func: Func): readonly Mention[] {
  const found: Mention[] = [];
  for (const mention of mentionsIn(func)) {
    if ('body' in mention && mention.isCapturing) {
      found.push(...mentionedIn(mention));
    } else {
      found.push(mention);
    }
  }
  return found;
}

/** The function and the closures in it that capture something, at any depth. */
export function withClosures(func: Func): readonly Func[] {
  const found: Func[] = [func];
  const look = ({ body }: Func): void => {
    forEachNode(body, (node) => {
      if (node.op === 'closure' && node.func.isCapturing) {
        found.push(node.func);
        look(node.func);
      }
    });
  };
  look(func);
  return found;
}

/** Function literals directly in a function that capture nothing. */
export function literalsIn({ body }: Func): readonly Func[] {
  const found: Func[] = [];
  forEachNode(body, (node) => {
    if (node.op === 'closure' && !node.func.isCapturing) {
      found.push(node.func);
    }
  });
  return found;
}
