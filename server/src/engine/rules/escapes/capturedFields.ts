/** A struct that closures refer to only to read a field or two of it. */
import type { Allocation } from '../../alloc/allocations.ts';
import type { FunctionLiteral, Identifier, Selector } from '../../syntax/ast.ts';
import { underlying } from '../../types/types.ts';
import { indentOf } from '../edits.ts';
import type { Fix } from '../rule.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';
import type { Reference } from './references.ts';

/** Larger ones are captured by reference even if nobody changes them: escape.go, flowClosure (Go 1.26). */
const MOST_BY_VALUE = 128;

/** For more of them the struct is the better thing to hold. */
const MOST_FIELDS = 2;

export interface CapturedFields {
  readonly closure: FunctionLiteral;
  /** Each time that one is read. */
  readonly fields: readonly Selector[];
}

/**
 * What the only closure that refers to it reads. Undefined for what is changed after the closure is made, or has its
 * address taken, and for fields that are large themselves.
 */
export function capturedFields(
  subject: Subject,
  { bytes }: Allocation,
  references: readonly Reference[],
): CapturedFields | undefined {
  const captured = references.filter(({ closure }) => closure);
  const [closure, ...others] = new Set(captured.flatMap((each) => each.closure ?? []));
  const isLarge = bytes?.kind === 'fixed' && bytes.askedBytes > MOST_BY_VALUE;
  const isKept = references.every(
    ({ isAddress, isWrite, use }) =>
      !isAddress && !(isWrite && closure && isAfter(subject, use, closure.start)),
  );
  if (!closure || others.length > 0 || !isLarge || !isKept) {
    return undefined;
  }
  const fields = captured.flatMap(({ use }) => {
    const field = subject.parentOf(use);
    return field?.kind === 'selector' && isSmallField(subject, field) ? [field] : [];
  });
  const countFields = new Set(fields.map(({ selector }) => selector.name)).size;
  return fields.length === captured.length && countFields <= MOST_FIELDS
    ? { closure, fields }
    : undefined;
}

/** Behind it, in a loop around it, or where a goto may lead back to it. */
function isAfter(subject: Subject, use: Identifier, start: number): boolean {
  return (
    use.start > start ||
    subject.all('branch').some(({ keyword }) => keyword === 'goto') ||
    [...subject.parentsOf(use)].some(
      (node) =>
        (node.kind === 'for' || node.kind === 'range') && isWithin({ start, end: start }, node),
    )
  );
}

function isSmallField(subject: Subject, field: Selector): boolean {
  const type = subject.typeOf(field);
  const kind = type && underlying(type).kind;
  const isField = subject.source.types.objectOf(field.selector)?.kind === 'var';
  return isField && kind !== undefined && !/^(?:struct|array|unknown)$/.test(kind);
}

/** Copies of the fields before the statement that makes the closure. */
export function copiedFields(
  subject: Subject,
  { name }: Identifier,
  { closure, fields }: CapturedFields,
): Fix | undefined {
  const around = [...subject.parentsOf(closure)];
  const statement = around[around.findIndex(({ kind }) => kind === 'block') - 1];
  const indent = statement && indentOf(subject, statement);
  const copies = new Map(
    fields.map(({ selector }) => [
      selector.name,
      subject.freshName(`${name}${upperFirst(selector.name)}`),
    ]),
  );
  if (!statement || indent === undefined || [...copies.values()].includes(undefined)) {
    return undefined;
  }
  const declared = [...copies].map(([field, copy]) => `${copy} := ${name}.${field}\n${indent}`);
  return {
    title: subject.localize('Copy {0} for the closure', [...copies.keys()].join(', ')),
    changes: [
      { start: statement.start, end: statement.start, text: declared.join('') },
      ...fields.map(({ start, end, selector }) => ({
        start,
        end,
        text: copies.get(selector.name) ?? '',
      })),
    ],
    imports: [],
    names: [...copies.values()].flatMap((copy) => copy ?? []),
  };
}

function upperFirst(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
