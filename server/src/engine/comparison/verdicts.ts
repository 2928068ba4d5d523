/**
 * Our verdicts beside the compiler's, joined by file, line, column and kind of thing. The words for
 * it are not compared: the compiler's are those of the code after inlining.
 */
import { type Place, placeKey, type RowKind, type VerdictRow } from '../compilerlog/rows.ts';
import { type Figures, noFigures } from './counts.ts';

/**
 * `heap` and `stack` are of code where it stands, `copies` of what inlined calls bring there, of
 * both verdicts; a parameter counts once, with all that is said of where it goes.
 */
export const VERDICT_KINDS = ['heap', 'stack', 'parameters', 'copies'] as const;

export type KindOfVerdict = (typeof VERDICT_KINDS)[number];

/** A verdict of the compiler's. */
export interface JudgesRow extends Omit<VerdictRow, 'explanation'> {
  /** Several functions have a parameter there, whose rows cannot be told apart. */
  readonly isMixed: boolean;
  /** Of something that is not in the source. */
  readonly isCompilersOwn: boolean;
}

/** What we say of one declaration. */
export interface JudgedDeclaration {
  readonly file: string;
  /** 1-based lines of the declaration. */
  readonly firstLine: number;
  readonly lastLine: number;
  /**
   * Where the compiler says that it is, as `line:column`: a function with type parameters, or a
   * method of a type with them.
   */
  readonly genericAt: string | undefined;
  readonly rows: readonly VerdictRow[];
}

export interface Disagreement {
  readonly kind: KindOfVerdict;
  readonly outcome: 'missing' | 'invented';
  readonly place: Place;
  readonly rowKind: RowKind;
  /** The compiler's text for the thing, or ours where it has none. */
  readonly what: string;
  /** `heap`, `stack`, and for parameters also `leak-result r level=0`; none if nothing is said. */
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

export interface Comparison {
  readonly figures: Figures<KindOfVerdict>;
  readonly disagreements: readonly Disagreement[];
}

/** What one side says of one kind of thing at one place. */
interface Said {
  readonly place: Place;
  readonly rowKind: RowKind;
  readonly verdicts: Set<string>;
  readonly what: string;
  isCopy: boolean;
  /** Parameters of several functions stand there, whose rows cannot be told apart. */
  isMixed: boolean;
  /** Instances of a generic are several functions at one place. */
  readonly isGeneric: boolean;
}

type Side = ReadonlyMap<string, Said>;

/** Compares what is said of some files: the rows in them with their declarations. */
export function compareVerdicts(
  judgesRows: readonly JudgesRow[],
  declarations: readonly JudgedDeclaration[],
): Comparison {
  // Where a generic function begins stand the wrappers that pass a dictionary to its instances.
  const wrappers = new Set(
    declarations.map(({ file, genericAt }) => `${file}:${genericAt ?? 'none'}`),
  );
  const compared = judgesRows.filter(
    ({ place }) => place.column > 0 && !wrappers.has(placeKey(place)),
  );
  const theirs = judgesSide(compared.filter((row) => !row.isCompilersOwn));
  const judged = declarations.filter(
    (each) => each.genericAt === undefined || isCompiled(each, compared),
  );
  const ours = ourSide(judged);
  const unjudged = judgesSide(compared.filter((row) => row.isCompilersOwn));
  const disagreements: Disagreement[] = [];
  const figures = noFigures(VERDICT_KINDS);
  for (const key of new Set([...theirs.keys(), ...ours.keys()])) {
    const wanted = theirs.get(key);
    const given = ours.get(key);
    const said = wanted ?? given;
    const others = unjudged.get(key)?.verdicts ?? new Set();
    for (const { kind, outcome } of said ? outcomesOf(said, wanted, given, others) : []) {
      figures[kind][outcome]++;
      if (said && outcome !== 'equal') {
        disagreements.push({
          kind,
          outcome,
          place: said.place,
          rowKind: said.rowKind,
          what: said.what,
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

function outcomesOf(
  { rowKind }: Said,
  wanted: Said | undefined,
  given: Said | undefined,
  unjudged: ReadonlySet<string>,
): OutcomeOfKind[] {
  const wantedVerdicts = wanted?.verdicts ?? new Set();
  const givenVerdicts = given?.verdicts ?? new Set();
  if (rowKind === 'param') {
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

function judgesSide(rows: readonly JudgesRow[]): Side {
  const side = new Map<string, Said>();
  for (const row of rows) {
    const said = saidOf(side, row, row.what.includes('go.shape.'));
    said.isMixed ||= row.isMixed;
  }
  return side;
}

function ourSide(declarations: readonly JudgedDeclaration[]): Side {
  const side = new Map<string, Said>();
  const compared = new Set(declarations.map(({ file }) => file));
  for (const { rows, genericAt } of declarations) {
    for (const row of rows) {
      // Of the parameters of generic functions the compiler says nothing.
      const isTold = row.kind !== 'param' || genericAt === undefined;
      // What a function literal says that came with a function of another file stands in that file.
      const { file, column } = row.place;
      if (isTold && compared.has(file) && column > 0 && column < COLUMNS_KEPT) {
        saidOf(side, row, genericAt !== undefined);
      }
    }
  }
  return side;
}

/** The compiler keeps 8 bits of a column. */
const COLUMNS_KEPT = 255;

function saidOf(
  side: Map<string, Said>,
  { place, kind: rowKind, what, verdict, detail, isInlined }: Omit<VerdictRow, 'explanation'>,
  isGeneric: boolean,
): Said {
  const key = `${placeKey(place)} ${rowKind}`;
  let said = side.get(key);
  if (!said) {
    said = { place, rowKind, verdicts: new Set(), what, isCopy: false, isMixed: false, isGeneric };
    side.set(key, said);
  }
  const result =
    verdict === 'leak-result' ? ` ${detail.replace(/;.*$/, '').replace(/^to result /, '')}` : '';
  said.verdicts.add(`${verdict}${result}`);
  said.isCopy ||= isInlined;
  return said;
}

/** A generic function that nobody uses is not compiled: nothing is said of it. */
function isCompiled(
  { file, firstLine, lastLine }: JudgedDeclaration,
  rows: readonly JudgesRow[],
): boolean {
  return rows.some(
    ({ place }) => place.file === file && place.line >= firstLine && place.line <= lastLine,
  );
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}
