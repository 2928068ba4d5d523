/** Types whose values a rule is not to speak of. */
import type { Span } from '../syntax/ast.ts';
import { type Type, unalias } from '../types/types.ts';
import { isWithin } from './spans.ts';
import { namedType, type Subject } from './subject.ts';

/**
 * Whether the function is a method of one of the types, or a value of one stands in what is found there. Names are as
 * `bytes.Buffer` and `example.com/m/p.T`; pointers, slices and arrays of a type count as well.
 */
export function isAboutTypes(subject: Subject, span: Span, names: ReadonlySet<string>): boolean {
  const method = subject.source.types.objectOf(subject.source.syntax.name);
  const signature = method?.kind === 'func' ? method.type : undefined;
  const receiver = signature?.kind === 'signature' ? signature.receiver?.type : undefined;
  return [receiver, ...typesIn(subject, span)].some((type) => names.has(nameOf(type) ?? ''));
}

/** Of the values in the span; what stands in a function literal there is its own affair. */
function typesIn(subject: Subject, span: Span): readonly (Type | undefined)[] {
  const literals = subject.all('function').filter((each) => isWithin(each, span));
  const isMeant = (node: Span): boolean =>
    isWithin(node, span) && !literals.some((literal) => isWithin(node, literal));
  const variables = subject.all('identifier').filter(isMeant);
  const others = [
    ...subject.all('selector'),
    ...subject.all('composite'),
    ...subject.all('call'),
    ...subject.all('index'),
  ].filter(isMeant);
  return [
    ...variables.map((each) => subject.variableOf(each)?.type),
    ...others.map((each) => subject.typeOf(each)),
  ];
}

/** Of what a pointer, a slice or an array is of in the end. */
function nameOf(type: Type | undefined): string | undefined {
  const actual = type && unalias(type);
  return actual?.kind === 'pointer' || actual?.kind === 'slice' || actual?.kind === 'array'
    ? nameOf(actual.element)
    : namedType(actual);
}
