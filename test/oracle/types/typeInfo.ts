/** Runs the Go program in `test/oracle/typeinfo`, whose documentation says what the fields mean. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { goProgram } from '../../support/goProgram.ts';
import {
  EXPRESSION_KINDS,
  type ExpressionKind,
  type PackageUnderTest,
  type TypedExpression,
} from './typedExpressions.ts';

const SOURCE = join(import.meta.dirname, '../typeinfo');

/** What go/types is asked about. */
export interface TypeSubject {
  readonly name: string;
  /** Where the go command runs. */
  readonly directory: string;
  readonly packages: PackagePatterns | readonly FileList[];
  readonly goarch?: string;
}

export interface PackagePatterns {
  readonly patterns: readonly string[];
  readonly tags?: string;
  readonly tests?: boolean;
}

/** A package that is told by its files; they import what the go command finds in the directory. */
export interface FileList {
  readonly importPath: string;
  readonly directory: string;
  readonly files: readonly string[];
  /** As in `go1.20`; that of the toolchain if it is left out. */
  readonly goVersion?: string;
}

/** The packages that are checked, and all that they depend on. */
export interface Listing {
  readonly goroot: string;
  readonly goos: string;
  readonly goarch: string;
  /** As in `go1.26`. */
  readonly goVersion: string;
  readonly packages: readonly ListedPackage[];
}

export interface ListedPackage extends PackageUnderTest {
  /** Relative to the directory, without test files unless it is a test variant. */
  readonly files: readonly string[];
  /** Import paths that mean another one in this package. */
  readonly importMap?: Readonly<Record<string, string>>;
  readonly standard: boolean;
  /** Whether it was asked for. */
  readonly listed: boolean;
}

export interface OraclePackage extends PackageUnderTest {
  readonly expressions: readonly FileExpressions[];
  /** Of go/types, of the parser and of the go command. */
  readonly errors: readonly string[];
}

export interface FileExpressions {
  /** Absolute. */
  readonly file: string;
  /** By their starts, the outer before the inner. */
  readonly expressions: readonly OracleExpression[];
}

export interface OracleExpression extends TypedExpression {
  readonly startByte: number;
  readonly endByte: number;
  readonly kind: ExpressionKind;
}

/** The packages of a subject one by one, after the listing of them all. */
export async function* runTypeInfo(
  subject: TypeSubject,
): AsyncGenerator<Listing | OraclePackage, void> {
  let isFirst = true;
  for await (const line of typeInfoLines(subject)) {
    yield isFirst ? (JSON.parse(line) as Listing) : decodePackage(JSON.parse(line) as PackageLine);
    isFirst = false;
  }
}

/** The lines that the program prints for a subject. */
export async function* typeInfoLines(
  { directory, packages, goarch = 'amd64' }: TypeSubject,
  flags: readonly string[] = [],
): AsyncGenerator<string, void> {
  const program = spawn(
    goProgram(SOURCE),
    [
      '-dir',
      directory,
      ...flags,
      ...('patterns' in packages
        ? [
            ...(packages.tags === undefined ? [] : ['-tags', packages.tags]),
            ...(packages.tests === true ? ['-tests'] : []),
            ...packages.patterns,
          ]
        : ['-packages', '-']),
    ],
    {
      env: {
        ...process.env,
        // The same packages and files on every machine.
        GOOS: 'linux',
        GOARCH: goarch,
        CGO_ENABLED: '0',
        GOFLAGS: '',
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const exit = once(program, 'exit') as Promise<[number | null]>;
  try {
    program.stdin.end('patterns' in packages ? '' : JSON.stringify(packages));
    yield* createInterface({ input: program.stdout, crlfDelay: Infinity });
    const [code] = await exit;
    if (code !== 0) {
      throw new Error(`typeinfo failed in ${directory}`);
    }
  } finally {
    program.kill();
  }
}

/** A package as it is printed. */
interface PackageLine {
  readonly importPath: string;
  readonly name: string;
  readonly directory: string;
  readonly goVersion: string;
  readonly forTest?: string;
  readonly files: readonly { readonly file: string; readonly exprs: readonly number[] }[];
  readonly types: readonly string[];
  readonly constants: readonly string[];
  readonly errors: readonly string[];
}

const NUMBERS_PER_EXPRESSION = 6;
const TYPE_MODE = 2;

function decodePackage({ files, types, constants, ...rest }: PackageLine): OraclePackage {
  const expressions = files.map(({ file, exprs }) => ({
    file: resolve(rest.directory, file),
    expressions: decodeExpressions(exprs, types, constants),
  }));
  return { ...rest, files: expressions.map(({ file }) => file), expressions };
}

function decodeExpressions(
  numbers: readonly number[],
  types: readonly string[],
  constants: readonly string[],
): OracleExpression[] {
  const expressions: OracleExpression[] = [];
  for (let index = 0; index < numbers.length; index += NUMBERS_PER_EXPRESSION) {
    const [startByte = 0, endByte = 0, kind = -1, mode, type = -1, constant = -1] = numbers.slice(
      index,
      index + NUMBERS_PER_EXPRESSION,
    );
    expressions.push({
      startByte,
      endByte,
      kind: itemAt(EXPRESSION_KINDS, kind),
      type: itemAt(types, type),
      isType: mode === TYPE_MODE,
      constant: constant < 0 ? undefined : itemAt(constants, constant),
    });
  }
  return expressions;
}

function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) {
    throw new Error(`typeinfo printed an index out of range: ${index}`);
  }
  return item;
}
