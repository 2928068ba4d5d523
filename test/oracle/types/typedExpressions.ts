/** What a checker has to offer to be compared with go/types. */
import type { Listing } from './typeInfo.ts';

/** In the order of their numbers in typeinfo's output; what they mean is said there. */
export const EXPRESSION_KINDS = [
  'ident',
  'literal',
  'paren',
  'selector',
  'index',
  'call',
  'conversion',
  'composite',
  'funclit',
  'assertion',
  'binary',
  'unary',
  'star',
  'slice',
  'type',
] as const;

export type ExpressionKind = (typeof EXPRESSION_KINDS)[number];

/** What is known of an expression. */
export interface TypedExpression {
  /**
   * As `types.TypeString` writes it with full import paths; `()` for a call without results and
   * `builtin` for the name of a predeclared function.
   */
  readonly type: string;
  /** Whether the expression denotes a type, rather than a value of it. */
  readonly isType: boolean;
  /** As `constant.Value.ExactString` writes it; only where the expression is constant. */
  readonly constant?: string | undefined;
}

/** The answer where the type or the constant cannot be known. */
export interface UnknownExpression {
  readonly unknown: string;
}

/** The expressions of one package. */
export interface TypedExpressions {
  /**
   * `file` is absolute, the ends are byte offsets. No two expressions have the same ends, so that
   * the kind need not be looked at. Undefined where there is no such expression.
   */
  at(
    file: string,
    startByte: number,
    endByte: number,
    kind: ExpressionKind,
  ): TypedExpression | UnknownExpression | undefined;
}

/** A package that is to be checked, with bodies. */
export interface PackageUnderTest {
  readonly importPath: string;
  readonly name: string;
  readonly directory: string;
  /** Absolute paths; test files are among them where they are wanted. */
  readonly files: readonly string[];
  /** As in `go1.26`. */
  readonly goVersion: string;
  /** The package for whose tests it is compiled; packages with it see each other in place of others. */
  readonly forTest?: string;
}

/** A checker: opened once a run, and then asked for each package in turn. */
export type OpenChecker = (
  listing: Listing,
) => Promise<(wanted: PackageUnderTest) => TypedExpressions | Promise<TypedExpressions>>;
