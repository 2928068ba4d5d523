/**
 * `os.ReadFile` whose bytes a function reads and lets go: the file itself can be mapped into memory. What happens where
 * others cut it short meanwhile only who wrote the code can judge, so this is offered to who asks, and never found.
 */
import type { Assignment, Call, Identifier, If } from '../../syntax/ast.ts';
import { lineIndent, replacing } from '../edits.ts';
import type { Fix } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { MAPPING_FUNCTION, mappingFiles, type NewFile } from './mappingFiles.ts';
import { areReadAndLetGo } from './onlyRead.ts';

export interface FileMappingOffer {
  readonly title: string;
  readonly outcome: FileMapping | { readonly refusedBecause: string };
}

export interface FileMapping {
  readonly fix: Fix;
  /** Beside the file that is changed. */
  readonly files: readonly NewFile[];
}

/** For the call around an offset; undefined where there is none whose error is looked at next. */
export function fileMappingAt(subject: Subject, offset: number): FileMappingOffer | undefined {
  const read = subject
    .callsOf('os.ReadFile', 'io/ioutil.ReadFile')
    .find(({ start, end }) => start <= offset && offset <= end);
  const place = read && placeOf(subject, read);
  if (!place) {
    return undefined;
  }
  const { localize } = subject;
  const title = localize(
    'Map the file into memory instead of reading it: {0} is good until the function returns, and nobody may cut the file short meanwhile',
    place.name.name,
  );
  const obstacle = obstacleTo(subject, place);
  const outcome =
    obstacle === undefined ? mappingOf(subject, place, title) : { refusedBecause: obstacle };
  return outcome && { title, outcome };
}

/** `data, err := os.ReadFile(file)` and `if err != nil { … }`. */
interface Place {
  readonly read: Call;
  readonly statement: Assignment;
  readonly name: Identifier;
  readonly check: If;
}

function placeOf(subject: Subject, read: Call): Place | undefined {
  const statement = subject.parentOf(read);
  const block = statement && subject.parentOf(statement);
  const [name, error] =
    statement?.kind === 'assignment' && statement.isDefinition ? statement.left : [];
  const next =
    block?.kind === 'block'
      ? block.statements[block.statements.findIndex((each) => each === statement) + 1]
      : undefined;
  return statement?.kind === 'assignment' &&
    name?.kind === 'identifier' &&
    subject.variableOf(name) !== undefined &&
    error !== undefined &&
    next?.kind === 'if' &&
    endsOnError(subject, next, subject.textOf(error))
    ? { read, statement, name, check: next }
    : undefined;
}

function endsOnError(subject: Subject, { condition, otherwise, then }: If, error: string): boolean {
  return (
    otherwise === undefined &&
    subject.textOf(condition) === `${error} != nil` &&
    then.statements.at(-1)?.kind === 'return'
  );
}

function obstacleTo(subject: Subject, { name, statement }: Place): string | undefined {
  const { localize } = subject;
  const variable = subject.variableOf(name);
  const [, ...uses] = variable ? subject.usesOf(variable) : [];
  if (subject.functionAround(statement) !== subject.source.syntax) {
    return localize('It is in a function literal: when it returns is not known here');
  }
  if (subject.source.frequencyAt(statement.start) === 'iteration') {
    return localize('It is in a loop, and the files of all rounds would be mapped at once');
  }
  return areReadAndLetGo(subject, uses)
    ? undefined
    : localize('It is not known that {0} is only read, and not kept', name.name);
}

function mappingOf(
  subject: Subject,
  { read, statement, name, check }: Place,
  title: string,
): FileMapping | undefined {
  const isThere = subject.source.package.scope.get(MAPPING_FUNCTION) !== undefined;
  const unmap = subject.freshName('unmap', 'unmapFile');
  if (isThere || unmap === undefined || subject.freshName(MAPPING_FUNCTION) === undefined) {
    return undefined;
  }
  const { start, end } = read.callee;
  const indent = lineIndent(subject, statement);
  const fix = replacing(subject, [read.callee], {
    title,
    changes: [
      { start: name.end, end: name.end, text: `, ${unmap}` },
      { start, end, text: MAPPING_FUNCTION },
      { start: check.end, end: check.end, text: `\n${indent}defer ${unmap}()` },
    ],
    imports: [],
  });
  return fix && { fix, files: mappingFiles(subject.source.package.name) };
}
