/** `T{…}`: go/types/literals.go of Go 1.26. */
import type { CompositeLiteral, Element, Expression } from '../syntax/ast.ts';
import { isExported } from '../types/objects.ts';
import { coreType } from '../types/typeSet.ts';
import { ArrayType, type StructType, type Type, Unknown } from '../types/types.ts';
import { assign } from './assignments.ts';
import type { Environment } from './environment.ts';
import { expressionOf } from './expressions.ts';
import { indexValue } from './indexing.ts';
import { invalid, type Operand, valueOf } from './operand.ts';
import { typeExpression } from './typeExpressions.ts';

/** `elided` is the type of an element in a literal that names no type of its own. */
export function compositeLiteral(
  environment: Environment,
  expression: CompositeLiteral,
  elided: Type | undefined,
): Operand {
  const { type: written, elements } = expression;
  if (written?.kind === 'arrayType' && written.length === 'counted') {
    const element = typeExpression(environment, written.element);
    const length = indexedElements(environment, elements, element);
    const type = new ArrayType(length, element);
    environment.types.record(written, 'type', type);
    return valueOf(expression, type);
  }
  const type = written ? typeExpression(environment, written) : elided;
  if (type === undefined) {
    unknownElements(environment, elements);
    return invalid(expression, 'a literal without a type');
  }
  let base = coreType(type);
  if (written === undefined && base?.kind === 'pointer') {
    // `{…}` stands for `&T{…}` where pointers to T are wanted.
    base = coreType(base.element);
  }
  switch (base?.kind) {
    case 'struct':
      structElements(environment, elements, base);
      break;
    case 'array':
    case 'slice':
      indexedElements(environment, elements, base.element);
      break;
    case 'map':
      for (const { key, value } of elements) {
        if (key) {
          wantedElement(environment, key, base.key);
        }
        wantedElement(environment, value, base.element);
      }
      break;
    default:
      unknownElements(environment, elements);
      return base?.kind === 'unknown'
        ? invalid(expression, base)
        : invalid(expression, 'invalid composite literal type');
  }
  return valueOf(expression, type);
}

function wantedElement(environment: Environment, value: Expression, type: Type): void {
  assign(environment, expressionOf(environment, value, { elided: type, target: type }), type);
}

function structElements(
  environment: Environment,
  elements: readonly Element[],
  { fields }: StructType,
): void {
  for (const [at, { key, value }] of elements.entries()) {
    const field =
      key === undefined
        ? fields[at]
        : key.kind === 'identifier'
          ? fields.find(
              ({ name, package: owner }) =>
                name === key.name && (owner === environment.package || isExported(name)),
            )
          : undefined;
    if (field && key?.kind === 'identifier') {
      environment.types.recordObject(key, field);
    }
    const type = field?.type ?? new Unknown('unknown field');
    assign(environment, expressionOf(environment, value, { target: type }), type);
  }
}

/** The number of elements, that is, one more than the greatest index. */
function indexedElements(
  environment: Environment,
  elements: readonly Element[],
  type: Type,
): number {
  let length = 0;
  let at = 0;
  for (const { key, value } of elements) {
    if (key !== undefined) {
      at = Number(indexValue(environment, key) ?? at);
    }
    wantedElement(environment, value, type);
    at++;
    length = Math.max(length, at);
  }
  return length;
}

/** Elements of a literal whose type is not known still have types of their own. */
function unknownElements(environment: Environment, elements: readonly Element[]): void {
  for (const { key, value } of elements) {
    // A key that is just a name may be that of a field.
    if (key && key.kind !== 'identifier') {
      expressionOf(environment, key);
    }
    expressionOf(environment, value);
  }
}
