/**
 * Our verdicts beside the compiler's, joined by file, line, column and kind of thing. The words for
 * it are not compared: the compiler's are those of the code after inlining.
 */
import type { OracleRow } from '../agreement.ts';
import { ESCAPES, type EscapeFigures, type KindOfVerdict } from './figures.ts';
import type { DeclarationVerdicts } from './ours.ts';

export interface Disagreement {
  readonly kind: KindOfVerdict;
  readonly outcome: 'missing' | 'invented';
  /** `file:line:column kind`. */
  readonly place: string;
  /** The compiler's text for the thing, or ours where it has none. */
  readonly what: string;
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

export interface Comparison {
  readonly figures: EscapeFigures;
  readonly disagreements: readonly Disagreement[];
}

/** What one side says of one kind of thing at one place. */
interface Said {
  readonly verdicts: Set<string>;
  readonly what: string;
  isCopy: boolean;
  /** Parameters of several functions stand there, whose rows cannot be told apart. */
  isMixed: boolean;
  /** Instances of a generic are several functions at one place. */
  readonly isGeneric: boolean;
}

type Side = ReadonlyMap<string, Said>;

/** Compares one package: the rows and declarations of its files. */
export function compareVerdicts(
  oracleRows: readonly OracleRow[],
  declarations: readonly DeclarationVerdicts[],
): Comparison {
  // Where a generic function begins stand the wrappers that pass a dictionary to its instances.
  const wrappers = new Set(
    declarations.map(({ file, genericAt }) => `${file}:${genericAt ?? 'none'}`),
  );
  const compared = oracleRows.filter(
    ({ file, line, col }) => col > 0 && !wrappers.has(`${file}:${line}:${col}`),
  );
  const theirs = sideOfOracle(compared.filter((row) => !row.compilerOnly));
  const judged = declarations.filter(
    (each) => each.genericAt === undefined || isCompiled(each, compared),
  );
  const ours = ourSide(judged);
  const unjudged = sideOfOracle(compared.filter((row) => row.compilerOnly));
  const disagreements: Disagreement[] = [];
  const figures = ESCAPES.none();
  for (const place of new Set([...theirs.keys(), ...ours.keys()])) {
    const wanted = theirs.get(place);
    const given = ours.get(place);
    const others = unjudged.get(place)?.verdicts ?? new Set();
    for (const { kind, outcome } of outcomesAt(place, wanted, given, others)) {
      figures[kind][outcome]++;
      if (outcome !== 'equal') {
        disagreements.push({
          kind,
          outcome,
          place,
          what: (wanted ?? given)?.what ?? '',
          theirs: [...(wanted?.verdicts ?? [])],
          ours: [...(given?.verdicts ?? [])],
        });
      }
    }
  }
  return { figures, disagreements };
}

interface OutcomeOfKind {
  readonly kind: KindOfVerdict;
  readonly outcome: 'equal' | 'missing' | 'invented';
}

function outcomesAt(
  place: string,
  wanted: Said | undefined,
  given: Said | undefined,
  unjudged: ReadonlySet<string>,
): OutcomeOfKind[] {
  const wantedVerdicts = wanted?.verdicts ?? new Set();
  const givenVerdicts = given?.verdicts ?? new Set();
  if (place.endsWith(' param')) {
    const isEqual =
      wanted?.isMixed === true
        ? givenVerdicts.size > 0 && [...givenVerdicts].every((each) => wantedVerdicts.has(each))
        : isSameSet(wantedVerdicts, givenVerdicts);
    const outcome = !wanted ? 'invented' : isEqual ? 'equal' : 'missing';
    return [{ kind: 'parameters', outcome }];
  }
  const isCopy = wanted?.isCopy ?? given?.isCopy === true;
  // Several things at one place, or instances of which some only are compiled: either is right.
  const isEither = wantedVerdicts.size > 1 || wanted?.isGeneric === true;
  return (['heap', 'stack'] as const).flatMap((verdict): OutcomeOfKind[] => {
    const kind = isCopy ? 'copies' : verdict;
    const isWanted = wantedVerdicts.has(verdict);
    const isGiven = givenVerdicts.has(verdict);
    if (isWanted) {
      const isEqual = isGiven || (isEither && wantedVerdicts.size > 1 && givenVerdicts.size > 0);
      return [{ kind, outcome: isEqual ? 'equal' : 'missing' }];
    }
    return isGiven && !isEither && !unjudged.has(verdict) ? [{ kind, outcome: 'invented' }] : [];
  });
}

function sideOfOracle(rows: readonly OracleRow[]): Side {
  const side = new Map<string, Said>();
  for (const row of rows) {
    const { kind, what, verdict, detail, inlined, mixed } = row;
    const said = saidAt(side, placeOfRow(row), what, what.includes('go.shape.'));
    add(said, kind, verdict, detail);
    said.isCopy ||= inlined;
    said.isMixed ||= mixed;
  }
  return side;
}

function ourSide(declarations: readonly DeclarationVerdicts[]): Side {
  const side = new Map<string, Said>();
  for (const { file, rows, genericAt } of declarations) {
    for (const { place, kind, what, verdict, detail, isInlined } of rows) {
      // The parameters of a function literal that came with a function of another file stand there.
      // Of those of generic functions the compiler says nothing.
      const isTold = kind !== 'param' || genericAt === undefined;
      if (isTold && place.file === file && place.column > 0 && place.column < COLUMNS_KEPT) {
        const key = `${place.file}:${place.line}:${place.column} ${kind}`;
        const said = saidAt(side, key, what, genericAt !== undefined);
        add(said, kind, verdict, detail);
        said.isCopy ||= isInlined;
      }
    }
  }
  return side;
}

/** The compiler keeps 8 bits of a column. */
const COLUMNS_KEPT = 255;

function saidAt(side: Map<string, Said>, place: string, what: string, isGeneric: boolean): Said {
  let said = side.get(place);
  if (!said) {
    said = { verdicts: new Set(), what, isCopy: false, isMixed: false, isGeneric };
    side.set(place, said);
  }
  return said;
}

function add({ verdicts }: Said, kind: string, verdict: string, detail: string): void {
  const result =
    verdict === 'leak-result' ? ` ${detail.replace(/;.*$/, '').replace(/^to result /, '')}` : '';
  verdicts.add(kind === 'param' ? `${verdict}${result}` : verdict);
}

function placeOfRow({ file, line, col, kind }: OracleRow): string {
  return `${file}:${line}:${col} ${kind}`;
}

/** A generic function that nobody uses is not compiled: nothing is said of it. */
function isCompiled(
  { file, firstLine, lastLine }: DeclarationVerdicts,
  rows: readonly OracleRow[],
): boolean {
  return rows.some((row) => row.file === file && row.line >= firstLine && row.line <= lastLine);
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
