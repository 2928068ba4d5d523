/** Composite literals: compLit of the noder (Go 1.26). */
import { toInt } from '../types/constant/conversions.ts';
import type { CompositeExpression, Expression, LiteralElement } from '../ir/nodes.ts';
import type { CompositeLiteral } from '../syntax/ast.ts';
import { coreType } from '../types/typeSet.ts';
import { type StructType, type Type, underlying } from '../types/types.ts';
import { at, type Builder, constantOf, unknownExpression } from './builder.ts';
import { implicitly } from './conversions.ts';
import { addressOf, expression } from './expressions.ts';

export function composite(builder: Builder, syntax: CompositeLiteral, type: Type): Expression {
  const position = at(builder, syntax.openBrace);
  const core = coreType(type) ?? underlying(type);
  // `{…}` in a literal of pointers.
  const base = core.kind === 'pointer' ? core.element : type;
  const under = coreType(base) ?? underlying(base);
  const literal = (
    op: CompositeExpression['op'],
    elements: readonly LiteralElement[],
    length = elements.length,
  ): Expression => {
    const made: Expression = { op, elements, length, isDots: false, type: base, ...position };
    return core.kind === 'pointer' ? { ...addressOf(made, position, false), type } : made;
  };
  switch (under.kind) {
    case 'struct':
      return literal('structLit', structElements(builder, syntax, under));
    case 'array':
      return literal('arrayLit', listElements(builder, syntax, under.element), under.length);
    case 'slice':
      return literal(
        'sliceLit',
        listElements(builder, syntax, under.element),
        lengthOf(builder, syntax),
      );
    case 'map':
      return literal(
        'mapLit',
        syntax.elements.map(({ key, value }) => ({
          key: key && implicitly(builder, key, under.key),
          value: implicitly(builder, value, under.element),
        })),
      );
    default:
      return unknownExpression(
        position,
        'the type of the literal is not known',
        syntax.elements.map(({ value }) => expression(builder, value)),
      );
  }
}

function structElements(
  builder: Builder,
  { elements }: CompositeLiteral,
  { fields }: StructType,
): LiteralElement[] {
  return elements.map(({ key, value }, index) => {
    const name = key?.kind === 'identifier' ? key.name : undefined;
    const field = key === undefined ? fields[index] : fields.find((each) => each.name === name);
    return { key: undefined, value: implicitly(builder, value, field?.type) };
  });
}

function listElements(
  builder: Builder,
  { elements }: CompositeLiteral,
  element: Type,
): LiteralElement[] {
  return elements.map(({ key, value }) => ({
    key: key && expression(builder, key),
    value: implicitly(builder, value, element),
  }));
}

/** One more than the greatest index. */
function lengthOf(builder: Builder, { elements }: CompositeLiteral): number {
  let length = 0;
  let index = 0;
  for (const { key } of elements) {
    const value = key && constantOf(builder, key);
    const written = value && toInt(value);
    index = written ? Number(written.value) : index;
    index++;
    length = Math.max(length, index);
  }
  return length;
}
