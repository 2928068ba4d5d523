/** `&x.f`, where a field of a struct is selected. */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type { Expression, Selector } from '../syntax/ast.ts';
import { underlying } from '../types/types.ts';
import type { DeclaredStruct } from './declaredStruct.ts';

export class FieldAddresses {
  readonly #struct: DeclaredStruct;
  readonly #types: DeclarationTypes;

  constructor(struct: DeclaredStruct, types: DeclarationTypes) {
    this.#struct = struct;
    this.#types = types;
  }

  /** Of a field of the struct, or of one that is promoted through it. */
  isOne(expression: Expression): boolean {
    const selector = selectorIn(expression);
    return selector !== undefined && this.#fieldsOn(selector).length > 0;
  }

  /** Of a word of 64 bits that can be used with sync/atomic. */
  isOfWord64(expression: Expression): boolean {
    const type = expression.kind === 'unary' ? this.#types.typeOf(expression.operand) : undefined;
    const under = type && underlying(type);
    return (
      under?.kind === 'basic' &&
      (under.basic === 'int64' || under.basic === 'uint64') &&
      this.isOne(expression)
    );
  }

  /** Indexes of the struct's fields on the way to what the address is of. */
  fieldsOf(address: Expression): readonly number[] {
    const indexes: number[] = [];
    for (let selector = selectorIn(address); selector; selector = innerSelector(selector.operand)) {
      indexes.push(...this.#fieldsOn(selector));
    }
    return indexes;
  }

  #fieldsOn(selector: Selector): readonly number[] {
    const indexes: number[] = [];
    let holder = this.#types.typeOf(selector.operand);
    for (const index of this.#types.selectionOf(selector)?.path ?? []) {
      let under = holder && underlying(holder);
      if (under?.kind === 'pointer') {
        under = underlying(under.element);
      }
      if (under?.kind !== 'struct') {
        break;
      }
      if (this.#struct.isOf(under)) {
        indexes.push(index);
      }
      holder = under.fields[index]?.type;
    }
    return indexes;
  }
}

function selectorIn(address: Expression): Selector | undefined {
  return address.kind === 'unary' && address.operator === '&'
    ? innerSelector(address.operand)
    : undefined;
}

function innerSelector(expression: Expression): Selector | undefined {
  switch (expression.kind) {
    case 'selector':
      return expression;
    case 'index':
    case 'parenthesized':
      return innerSelector(expression.operand);
    default:
      return undefined;
  }
}
