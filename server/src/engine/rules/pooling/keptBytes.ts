/** Structs that are put back with bytes in them, which their methods append to and cut, and never give up. */
import { codeIn, type TypedDeclaration } from '../../checker/packageChecker.ts';
import type { DeclarationTypes } from '../../checker/declarationTypes.ts';
import type { Assignment, Call, DeclarationSyntax, Expression } from '../../syntax/ast.ts';
import { forEachNode } from '../../syntax/walk.ts';
import type { VarObject } from '../../types/objects.ts';
import { isBytes } from '../../types/predicates.ts';
import { unalias, underlying } from '../../types/types.ts';
import { calleeOf } from '../../checker/callee.ts';
import type { Subject } from '../subject.ts';

/**
 * The fields `x.bytes = append(x.bytes[:0], text...)` of the struct that a variable points to. None whose capacity a
 * method asks for, or that are set to something else, in a method or where it is put back.
 */
export function keptBytesOf(subject: Subject, variable: VarObject): readonly string[] {
  const uses = new FieldUses();
  const typeName = structNamed(subject, variable);
  if (typeName !== undefined) {
    uses.note(subject.source, variable.name);
    for (const { declaration, text, look } of codeIn(subject.source.package)) {
      const isMethod = declaration.name?.startsWith(`(*${typeName}).`) === true;
      // What is neither cut, grown, asked nor set is of no interest.
      const code = isMethod && /append|\bcap\b|\[:0\]|=/.test(text) ? look() : undefined;
      const [receiver] = code?.syntax.kind === 'func' ? (code.syntax.receiver?.names ?? []) : [];
      if (code && receiver) {
        uses.note(code, receiver.name);
      }
    }
  }
  return uses.kept();
}

/** The package's own, to which it points. */
function structNamed({ source }: Subject, { type }: VarObject): string | undefined {
  const pointer = unalias(type);
  const named = pointer.kind === 'pointer' ? unalias(pointer.element) : undefined;
  return named?.kind === 'named' &&
    named.object.package === source.package &&
    underlying(named).kind === 'struct'
    ? named.object.name
    : undefined;
}

/** What functions do with fields of bytes. */
class FieldUses {
  readonly #grown = new Set<string>();
  readonly #cut = new Set<string>();
  /** Somebody asks for its capacity, or sets it to something else. */
  readonly #bounded = new Set<string>();

  /** `name` is what the struct is called there. */
  note({ syntax, types }: TypedDeclaration, name: string): void {
    forEachNode(syntax, (node) => {
      if (node.kind === 'assignment') {
        this.#noteAssignment(node, types, name);
      } else if (
        node.kind === 'call' &&
        calleeOf(types, node) === 'cap' &&
        !isAnswer(node, syntax)
      ) {
        const asked = node.arguments.flatMap((each) => bytesField(each, types, name) ?? []);
        asked.forEach((field) => this.#bounded.add(field));
      }
    });
  }

  #noteAssignment({ left, right }: Assignment, types: DeclarationTypes, name: string): void {
    for (const [index, target] of left.entries()) {
      const field = bytesField(target, types, name);
      const value = left.length === right.length ? right[index] : undefined;
      if (field === undefined) {
        continue;
      }
      const isAppend = value?.kind === 'call' && calleeOf(types, value) === 'append';
      const sources = value?.kind === 'call' ? value.arguments : value ? [value] : [];
      const isOf = (each: Expression) => bytesField(each, types, name) === field;
      const isCut = sources.some((each) => each.kind === 'slice' && isOf(each.operand));
      if (isCut) {
        this.#cut.add(field);
      }
      if (isAppend && value.hasEllipsis) {
        this.#grown.add(field);
      } else if (!isCut && !sources.some(isOf)) {
        this.#bounded.add(field);
      }
    }
  }

  kept(): readonly string[] {
    return [...this.#grown].filter((field) => this.#cut.has(field) && !this.#bounded.has(field));
  }
}

/** `func (x *T) Cap() int { return cap(x.bytes) }` does nothing with it; who calls it does (isMeasured). */
function isAnswer(asked: Call, syntax: DeclarationSyntax): boolean {
  const [statement] = syntax.kind === 'func' ? (syntax.body?.statements ?? []) : [];
  return statement?.kind === 'return' && statement.results[0] === asked;
}

/** The name of the field in `x.bytes`, where it holds bytes. */
function bytesField(
  expression: Expression,
  types: DeclarationTypes,
  name: string,
): string | undefined {
  if (expression.kind !== 'selector' || expression.operand.kind !== 'identifier') {
    return undefined;
  }
  const type = types.typeOf(expression);
  return expression.operand.name === name && type && isBytes(type)
    ? expression.selector.name
    : undefined;
}
