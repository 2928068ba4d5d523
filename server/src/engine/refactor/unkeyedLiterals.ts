/** `T{a, b}` with its elements in another order. */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type { CompositeLiteral, Expression, Span } from '../syntax/ast.ts';
import { forEachChild } from '../syntax/walk.ts';
import { readGap } from './comments.ts';

/** What stands in a span of a text from now on. */
export interface TextChange extends Span {
  readonly text: string;
}

export interface FieldOrder {
  /** Where each field stood before. */
  readonly indexes: readonly number[];
  /** As they were. */
  readonly names: readonly string[];
}

/** Why a literal cannot be changed. */
export type LiteralProblem =
  /** There are as many elements as fields in whole code only. */
  | 'incomplete'
  /** Comments between elements: whose they are is not known. */
  | 'comments'
  /** The elements are calls, which would be made in another order. */
  | 'calls';

/** Literals of the struct in one declaration, whose text offsets are relative to. */
export class UnkeyedLiterals {
  readonly #text: string;
  readonly #types: DeclarationTypes;
  readonly #order: FieldOrder;
  /** In the order of the text, outer ones before those in them. */
  readonly #literals: readonly CompositeLiteral[];

  constructor(
    text: string,
    types: DeclarationTypes,
    literals: readonly CompositeLiteral[],
    order: FieldOrder,
  ) {
    this.#text = text;
    this.#types = types;
    this.#order = order;
    this.#literals = literals.toSorted((a, b) => a.start - b.start || b.end - a.end);
  }

  /** Of the outermost literals: those in them change with them. */
  changes(): readonly TextChange[] {
    return this.#changesIn({ start: 0, end: this.#text.length });
  }

  problemOf(literal: CompositeLiteral): LiteralProblem | undefined {
    const { elements } = literal;
    if (
      elements.length !== this.#order.names.length ||
      elements.some(({ key }) => key !== undefined)
    ) {
      return 'incomplete';
    }
    const close = literal.end - 1;
    const gaps = elements.map(({ value }, at) =>
      readGap(this.#text, value.end, elements[at + 1]?.value.start ?? close),
    );
    const first = elements[0]?.value.start ?? close;
    if ([...gaps, readGap(this.#text, literal.openBrace + 1, first)].some(hasComments)) {
      return 'comments';
    }
    return this.#keepsCalls(literal) || this.#canBeKeyed(literal) ? undefined : 'calls';
  }

  #changesIn({ start, end }: Span): readonly TextChange[] {
    const changes: TextChange[] = [];
    let at = start;
    for (const literal of this.#literals) {
      const first = literal.elements[0]?.value;
      const last = literal.elements.at(-1)?.value;
      if (first && last && literal.start >= at && literal.end <= end) {
        changes.push({ start: first.start, end: last.end, text: this.#elementsOf(literal) });
        at = literal.end;
      }
    }
    return changes;
  }

  /** The text of a part, with the literals in it changed. */
  #textOf({ start, end }: Span): string {
    let text = '';
    let at = start;
    for (const change of this.#changesIn({ start, end })) {
      text += this.#text.slice(at, change.start) + change.text;
      at = change.end;
    }
    return text + this.#text.slice(at, end);
  }

  #elementsOf(literal: CompositeLiteral): string {
    const { elements } = literal;
    const isKeyed = !this.#keepsCalls(literal);
    const { indexes, names } = this.#order;
    const order = isKeyed ? [...elements.keys()] : indexes;
    return order
      .map((index, at) => {
        const value = elements[index]?.value;
        const before = elements[at - 1]?.value.end;
        const slot = elements[at]?.value.start;
        const gap =
          before === undefined || slot === undefined ? '' : this.#text.slice(before, slot);
        const key = isKeyed ? `${names[index] ?? ''}: ` : '';
        return gap + key + (value ? this.#textOf(value) : '');
      })
      .join('');
  }

  /** Calls are made, and channels received from, in the order of the text. */
  #keepsCalls({ elements }: CompositeLiteral): boolean {
    const calling = new Set(
      [...elements.keys()].filter((index) => {
        const value = elements[index]?.value;
        return value !== undefined && this.#calls(value);
      }),
    );
    const order = this.#order.indexes.filter((index) => calling.has(index));
    return order.every((index, at) => at === 0 || index > (order[at - 1] ?? -1));
  }

  #calls(expression: Expression): boolean {
    if (expression.kind === 'function' || this.#types.valueOf(expression) !== undefined) {
      return false;
    }
    if (expression.kind === 'unary' && expression.operator === '<-') {
      return true;
    }
    if (expression.kind === 'call' && !this.#isPure(expression.callee)) {
      return true;
    }
    let calls = false;
    forEachChild(expression, (child) => {
      calls ||= 'id' in child && this.#calls(child);
    });
    return calls;
  }

  /** Of conversions, and of what the language has built in and changes nothing. */
  #isPure(callee: Expression): boolean {
    const inner = callee.kind === 'parenthesized' ? callee.operand : callee;
    const object = inner.kind === 'identifier' ? this.#types.objectOf(inner) : undefined;
    return (
      this.#types.modeOf(callee) === 'type' ||
      (object?.kind === 'builtin' && PURE_BUILTINS.has(object.name))
    );
  }

  /** With keys the elements stay where they are; gofmt would align them over several lines. */
  #canBeKeyed({ start, end }: CompositeLiteral): boolean {
    const lineEnd = this.#text.indexOf('\n', start);
    const rest = this.#text.slice(start, lineEnd < 0 ? undefined : lineEnd);
    return !this.#order.names.includes('_') && start + rest.length >= end && !/\/[/*]/.test(rest);
  }
}

const PURE_BUILTINS = new Set([
  'len',
  'cap',
  'new',
  'make',
  'real',
  'imag',
  'complex',
  'min',
  'max',
]);

function hasComments({ comments }: ReturnType<typeof readGap>): boolean {
  return comments.length > 0;
}
