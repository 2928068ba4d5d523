/** Sorts disagreements by what is likely to be behind them, for whoever works on the checker. */
import type { Disagreement, Outcome } from './compare.ts';
import type { ExpressionKind, TypedExpression } from './typedExpressions.ts';

export interface Cause {
  readonly outcome: Outcome;
  readonly kind: ExpressionKind;
  /** What go/types says, without the names: `*named`. */
  readonly oracle: string;
  /** What we say, without the names; the reason where it is unknown. */
  readonly ours: string;
  readonly count: number;
  /** How many of them have no other disagreement as their likely cause. */
  readonly countFirst: number;
  readonly packages: ReadonlySet<string>;
  readonly examples: readonly Disagreement[];
}

interface OpenCause extends Cause {
  count: number;
  countFirst: number;
  readonly packages: Set<string>;
  readonly examples: Disagreement[];
}

export class Causes {
  readonly #causes = new Map<string, OpenCause>();
  readonly #countExamples: number;

  /** At most so many examples are kept for each cause. */
  constructor(countExamples: number) {
    this.#countExamples = countExamples;
  }

  add(importPath: string, disagreement: Disagreement): void {
    const cause = this.#causeOf(disagreement);
    cause.count++;
    cause.packages.add(importPath);
    if (disagreement.isFirst) {
      cause.countFirst++;
    }
    this.#keepExample(cause, disagreement);
  }

  /** Those that explain most come first. */
  sorted(): Cause[] {
    return [...this.#causes.values()].sort(
      (a, b) => b.countFirst - a.countFirst || b.count - a.count,
    );
  }

  #causeOf({ outcome, kind, oracle, ours }: Disagreement): OpenCause {
    const theirs = describe(oracle, ours);
    const own = ours === undefined ? '' : describe(ours, oracle);
    const key = `${outcome} ${kind} ${theirs} → ${own}`;
    let cause = this.#causes.get(key);
    if (cause === undefined) {
      cause = {
        outcome,
        kind,
        oracle: theirs,
        ours: own,
        count: 0,
        countFirst: 0,
        packages: new Set(),
        examples: [],
      };
      this.#causes.set(key, cause);
    }
    return cause;
  }

  /** Those that are no consequence of others are better examples, and so are those of other files. */
  #keepExample({ examples }: OpenCause, disagreement: Disagreement): void {
    if (examples.length < this.#countExamples) {
      examples.push(disagreement);
      return;
    }
    const consequence = examples.findIndex(({ isFirst }) => !isFirst);
    if (disagreement.isFirst && consequence >= 0) {
      examples[consequence] = disagreement;
      return;
    }
    const files = examples.map(({ file }) => file);
    const repeated = files.findIndex((file, index) => files.indexOf(file) < index);
    const isBetter = disagreement.isFirst && !files.includes(disagreement.file);
    if (isBetter && repeated >= 0) {
      examples[repeated] = disagreement;
    }
  }
}

/** An answer without names; with its constant, or that it is a type, only where `other` differs in this. */
function describe(
  answer: Disagreement['oracle'] | NonNullable<Disagreement['ours']>,
  other: Disagreement['ours'],
): string {
  if ('unknown' in answer) {
    return withoutNames(answer.unknown);
  }
  const shape = shapeOf(answer.type);
  if (other === undefined || 'unknown' in other || other.type !== answer.type) {
    return shape;
  }
  return `${shape}${differenceOf(answer, other)}`;
}

function differenceOf(answer: TypedExpression, other: TypedExpression): string {
  if (answer.isType !== other.isType) {
    return answer.isType ? ', as a type' : ', as a value';
  }
  if (answer.constant === undefined) {
    return ', not constant';
  }
  return other.constant === undefined ? ', constant' : ', constant of another value';
}

/** A reason without what is quoted in it, paths, and numbers. */
function withoutNames(reason: string): string {
  return reason
    .replace(/"[^"]*"|`[^`]*`|'[^']*'|“[^”]*”/g, '…')
    .replace(/[\w~-]+([./][\w~-]+)+/g, '…')
    .replace(/\d+/g, '0');
}

/** The outermost form of a type's text: `[]*named`, `func`, `map`, `untyped int`. */
export function shapeOf(type: string): string {
  const [prefix = ''] = /^(?:\*|\[\d*\]|<-chan |chan<- |chan )*/.exec(type) ?? [];
  const rest = type.slice(prefix.length);
  return `${prefix.replace(/\[\d+\]/g, '[n]')}${headOf(rest)}`;
}

function headOf(type: string): string {
  const [, keyword] = /^(func|map|struct|interface)[({[]/.exec(type) ?? [];
  if (keyword !== undefined) {
    return type.startsWith('func[') ? 'generic func' : keyword;
  }
  if (type.startsWith('(')) {
    return type === '()' ? type : 'tuple';
  }
  if (/^[^[]*[./]/.test(type)) {
    return type.endsWith(']') ? 'named[…]' : 'named';
  }
  return type;
}
