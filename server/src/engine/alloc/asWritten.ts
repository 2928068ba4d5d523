/** What the user wrote, where the compiler's text has names of its own. */
import { type DeclarationTree, textOf } from '../syntax/declarationTree.ts';
import { detach } from '../syntax/detach.ts';
import { enclosedAt } from '../syntax/enclosed.ts';

/** Results of inlined calls, and temporaries: `~r0`, `.autotmp_3`. */
const OWN_NAMES = /~r\d|\.autotmp_\d/;

/**
 * The expression that the compiler calls `what`, at its place: `id.String()[:7]` for `(~r0)[:7]`, as
 * it is once `String` is inlined; `argument of go` for the copy of a variable, which has the place of the
 * statement. Other texts are left as they are.
 */
export function asWritten(what: string, tree: DeclarationTree | undefined, offset: number): string {
  if (!tree || !OWN_NAMES.test(what)) {
    return what;
  }
  // The compiler's place of an expression is that of its operator or bracket, if it has one.
  const { node } = enclosedAt(tree, offset);
  return node.kind === 'go' || node.kind === 'defer'
    ? `argument of ${node.kind}`
    : detach(textOf(tree, node).replace(/\s+/g, ' '));
}
