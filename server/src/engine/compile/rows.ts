/**
 * Verdicts of our own analysis in the form, the words and the order of the compiler's text:
 * finish and reportLeaks of cmd/compile/internal/escape/escape.go (Go 1.26).
 */
import type {
  Capture,
  Explanation,
  Flow,
  FlowStep,
  InlineFact,
  InlinedCall,
  Place,
  VerdictRow,
} from '../compilerlog/rows.ts';
import type { Batch } from '../escape/batch.ts';
import { withClosures } from '../escape/callGraph.ts';
import type { LeakExplanation, Cause, Hop, Location, Note } from '../escape/location.ts';
import type { FunctionEscapes } from '../escape/program.ts';
import { type ParameterVerdict, parameterVerdictsOf, verdictsOf } from '../escape/verdicts.ts';
import { parameterLeaks } from '../escape/analysis.ts';
import type { NamedVerdict } from '../inline/inliner.ts';
import { type CodeFormatter } from '../ir/format.ts';
import { type Func, Variable } from '../ir/func.ts';
import type { Expression, Statement } from '../ir/nodes.ts';
import { type Position, reportedPosition } from '../ir/position.ts';
import { unalias } from '../types/types.ts';
import { callKey, mostObjectsOf } from './inlinedObjects.ts';

export interface RowContext {
  readonly formatter: CodeFormatter;
  /** The compiler's place of a position: lines and byte columns. */
  placeOf(position: Position): Place;
}

/** All rows of a function and of the closures in it. */
export function rowsOf(escapes: FunctionEscapes, context: RowContext): readonly VerdictRow[] {
  const { analysis, func } = escapes;
  const writer = new RowWriter(context, analysis.batch.heap);
  const verdicts = verdictsOf(analysis, func)
    .filter(({ node, explanation }) => !isCompilersOwn(node) && !explanation.some(isUncertain))
    .map((verdict): VerdictRow => {
      const { kind, node, isOnHeap, explanation } = verdict;
      return {
        place: context.placeOf(reportedPosition(node)),
        kind,
        what: kind === 'append' ? 'append' : writer.text(node),
        verdict: isOnHeap ? 'heap' : 'stack',
        detail: '',
        isInlined: node.frame.inlinedAt !== undefined,
        ...(isOnHeap ? { explanation: writer.explanation(verdict.location, explanation) } : {}),
      };
    });
  // Of instances the compiler says nothing: they may be made in several packages.
  const told = isInstance(func) ? [] : withClosures(func);
  const parameters = told.flatMap((each) =>
    parameterVerdictsOf(
      analysis,
      each,
      each.parameters.map((parameter) => parameterLeaks(analysis.batch, each, parameter)),
    ),
  );
  return [...verdicts, ...parameters.flatMap((each) => writer.parameterRows(each, analysis.batch))];
}

function isInstance({ callee }: Func): boolean {
  return callee?.typeArguments.some((each) => unalias(each).kind !== 'typeParameter') ?? false;
}

/** Whether a flow leads through code of which nobody knows what it does. */
function isUncertain({ notes }: Hop): boolean {
  for (let note = notes; note; note = note.next) {
    if (note.why === 'unknown') {
      return true;
    }
  }
  return false;
}

/** Names of which the source knows nothing; the temporary of `new(x)` is not one of them. */
function isCompilersOwn(node: Expression | Variable): boolean {
  return node instanceof Variable && node.name.startsWith('#');
}

/** How the closures of a function hold its variables. */
export function capturesOf(
  { analysis: { batch }, func }: FunctionEscapes,
  context: RowContext,
): readonly Capture[] {
  return [...batch.capturedByValue].flatMap(([closure, byValue]) =>
    closure.func.isWithin(func)
      ? [...closure.func.captures.keys()].map((variable) => ({
          place: context.placeOf(reportedPosition(variable)),
          functionName: variable.func.name,
          variable: variable.name,
          byReference: !byValue.has(variable),
        }))
      : [],
  );
}

/** What the inliner says of functions: CanInline of cmd/compile/internal/inline/inl.go. */
export function inlineFactsOf(
  verdicts: readonly NamedVerdict[],
  context: RowContext,
): readonly InlineFact[] {
  return verdicts.map(({ name, frame, offset, verdict }) => ({
    place: context.placeOf(reportedPosition({ frame, offset })),
    functionName: name,
    ...(verdict.canInline ? { cost: verdict.cost } : { reason: verdict.reason }),
  }));
}

/** Calls in a function, and in all closures in it, in whose place code was put. */
export function inlinedCallsOf(
  escapes: FunctionEscapes,
  context: RowContext,
): readonly InlinedCall[] {
  const { inlinedCalls } = escapes.func;
  const mostObjects = inlinedCalls.length > 0 ? mostObjectsOf(escapes) : undefined;
  return inlinedCalls.map((call) => {
    const position = reportedPosition(call);
    return {
      place: context.placeOf(position),
      callee: context.formatter.func(call.callee),
      mostObjects: mostObjects?.get(callKey(position)),
    };
  });
}

class RowWriter {
  readonly #context: RowContext;
  readonly #heap: Location;

  constructor(context: RowContext, heap: Location) {
    this.#context = context;
    this.#heap = heap;
  }

  text(node: Cause): string {
    const { formatter } = this.#context;
    if (node instanceof Variable) {
      return formatter.variable(node);
    }
    if (!('op' in node)) {
      return formatter.caseClause(node);
    }
    return isExpression(node) ? formatter.expression(node) : formatter.statement(node);
  }

  explanation({ func }: Location, hops: readonly Hop[]): Explanation {
    return { functionName: func.name, flows: hops.map((hop) => this.#flow(hop)) };
  }

  /** One row for each leak, or one that says that there is none. */
  parameterRows({ parameter, func, leaks }: ParameterVerdict, batch: Batch): readonly VerdictRow[] {
    const facts = [
      ...(leaks.mutator >= 0 ? [`mutates derefs=${leaks.mutator}`] : []),
      ...(leaks.callee >= 0 ? [`calls derefs=${leaks.callee}`] : []),
    ];
    const location = func.hasBody ? batch.locationOf(parameter) : undefined;
    const leaksTo = location?.leakExplanations ?? [];
    const row = (
      verdict: VerdictRow['verdict'],
      detail: readonly string[],
      leak?: LeakExplanation,
    ) => {
      const explanation =
        location && leak ? { explanation: this.explanation(location, leak.hops) } : {};
      return {
        place: this.#context.placeOf(reportedPosition(parameter)),
        kind: 'param' as const,
        what: parameter.isBlank
          ? func.parameterName(parameter)
          : this.#context.formatter.variable(parameter),
        verdict,
        detail: (verdict === 'noleak' ? facts : detail).join('; '),
        isInlined: parameter.frame.inlinedAt !== undefined,
        ...explanation,
      };
    };
    const rows: VerdictRow[] = [];
    if (leaks.heap >= 0) {
      // What a local that escapes keeps is on the heap as well.
      const leak =
        leaksTo.find(({ to }) => to === batch.heap) ??
        leaksTo.find(({ to }) => !to.isResult || to.func !== func);
      rows.push(row(leaks.heap === 0 ? 'leak' : 'leak-content', [], leak));
    }
    for (const [index, derefs] of leaks.results.entries()) {
      const result = func.results[index];
      if (derefs >= 0 && result) {
        const detail = `to result ${result.name} level=${derefs}`;
        const own = batch.locationOf(result);
        rows.push(
          row(
            'leak-result',
            [detail],
            leaksTo.find(({ to }) => to === own),
          ),
        );
      }
    }
    return rows.length > 0 ? rows : [row('noleak', [])];
  }

  #flow({ destination, source, derefs, notes }: Hop): Flow {
    return {
      destination: this.#location(destination),
      operator: derefs < 0 ? '&' : '*'.repeat(derefs),
      source: this.#location(source),
      steps: [...this.#steps(notes)],
    };
  }

  *#steps(notes: Note | undefined): Iterable<FlowStep> {
    for (let note = notes; note; note = note.next) {
      yield {
        expression: this.text(note.where),
        reason: note.why,
        at: this.#context.placeOf(reportedPosition(note.where)),
      };
    }
  }

  #location(location: Location): string {
    if (location === this.#heap) {
      return '{heap}';
    }
    const { node } = location;
    if (!node) {
      return '{temp}';
    }
    return node instanceof Variable ? this.text(node) : `{storage for ${this.text(node)}}`;
  }
}

function isExpression(node: Expression | Statement): node is Expression {
  return 'type' in node;
}
