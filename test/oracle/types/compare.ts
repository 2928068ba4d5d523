/** Puts what a checker says of a package beside what go/types says. */
import { readFileSync } from 'node:fs';
import { isAccepted } from './accepted.ts';
import type { OracleExpression, OraclePackage } from './typeInfo.ts';
import type {
  ExpressionKind,
  TypedExpression,
  TypedExpressions,
  UnknownExpression,
} from './typedExpressions.ts';
import { addFigures, NO_FIGURES, type TypeFigures } from './figures.ts';

/**
 * `wrong`: another type or constant; `unknown`: the checker says that it does not know; `missing`:
 * it has no such expression.
 */
export const OUTCOMES = ['wrong', 'unknown', 'missing'] as const;

export type Outcome = (typeof OUTCOMES)[number];

export interface Disagreement {
  readonly outcome: Outcome;
  readonly file: string;
  readonly startByte: number;
  readonly endByte: number;
  readonly kind: ExpressionKind;
  readonly oracle: TypedExpression;
  /** What the checker said, if it said anything. */
  readonly ours: TypedExpression | UnknownExpression | undefined;
  /** False where another disagreement, inside it or before it, is likely to be the cause. */
  readonly isFirst: boolean;
}

export interface PackageComparison {
  readonly importPath: string;
  readonly figures: TypeFigures;
  readonly kinds: ReadonlyMap<ExpressionKind, TypeFigures>;
  readonly disagreements: readonly Disagreement[];
}

/** How go/types and we write what has no type; nothing is judged where go/types does. */
const INVALID_TYPE = 'invalid type';

export function compareTypes(oracle: OraclePackage, ours: TypedExpressions): PackageComparison {
  const kinds = new Map<ExpressionKind, TypeFigures>();
  const disagreements: Disagreement[] = [];
  for (const { file, expressions } of oracle.expressions) {
    const found: Omit<Disagreement, 'isFirst'>[] = [];
    for (const expression of expressions) {
      const { startByte, endByte, kind } = expression;
      if (expression.type.includes(INVALID_TYPE)) {
        continue;
      }
      const answer = ours.at(file, startByte, endByte, kind);
      const outcome = outcomeOf(expression, answer);
      if (outcome && isAccepted({ outcome, file, startByte, endByte })) {
        continue;
      }
      const figures = { ...NO_FIGURES, expressions: 1, ...(outcome && { [outcome]: 1 }) };
      kinds.set(kind, addFigures(kinds.get(kind) ?? NO_FIGURES, figures));
      if (outcome) {
        found.push({ outcome, file, startByte, endByte, kind, oracle: expression, ours: answer });
      }
    }
    if (found.length > 0) {
      disagreements.push(...withFirst(found, readFileSync(file)));
    }
  }
  const figures = [...kinds.values()].reduce(addFigures, NO_FIGURES);
  return { importPath: oracle.importPath, figures, kinds, disagreements };
}

function outcomeOf(
  oracle: OracleExpression,
  ours: TypedExpression | UnknownExpression | undefined,
): Outcome | undefined {
  if (ours === undefined) {
    return 'missing';
  }
  if ('unknown' in ours || ours.type.includes(INVALID_TYPE)) {
    return 'unknown';
  }
  const isEqual =
    ours.type === oracle.type && ours.isType === oracle.isType && ours.constant === oracle.constant;
  return isEqual ? undefined : 'wrong';
}

/**
 * Disagreements spread: from an expression to those around it, and from a name's declaration to its
 * uses. The first is the innermost, and of one name with one type the one that comes first in a file.
 */
function withFirst(
  disagreements: readonly Omit<Disagreement, 'isFirst'>[],
  source: Buffer,
): Disagreement[] {
  const names = new Set<string>();
  return disagreements.map((each, index) => {
    // They are in the order of their starts, the outer before the inner.
    const next = disagreements[index + 1];
    let isFirst = next === undefined || next.startByte >= each.endByte;
    if (each.kind === 'ident') {
      const name = `${source.toString('utf8', each.startByte, each.endByte)} ${each.oracle.type}`;
      isFirst = !names.has(name);
      names.add(name);
    }
    return { ...each, isFirst };
  });
}
