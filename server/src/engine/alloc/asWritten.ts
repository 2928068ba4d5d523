/** What the user wrote, where the compiler's text has names of its own. */
import type { SyntaxNode, SyntaxTree } from '../syntax/cursor.ts';

/** Results of inlined calls, and temporaries: `~r0`, `.autotmp_3`. */
const OWN_NAMES = /~r\d|\.autotmp_\d/;

/**
 * The expression that the compiler calls `what`, at its place: `id.String()[:7]` for `(~r0)[:7]`, as
 * it is once `String` is inlined. Other texts are left as they are.
 */
export function asWritten(what: string, tree: SyntaxTree | undefined, offset: number): string {
  return tree && OWN_NAMES.test(what)
    ? expressionOf(tree.nodeAt(offset)).text.replace(/\s+/g, ' ')
    : what;
}

/** The compiler's place of an expression is that of its operator or bracket, if it has one. */
function expressionOf(node: SyntaxNode): SyntaxNode {
  const { parent } = node;
  return parent && (!node.isNamed || LISTS.has(node.kind)) ? expressionOf(parent) : node;
}

const LISTS = new Set(['argument_list', 'literal_value']);
