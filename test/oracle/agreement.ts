import { execFileSync } from 'node:child_process';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildFlags, DEFAULT_BUILD_FLAGS } from '../../server/src/engine/build/flags.ts';
import type { RowKind, Verdict } from '../../server/src/engine/compilerlog/rows.ts';
import { gomem } from '../support/gomem.ts';
import { goProgram } from '../support/goProgram.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

/** What is compared: one build of some packages. */
export interface Subject {
  readonly name: string;
  /** Where the go command runs. */
  readonly directory: string;
  readonly patterns: readonly string[];
  readonly tags?: string;
  readonly race?: boolean;
  /** The compiler's, for what the patterns name. */
  readonly gcflags?: string;
  readonly pgo?: string;
  readonly tests?: boolean;
}

/** How it is built. */
export function buildFlagsOf({ tags, race = false, gcflags, pgo }: Subject): BuildFlags {
  return {
    ...DEFAULT_BUILD_FLAGS,
    tags: tags?.split(',') ?? [],
    race,
    pgo,
    extra: gcflags === undefined ? [] : [`-gcflags=${gcflags}`],
  };
}

/** How our rows and the oracle's compare; the last three are listed apart and count for nothing. */
export interface Agreement {
  readonly rows: number;
  readonly missing: number;
  readonly invented: number;
  /** Names of the compiler's own (`~r0`), with no counterpart in the source. */
  readonly compilerOnly: number;
  /** Rows without a column. */
  readonly withoutColumn: number;
  /** Places at which several verdicts are true; any of them is accepted. */
  readonly mixed: number;
}

export interface Difference {
  readonly kind: 'missing' | 'invented';
  readonly row: string;
}

export interface OracleRow {
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly kind: RowKind;
  readonly what: string;
  readonly verdict: Verdict;
  readonly detail: string;
  readonly inlined: boolean;
  readonly mixed: boolean;
  readonly compilerOnly: boolean;
}

export type OurRow = Omit<OracleRow, 'kind' | 'mixed' | 'compilerOnly'> & {
  readonly kind: RowKind | 'runtime';
};

/** Runs both on the subject and compares row by row. */
export async function measureAgreement(
  subject: Subject,
): Promise<{ agreement: Agreement; differences: Difference[] }> {
  const oracle = runOracle(subject);
  const ours = await runOurs(subject);
  const directories = directoriesOf(subject);
  return compareRows(oracle, ours, (file) => directories.has(dirname(file)));
}

/** `isCompared` says whether a file's rows are: those of packages that were asked for. */
export function compareRows(
  oracleRows: readonly OracleRow[],
  ourRows: readonly OurRow[],
  isCompared: (file: string) => boolean,
): { agreement: Agreement; differences: Difference[] } {
  const oracle = oracleRows.filter(({ file }) => isCompared(file));
  const generic = new Set(
    oracle.filter(({ what }) => what.includes('go.shape.')).map(placeAndKind),
  );
  /** The place and the thing, whatever the verdict; instances of a generic are one thing. */
  const subjectKey = (row: OurRow) =>
    `${placeAndKind(row)} ${generic.has(placeAndKind(row)) ? '' : row.what}`;
  const rowKey = (row: OurRow) =>
    `${subjectKey(row)} ${row.verdict} ${resultOf(row)} ${row.inlined ? 'inlined' : ''}`;
  const compilerOnly = new Set(oracle.filter((row) => row.compilerOnly).map(subjectKey));
  const mixed = new Set(oracle.filter((row) => row.mixed).map(subjectKey));
  const wanted = new Map<string, OracleRow>();
  for (const row of oracle) {
    if (row.col > 0 && !compilerOnly.has(subjectKey(row))) {
      wanted.set(rowKey(row), row);
    }
  }
  const given = new Map<string, OurRow>();
  for (const row of ourRows) {
    if (row.col > 0 && !compilerOnly.has(subjectKey(row))) {
      given.set(rowKey(row), row);
    }
  }
  const givenSubjects = new Set([...given.values()].map(subjectKey));
  const differences: Difference[] = [];
  for (const [key, row] of wanted) {
    const isAccepted = mixed.has(subjectKey(row)) && givenSubjects.has(subjectKey(row));
    if (!given.has(key) && !isAccepted) {
      differences.push({ kind: 'missing', row: key });
    }
  }
  for (const key of given.keys()) {
    if (!wanted.has(key)) {
      differences.push({ kind: 'invented', row: key });
    }
  }
  return {
    agreement: {
      rows: wanted.size,
      missing: differences.filter(({ kind }) => kind === 'missing').length,
      invented: differences.filter(({ kind }) => kind === 'invented').length,
      compilerOnly: oracle.filter((row) => row.compilerOnly).length,
      withoutColumn: oracle.filter((row) => row.col === 0).length,
      mixed: mixed.size,
    },
    differences,
  };
}

function placeAndKind({ file, line, col, kind }: OurRow): string {
  return `${file}:${line}:${col} ${kind}`;
}

/** The result that a parameter flows to, and its level. */
function resultOf({ verdict, detail }: OurRow): string {
  return verdict === 'leak-result' ? detail.replace(/^to result /, '').replace(/;.*$/, '') : '';
}

export function runOracle(subject: Subject): OracleRow[] {
  const text = execFileSync(
    goProgram(HERE),
    [
      '-dir',
      subject.directory,
      ...(subject.tags === undefined ? [] : ['-tags', subject.tags]),
      ...(subject.race === true ? ['-race'] : []),
      ...(subject.gcflags === undefined ? [] : ['-gcflags', subject.gcflags]),
      ...(subject.pgo === undefined ? [] : ['-pgo', subject.pgo]),
      ...(subject.tests === true ? ['-tests'] : []),
      ...subject.patterns,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return parseJsonLines<OracleRow>(text);
}

async function runOurs(subject: Subject): Promise<OurRow[]> {
  const { code, out, error } = await gomem(
    [
      'escapes',
      '--tier',
      'compiler',
      '--json',
      ...(subject.tags === undefined ? [] : ['--tags', subject.tags]),
      ...(subject.race === true ? ['--race'] : []),
      ...(subject.tests === true ? ['--tests'] : []),
      ...subject.patterns,
    ],
    { cwd: subject.directory, environment: process.env },
  );
  if (code !== 0) {
    throw new Error(`gomem escapes failed on ${subject.name}: ${error}`);
  }
  return (
    parseJsonLines<OurRow>(out)
      // The compiler says nothing of these.
      .filter(({ kind }) => kind !== 'runtime')
      .map((row) => ({ ...row, file: resolve(subject.directory, row.file) }))
  );
}

export function directoriesOf(subject: Subject): Set<string> {
  const flags = subject.tags === undefined ? [] : ['-tags', subject.tags];
  const text = execFileSync('go', ['list', '-f', '{{.Dir}}', ...flags, ...subject.patterns], {
    cwd: subject.directory,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return new Set(text.split('\n').filter((line) => line !== ''));
}

function parseJsonLines<Row>(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** One line for a person. */
export function describeAgreement(name: string, agreement: Agreement): string {
  const { rows, missing, invented, compilerOnly, withoutColumn, mixed } = agreement;
  return `${name}: ${rows} rows, ${missing} missing, ${invented} invented (apart: ${compilerOnly} compiler-only, ${withoutColumn} without a column, ${mixed} mixed)`;
}

export function goroot(): string {
  return execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
}

export function relativeTo(directory: string, difference: Difference): string {
  const [file = '', ...rest] = difference.row.split(':');
  return `${difference.kind} ${relative(directory, file)}:${rest.join(':')}`;
}
