/** How often a checker and go/types agree; the figures are committed, and may only rise. */
import { EXPRESSION_KINDS, type ExpressionKind } from './typedExpressions.ts';

/** Numbers of expressions; those that are not counted apart are equal. */
export interface TypeFigures {
  readonly expressions: number;
  readonly wrong: number;
  readonly unknown: number;
  readonly missing: number;
}

export const NO_FIGURES: TypeFigures = { expressions: 0, wrong: 0, unknown: 0, missing: 0 };

/** Of one subject. */
export interface SubjectFigures {
  readonly packages: Readonly<Record<string, TypeFigures>>;
  readonly kinds: Readonly<Partial<Record<ExpressionKind, TypeFigures>>>;
}

export function addFigures(a: TypeFigures, b: TypeFigures): TypeFigures {
  return {
    expressions: a.expressions + b.expressions,
    wrong: a.wrong + b.wrong,
    unknown: a.unknown + b.unknown,
    missing: a.missing + b.missing,
  };
}

export function totalOf({ packages }: SubjectFigures): TypeFigures {
  return Object.values(packages).reduce(addFigures, NO_FIGURES);
}

export function shareEqual({ expressions, wrong, unknown, missing }: TypeFigures): number {
  return expressions === 0 ? 1 : 1 - (wrong + unknown + missing) / expressions;
}

function shareWrong({ expressions, wrong }: TypeFigures): number {
  return expressions === 0 ? 0 : wrong / expressions;
}

/** Least share of equal expressions of a subject. */
const LEAST_EQUAL = 0.995;
/** The same for each kind by itself. */
const LEAST_EQUAL_OF_KIND = 0.98;
const MOST_WRONG = 0.001;

/** The bars that a subject does not reach, for a person. */
export function brokenBars(figures: SubjectFigures): string[] {
  const broken: string[] = [];
  const total = totalOf(figures);
  if (shareEqual(total) < LEAST_EQUAL) {
    broken.push(`${percent(shareEqual(total))} equal, at least ${percent(LEAST_EQUAL)} wanted`);
  }
  if (shareWrong(total) >= MOST_WRONG) {
    broken.push(`${percent(shareWrong(total))} wrong, less than ${percent(MOST_WRONG)} wanted`);
  }
  for (const kind of EXPRESSION_KINDS) {
    const share = shareEqual(figures.kinds[kind] ?? NO_FIGURES);
    if (share < LEAST_EQUAL_OF_KIND) {
      broken.push(
        `${kind}: ${percent(share)} equal, at least ${percent(LEAST_EQUAL_OF_KIND)} wanted`,
      );
    }
  }
  return broken;
}

/** Whether a share is below the one that is committed. */
function isLess(measured: TypeFigures, committed: TypeFigures): boolean {
  return (
    shareEqual(measured) < shareEqual(committed) || shareWrong(measured) > shareWrong(committed)
  );
}

/** What fell since the figures were committed, for a person; a part of the packages is enough. */
export function fallenFigures(
  measured: SubjectFigures,
  committed: SubjectFigures | undefined,
): string[] {
  return Object.entries(measured.packages).flatMap(([name, figures]) => {
    const before = committed?.packages[name];
    return before && isLess(figures, before)
      ? [
          `${describeFigures(name, figures)}; before ${percent(shareEqual(before))}, ${percent(shareWrong(before))} wrong`,
        ]
      : [];
  });
}

/** One line for a person. */
export function describeFigures(name: string, figures: TypeFigures): string {
  const { expressions, wrong, unknown, missing } = figures;
  return `${name}: ${percent(shareEqual(figures))} of ${expressions} expressions equal (${wrong} wrong, ${unknown} unknown, ${missing} missing)`;
}

/** Rounded down, so that 100 % is all. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1e5 + 1e-6) / 1e3).toFixed(3)} %`;
}

/** As JSON, with a line for each package and each kind. */
export function formatFigures(subjects: Readonly<Record<string, SubjectFigures>>): string {
  const rows = (figures: Readonly<Record<string, TypeFigures>>, indent: string) =>
    Object.entries(figures)
      .map(([name, row]) => {
        const numbers = Object.entries(row).map(
          ([key, count]: [string, number]) => `${JSON.stringify(key)}: ${count}`,
        );
        return `${indent}${JSON.stringify(name)}: { ${numbers.join(', ')} }`;
      })
      .join(',\n');
  const texts = Object.entries(subjects).map(
    ([name, { packages, kinds }]) =>
      `  ${JSON.stringify(name)}: {\n    "packages": {\n${rows(packages, '      ')}\n    },\n    "kinds": {\n${rows(kinds, '      ')}\n    }\n  }`,
  );
  return `{\n${texts.join(',\n')}\n}\n`;
}
