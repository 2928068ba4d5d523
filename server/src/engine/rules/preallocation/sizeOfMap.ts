/** Whether what a loop puts into a map says how large the map gets. */
import { codeWith, type TypedDeclaration } from '../../checker/packageChecker.ts';
import type { Expression, Identifier, Index } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import type { GoObject } from '../../types/objects.ts';
import type { Subject } from '../subject.ts';

/** Whether the map is put into a field, and the package puts more into that. */
export function growsInField(subject: Subject, uses: readonly Identifier[]): boolean {
  const fields = uses.flatMap((use) => fieldOf(subject, use) ?? []);
  return fields.some((field) => {
    for (const { text, look } of codeWith(subject.source.package, field.name)) {
      const code = text.includes(`.${field.name}[`) ? look() : undefined;
      if (code && inserts(code, field)) {
        return true;
      }
    }
    return false;
  });
}

/** Of `T{field: m}` and `x.field = m`. */
function fieldOf(subject: Subject, use: Identifier): GoObject | undefined {
  const parent = subject.parentOf(use);
  let name: Expression | undefined;
  if (parent?.kind === 'composite') {
    name = parent.elements.find(({ value }) => value === use)?.key;
  } else if (parent?.kind === 'assignment') {
    const target = parent.left[parent.right.indexOf(use)];
    name = target?.kind === 'selector' ? target.selector : undefined;
  }
  const object = name?.kind === 'identifier' ? subject.source.types.objectOf(name) : undefined;
  return object?.kind === 'var' && object.role === 'field' ? object : undefined;
}

function inserts({ syntax, types }: TypedDeclaration, field: GoObject): boolean {
  let isFound = false;
  forEachNode(syntax, (node) => {
    isFound ||=
      node.kind === 'assignment' &&
      node.left.some(
        (target) =>
          target.kind === 'index' &&
          target.operand.kind === 'selector' &&
          types.objectOf(target.operand.selector) === field,
      );
  });
  return isFound;
}

/**
 * Whether the same is put in for all keys, and the code asks how many there are: not as many as there were rounds, or it
 * would ask for those.
 */
export function countsDifferentKeys(
  subject: Subject,
  insert: Index,
  uses: readonly Identifier[],
): boolean {
  const statement = subject.parentOf(insert);
  const [value] = statement?.kind === 'assignment' ? statement.right : [];
  const isSame =
    value !== undefined &&
    (subject.isConstant(value) || (value.kind === 'composite' && value.elements.length === 0));
  return (
    isSame &&
    uses.some((use) => {
      const call = subject.parentOf(use);
      return call?.kind === 'call' && subject.calleeOf(call) === 'len';
    })
  );
}
