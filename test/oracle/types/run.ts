/** One comparison of a checker with go/types, over all packages of a subject. */
import { Causes } from './causes.ts';
import { compareTypes, type Outcome } from './compare.ts';
import { addFigures, NO_FIGURES, type SubjectFigures, type TypeFigures } from './figures.ts';
import { runTypeInfo, type OraclePackage, type TypeSubject } from './typeInfo.ts';
import type { ExpressionKind, OpenChecker, TypedExpressions } from './typedExpressions.ts';

export interface Run {
  /** By import path; external tests are packages of their own. */
  readonly packages: ReadonlyMap<string, TypeFigures>;
  readonly kinds: ReadonlyMap<ExpressionKind, TypeFigures>;
  readonly causes: Causes;
  /** Packages that do not type-check, with the first error. */
  readonly erroneous: readonly string[];
  /** Packages at which the checker threw, with what; all that they have is missing. */
  readonly thrown: readonly string[];
}

export interface RunOptions {
  readonly countExamples: number;
  /** Which disagreements are looked into; the figures are of all. */
  readonly outcome?: Outcome | undefined;
  readonly kind?: ExpressionKind | undefined;
  /** Errors of go/types that do not keep a package from being compared. */
  readonly isExpected?: (error: string) => boolean;
}

const NOTHING: TypedExpressions = { at: () => undefined };

export async function runComparison(
  subject: TypeSubject,
  openChecker: OpenChecker,
  { countExamples, outcome, kind, isExpected = () => false }: RunOptions,
): Promise<Run> {
  const packages = new Map<string, TypeFigures>();
  const kinds = new Map<ExpressionKind, TypeFigures>();
  const causes = new Causes(countExamples);
  const erroneous: string[] = [];
  const thrown: string[] = [];
  let check: Awaited<ReturnType<OpenChecker>> | undefined;
  for await (const each of runTypeInfo(subject)) {
    if ('packages' in each) {
      check = await openChecker(each);
      continue;
    }
    const error = each.errors.find((text) => !isExpected(text));
    if (error !== undefined) {
      erroneous.push(`${each.importPath}: ${error}`);
      continue;
    }
    let ours = NOTHING;
    try {
      ours = (await check?.(testedPart(each))) ?? NOTHING;
    } catch (problem) {
      thrown.push(`${each.importPath}: ${stackOf(problem)}`);
    }
    const comparison = compareTypes(each, ours);
    add(packages, each.importPath, comparison.figures);
    for (const [of, figures] of comparison.kinds) {
      add(kinds, of, figures);
    }
    for (const disagreement of comparison.disagreements) {
      if ((outcome ?? disagreement.outcome) !== disagreement.outcome) {
        continue;
      }
      if ((kind ?? disagreement.kind) === disagreement.kind) {
        causes.add(each.importPath, disagreement);
      }
    }
  }
  return { packages, kinds, causes, erroneous, thrown };
}

/** What is committed of a run: packages that are lists of files are many, and one altogether. */
export function figuresOf({ name, packages: wanted }: TypeSubject, run: Run): SubjectFigures {
  const packages =
    'patterns' in wanted
      ? Object.fromEntries(run.packages)
      : { [name]: [...run.packages.values()].reduce(addFigures, NO_FIGURES) };
  return { packages, kinds: Object.fromEntries(run.kinds) };
}

/** What the checker may see: not the answers. */
function testedPart(oracle: OraclePackage) {
  const { importPath, name, directory, files, goVersion, forTest } = oracle;
  return {
    importPath,
    name,
    directory,
    files,
    goVersion,
    ...(forTest !== undefined && { forTest }),
  };
}

function add<Key>(figures: Map<Key, TypeFigures>, key: Key, more: TypeFigures): void {
  figures.set(key, addFigures(figures.get(key) ?? NO_FIGURES, more));
}

function stackOf(problem: unknown): string {
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
}
