/**
 * What the Go compiler says of one place in the source, in the compiler's own words and positions.
 * Wording as in cmd/compile/internal/escape (Go 1.22 to 1.26).
 */

/** The compiler's position: 1-based line, 1-based byte column; `column` 0 where it prints none. */
export interface Place {
  readonly file: string;
  readonly line: number;
  /** 0 for columns from 255 on, which the compiler does not keep, and for `//line` without one. */
  readonly column: number;
}

/** `zerocopy` is a string to []byte conversion that reuses the string's memory. */
export type RowKind = 'var' | 'expr' | 'append' | 'param' | 'zerocopy';

/**
 * `leak`: the parameter's own value flows to the heap; `leak-content`: what it points at does;
 * `leak-result`: it flows to a result (`detail` says to which and at which level).
 */
export type Verdict = 'heap' | 'stack' | 'leak' | 'leak-content' | 'leak-result' | 'noleak';

/** One step of a flow: the expression, the kind of edge it made, where it stands. */
export interface FlowStep {
  readonly expression: string;
  /** The compiler's word for the edge: `spill`, `assign`, `return`, `call parameter` … */
  readonly reason: string;
  readonly at: Place;
}

/** One hop of an escape: `destination ← operator source`, with the steps that make it. */
export interface Flow {
  readonly destination: string;
  /** `&` where an address flows, else one `*` for each dereference. */
  readonly operator: string;
  readonly source: string;
  readonly steps: readonly FlowStep[];
}

/** Why the compiler came to a verdict: its `-m=2` explanation, hop by hop. */
export interface Explanation {
  /** The function in which the location lives, as the compiler names it. */
  readonly functionName: string;
  readonly flows: readonly Flow[];
}

/** One verdict as printed. */
export interface VerdictRow {
  readonly place: Place;
  readonly kind: RowKind;
  /** The variable or expression in the compiler's text (after inlining, shortened by it). */
  readonly what: string;
  readonly verdict: Verdict;
  /** `to result ~r0 level=0` for `leak-result`, `mutates`/`calls` facts for `noleak`, else empty. */
  readonly detail: string;
  /**
   * True for a copy of a callee's expression, printed at the call into which it was inlined: the
   * same compilation inlined a call at that place. An operand that stands at the very place of an
   * inlined call cannot be told from its copies by the text, and counts as one.
   */
  readonly isInlined: boolean;
  readonly explanation?: Explanation;
}

/** The inliner on one function. `reason` is set where it cannot be inlined. */
export interface InlineFact {
  readonly place: Place;
  readonly functionName: string;
  readonly cost?: number;
  readonly reason?: string;
}

/** `inlining call to callee` at the call's place. */
export interface InlinedCall {
  readonly place: Place;
  /**
   * Of its objects on the heap, how many one way through its code comes by at most; undefined where that
   * is not known, as from the compiler.
   */
  readonly mostObjects?: number | undefined;
  readonly callee: string;
}

/** A captured variable: by reference means that its address goes into the closure. */
export interface Capture {
  readonly place: Place;
  readonly functionName: string;
  readonly variable: string;
  readonly byReference: boolean;
}

/** An error of the type checker or the parser: the package has no verdicts then. */
export interface CompileError {
  readonly place: Place;
  readonly message: string;
}

/** Everything that one compilation of one package said. */
export interface CompilerLog {
  readonly rows: readonly VerdictRow[];
  readonly inlineFacts: readonly InlineFact[];
  readonly inlinedCalls: readonly InlinedCall[];
  readonly captures: readonly Capture[];
  /** Lines with a place that are no fact we know: errors when the compiler failed, else ignored. */
  readonly remarks: readonly CompileError[];
}

export function samePlace(a: Place, b: Place): boolean {
  return a.line === b.line && a.column === b.column && a.file === b.file;
}

export function placeKey(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}
