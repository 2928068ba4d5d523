/** Statements that go.mod and go.work share: golang.org/x/mod/modfile/rule.go (Go 1.26). */
import { isDirectoryPath, versionMismatch, type ModuleVersion } from './modulePath.ts';
import { readModText, type ModStatement, type ModToken, type TextProblem } from './modText.ts';
import { canonicalVersion } from './semver.ts';
import { unquote } from './unquote.ts';

export interface Replacement {
  /** With an empty version where all are meant. */
  readonly old: ModuleVersion;
  /** A directory as it is written, if the version is empty. */
  readonly new: ModuleVersion;
}

export interface GodebugSetting {
  readonly key: string;
  readonly value: string;
}

type Arguments = readonly ModToken[];

/** Thrown by what reads a statement, and caught where statements are read one by one. */
class StatementError extends Error {
  readonly token: ModToken | undefined;

  constructor(message: string, token?: ModToken) {
    super(message);
    this.token = token;
  }
}

/**
 * Reads statement by statement; one that is wrong becomes a problem, and the others count. Those of
 * `blockVerbs` may be in blocks.
 */
export function readStatements(
  text: string,
  blockVerbs: ReadonlySet<string>,
  read: (statement: ModStatement) => void,
): readonly TextProblem[] {
  const { statements, problems: syntaxProblems } = readModText(text, blockVerbs);
  const problems = [...syntaxProblems];
  for (const statement of statements) {
    try {
      read(statement);
    } catch (error) {
      if (!(error instanceof StatementError)) {
        throw error;
      }
      const { start, end } = error.token ?? statement.start;
      const { line } = statement;
      problems.push({ line, column: start + 1, length: end - start, message: error.message });
    }
  }
  return problems;
}

export function unknownDirective({ verb }: ModStatement): never {
  throw new StatementError(`unknown directive: ${verb}`);
}

/** What a statement says that may be there once. */
export function once<Value>(
  known: Value | undefined,
  { verb }: ModStatement,
  read: () => Value,
): Value {
  if (known !== undefined) {
    throw new StatementError(`repeated ${verb} statement`);
  }
  return read();
}

const GO_VERSION = /^[1-9]\d*\.(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))?(?:[a-z]+\d+)?$/;
const LAX_GO_VERSION = /^v?([1-9]\d*\.(?:0|[1-9]\d*))\D/;
const TOOLCHAIN = /^default$|^go1(?:$|\.)/;

/** Of a dependency a version counts that begins as one does. */
export function readGoVersion(tokens: Arguments, isDependency: boolean): string {
  const token = only(tokens, 'go directive expects exactly one argument');
  const { text } = token;
  const version = GO_VERSION.test(text) ? text : isDependency && LAX_GO_VERSION.exec(text)?.[1];
  if (version === undefined || version === false) {
    throw new StatementError(`invalid go version '${text}': must match format 1.23.0`, token);
  }
  return version;
}

export function readToolchain(tokens: Arguments): string {
  const token = only(tokens, 'toolchain directive expects exactly one argument');
  const { text } = token;
  if (!TOOLCHAIN.test(text)) {
    throw new StatementError(
      `invalid toolchain version '${text}': must match format go1.23.0 or default`,
      token,
    );
  }
  return text;
}

export function readGodebug(tokens: Arguments): GodebugSetting {
  const usage = 'usage: godebug key=value';
  const token = only(tokens, usage);
  const equals = token.text.indexOf('=');
  if (equals < 0 || /["'`,]/.test(token.text)) {
    throw new StatementError(usage, token);
  }
  return { key: token.text.slice(0, equals), value: token.text.slice(equals + 1) };
}

/** A statement that is one path. */
export function readPath(tokens: Arguments, usage: string): string {
  return readString(only(tokens, usage));
}

export function readModuleVersion(tokens: Arguments, usage: string): ModuleVersion {
  const [path, version, surplus] = tokens;
  if (!path || !version || surplus) {
    throw new StatementError(usage, surplus);
  }
  return moduleVersion(path, version);
}

export function readReplacement(tokens: Arguments): Replacement {
  const arrow = tokens[1]?.text === '=>' ? 1 : 2;
  const [oldPath, oldVersion] = tokens;
  const [newPath, newVersion, surplus] = tokens.slice(arrow + 1);
  if (!oldPath || !oldVersion || !newPath || surplus || tokens[arrow]?.text !== '=>') {
    throw new StatementError(
      'usage: replace module/path [v1.2.3] => other/module v1.4, ' +
        'or replace module/path [v1.2.3] => ../local/directory',
      surplus,
    );
  }
  return {
    old: moduleVersion(oldPath, arrow === 2 ? oldVersion : undefined),
    new: replacing(newPath, newVersion),
  };
}

function replacing(pathToken: ModToken, versionToken: ModToken | undefined): ModuleVersion {
  const path = readString(pathToken);
  if (versionToken) {
    if (isDirectoryPath(path)) {
      throw new StatementError(
        `replacement module directory path "${path}" cannot have version`,
        versionToken,
      );
    }
    return { path, version: readVersion(versionToken) };
  }
  if (!isDirectoryPath(path)) {
    throw new StatementError(
      path.includes('@')
        ? "replacement module must match format 'path version', not 'path@version'"
        : 'replacement module without version must be directory path (rooted or starting with . or ..)',
      pathToken,
    );
  }
  return { path, version: '' };
}

function moduleVersion(pathToken: ModToken, versionToken: ModToken | undefined): ModuleVersion {
  const path = readString(pathToken);
  const version = versionToken ? readVersion(versionToken) : '';
  const mismatch = versionMismatch(path, version);
  if (mismatch !== undefined) {
    throw new StatementError(mismatch, versionToken ?? pathToken);
  }
  return { path, version };
}

function readVersion(token: ModToken): string {
  const text = readString(token);
  const version = canonicalVersion(text);
  if (version === undefined) {
    throw new StatementError(`version "${text}" invalid: must be of the form v1.2.3`, token);
  }
  return version;
}

/** `v1.2.3`, or `[v1.2.3, v1.2.5]`. */
export function readVersionInterval(tokens: Arguments): VersionInterval {
  const [first, low, comma, high, close, surplus] = tokens;
  if (first && !low && first.text !== '[') {
    const version = readVersion(first);
    return { low: version, high: version };
  }
  const isInterval = first?.text === '[' && comma?.text === ',' && close?.text === ']';
  if (!isInterval || !low || !high || surplus) {
    throw new StatementError('usage: retract v1.2.3, or retract [v1.2.3, v1.2.5]', surplus);
  }
  return { low: readVersion(low), high: readVersion(high) };
}

/** Both ends belong to it. */
export interface VersionInterval {
  readonly low: string;
  readonly high: string;
}

function readString(token: ModToken): string {
  const { text } = token;
  const isQuoted = text.startsWith('"');
  const value = isQuoted ? unquote(text) : text;
  if (value === undefined || (!isQuoted && /["'`]/.test(text))) {
    throw new StatementError('invalid quoted string', token);
  }
  return value;
}

function only(tokens: Arguments, usage: string): ModToken {
  const [token, surplus] = tokens;
  if (!token || surplus) {
    throw new StatementError(usage, surplus);
  }
  return token;
}
