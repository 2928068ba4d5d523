/** Variables that become the fields of one struct. */
import type { Identifier, Statement, VarSpec } from '../../syntax/ast.ts';
import { lineEnd } from '../../syntax/scanner.ts';
import { isWordOf64Bits } from '../atomicWords.ts';
import { indentOf, replacing } from '../edits.ts';
import type { Fix } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { Captured } from './capturedTogether.ts';

/**
 * For variables that `var` declares with their types and without values, one statement behind the other. Undefined where
 * one of them is given a new value by `:=`, which sets no fields.
 */
export function asOneStruct(
  subject: Subject,
  variables: readonly Captured[],
  index: number,
): Fix | undefined {
  const [first] = variables;
  const struct = subject.numberedName('shared', index);
  const indent = first && indentOf(subject, first.statement);
  const statements = [...new Set(variables.map(({ statement }) => statement))];
  const last = statements.at(-1);
  const fields = fieldsOf(subject, variables, statements);
  if (!first || !last || indent === undefined || !fields) {
    return undefined;
  }
  const { start } = first.statement;
  const end = lineEnd(subject.source.text, last.end);
  const isTogether = first.block.statements
    .filter((each) => start <= each.start && each.end <= end)
    .every((each) => statements.includes(each));
  const uses = variables.flatMap(({ variable }) => subject.usesOf(variable).slice(1));
  const isSet = uses.some((use) => {
    const parent = subject.parentOf(use);
    return parent?.kind === 'assignment' && parent.isDefinition && parent.left.includes(use);
  });
  if (!isTogether || isSet || subject.textOf({ start: last.end, end }).trim() !== '') {
    return undefined;
  }
  const lines = aligned(fields).map((line) => `${indent}\t${line}\n`);
  return replacing(subject, [{ start, end }], {
    title: subject.localize('Put them into one struct'),
    changes: [
      {
        start,
        end: last.end,
        text: `var ${struct} struct {\n${lines.join('')}${indent}}`,
      },
      ...uses
        .sort((a, b) => a.start - b.start)
        .map((use) => ({ start: use.start, end: use.start, text: `${struct}.` })),
    ],
    imports: [],
    names: [struct, ...variables.map(({ name }) => name.name)],
  });
}

interface Field {
  readonly names: string;
  readonly type: string;
  readonly isFirst: boolean;
}

function fieldsOf(
  subject: Subject,
  variables: readonly Captured[],
  statements: readonly Statement[],
): readonly Field[] | undefined {
  const fields = statements.flatMap((statement) =>
    specsOf(statement).map(({ names, type, values }) => {
      const areOurs = names.every((name) => variables.some((each) => each.name === name));
      const text = type && subject.textOf(type);
      return areOurs && values.length === 0 && text !== undefined && !text.includes('\n')
        ? {
            names: names.map(({ name }) => name).join(', '),
            type: text,
            isFirst: names.some((name) => isAlignedAlone(subject, name)),
          }
        : undefined;
    }),
  );
  const known = fields.flatMap((field) => field ?? []);
  const isAll = known.length === fields.length;
  return isAll && statements.every((each) => specsOf(each).length > 0)
    ? known.sort((a, b) => Number(b.isFirst) - Number(a.isFirst))
    : undefined;
}

/**
 * Whether a variable is one word of 64 bits whose address is taken, as sync/atomic does: on machines of 32 bits it is
 * aligned as an object of its own and as the first words of a struct, and nowhere else (the notes of sync/atomic, Go 1.26).
 */
function isAlignedAlone(subject: Subject, name: Identifier): boolean {
  const variable = subject.variableOf(name);
  return (
    variable !== undefined &&
    isWordOf64Bits(variable.type) &&
    subject.usesOf(variable).some((use) => {
      const parent = subject.parentOf(use);
      return parent?.kind === 'unary' && parent.operator === '&';
    })
  );
}

function specsOf(statement: Statement): readonly VarSpec[] {
  return statement.kind === 'declaration' && statement.declaration.kind === 'var'
    ? statement.declaration.specs
    : [];
}

/** As gofmt writes fields that follow each other. */
function aligned(fields: readonly Field[]): readonly string[] {
  const width = Math.max(...fields.map(({ names }) => names.length));
  return fields.map(({ names, type }) => `${names.padEnd(width)} ${type}`);
}
