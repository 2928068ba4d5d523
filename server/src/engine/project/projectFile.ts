import { parseTree, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { ALLOCATION_KINDS, type AllocationKind } from '../alloc/allocations.ts';
import { FREQUENCIES, type Frequency } from '../frequency/frequency.ts';
import { RULES } from '../rules/registry.ts';
import { LineIndex } from '../text/lines.ts';
import {
  listOf,
  objectOf,
  readBoolean,
  readString,
  readText,
  recordOf,
  type KeyReaders,
  type Reader,
} from './readers.ts';

export const PROJECT_FILE_NAME = 'gomem.json';

/** How the project is built; as in `BuildFlags`, and undefined where the project does not say. */
export interface ProjectBuild {
  readonly tags?: readonly string[];
  readonly race?: boolean;
  /** Further flags of `go build`, each one word as the shell would pass it. */
  readonly flags?: readonly string[];
  /** Environment on top of the process's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Which allocations have a hint. */
export interface ProjectHints {
  readonly frequencies?: Readonly<Partial<Record<Frequency, boolean>>>;
  readonly kinds?: Readonly<Partial<Record<AllocationKind, boolean>>>;
}

/** On or off, or off in files that the globs match (as in `exclude` of the whole project), and of values of some types. */
export type ProjectRule =
  boolean | { readonly exclude?: readonly string[]; readonly excludeTypes?: readonly string[] };

/** What a project's `gomem.json` says (schemas/gomem.schema.json). */
export interface ProjectFile {
  readonly build?: ProjectBuild;
  readonly hints?: ProjectHints;
  /** By the rules' names. */
  readonly rules?: Readonly<Partial<Record<string, ProjectRule>>>;
  /** Globs of paths below the file's folder, with `/`: nothing is listed or hinted there. */
  readonly exclude?: readonly string[];
}

/** Something in the file that is not as it should be. */
export interface ProjectProblem {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** How much of the line is meant, in UTF-16 units. */
  readonly length: number;
  readonly message: string;
}

export interface ParsedProjectFile {
  /** All that is right, whatever else is wrong. */
  readonly project: ProjectFile;
  readonly problems: readonly ProjectProblem[];
  /** False where the text cannot be read to its end. */
  readonly isJson: boolean;
}

/** A path below the folder: a pattern that begins elsewhere, or ends in `/`, matches no file. */
const GLOB = /^(?!\/|\.\.\/)[^\\]{0,999}[^\\/]$/;

/** A package's path, and the name of a type in it. */
const TYPE_NAME = /^[^\s*]+\.[\p{L}_][\p{L}\p{N}_]*$/u;

const readGlobs = listOf(
  readText(GLOB, 'a glob of files below the folder of the file, such as "gen/**"'),
);
const readTypes = listOf(
  readText(TYPE_NAME, 'a type as "bytes.Buffer" or "example.com/module/package.Type"'),
);
const readScope = objectOf<Exclude<ProjectRule, boolean>>({
  exclude: readGlobs,
  excludeTypes: readTypes,
});
const readRule: Reader<ProjectRule> = (node, name, report) =>
  node.type === 'object' ? readScope(node, name, report) : readBoolean(node, name, report);

const readProject = objectOf<ProjectFile & { readonly $schema?: string }>({
  $schema: readString,
  build: objectOf<ProjectBuild>({
    tags: listOf(readString),
    race: readBoolean,
    flags: listOf(readString),
    environment: recordOf(readString),
  }),
  hints: objectOf<ProjectHints>({
    frequencies: objectOf(forEach(FREQUENCIES, readBoolean)),
    kinds: objectOf(forEach(ALLOCATION_KINDS, readBoolean)),
  }),
  rules: objectOf(
    forEach(
      RULES.map(({ name }) => name),
      readRule,
    ),
  ),
  exclude: readGlobs,
});

/** Reads a `gomem.json`: JSON, with comments and trailing commas if one likes. */
export function parseProjectFile(text: string): ParsedProjectFile {
  // A byte order mark is none of the document.
  const document = text.replace(/^\uFEFF/, ' ');
  const lines = new LineIndex(document);
  const problemAt = (offset: number, length: number, message: string): ProjectProblem => {
    const { line, character } = lines.positionAt(offset);
    return {
      line: line + 1,
      column: character + 1,
      length: Math.max(0, Math.min(length, lines.lineEnd(line) - offset)),
      message,
    };
  };
  const errors: ParseError[] = [];
  const root = parseTree(document, errors, { allowTrailingComma: true });
  const problems: ProjectProblem[] = [];
  const project =
    root &&
    readProject(root, '', ({ offset, length }, message) => {
      problems.push(problemAt(offset, length, message));
    });
  const [error] = errors;
  return {
    project: project ?? {},
    // Where the text goes astray, what comes after it is none of the user's making.
    problems: error ? [problemAt(error.offset, error.length, syntaxMessage(error))] : problems,
    isJson: error === undefined,
  };
}

function forEach<Name extends string, Value>(
  names: readonly Name[],
  read: Reader<Value>,
): KeyReaders<Partial<Record<Name, Value>>> {
  return Object.fromEntries(names.map((name) => [name, read])) as unknown as KeyReaders<
    Partial<Record<Name, Value>>
  >;
}

function syntaxMessage({ error }: ParseError): string {
  const name = printParseErrorCode(error);
  return `this is no JSON: ${name === '<unknown ParseErrorCode>' ? 'it cannot be read' : SYNTAX_ERRORS[name]}`;
}

const SYNTAX_ERRORS = {
  InvalidSymbol: 'no such word',
  InvalidNumberFormat: 'no such number',
  PropertyNameExpected: 'a name in double quotes is missing',
  ValueExpected: 'a value is missing',
  ColonExpected: 'a colon is missing',
  CommaExpected: 'a comma is missing',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'nothing may come after the end',
  InvalidCommentToken: 'no comment may be here',
  UnexpectedEndOfComment: 'a comment is not closed',
  UnexpectedEndOfString: 'a string is not closed',
  UnexpectedEndOfNumber: 'a number is cut off',
  InvalidUnicode: 'an escape of a character is wrong',
  InvalidEscapeCharacter: 'no such escape',
  InvalidCharacter: 'no such character may be here',
} as const;
