/** What the code of one function allocates by itself, and what it calls. */
import { type HeapBytes, type HeapSurroundings, UNKNOWN_LENGTH } from '../alloc/heapBytes.ts';
import { bytesOf } from '../alloc/objectBytes.ts';
import type { Mention } from '../escape/callGraph.ts';
import { constantLength } from '../ir/constantLength.ts';
import type { FunctionEscapes } from '../escape/program.ts';
import { type EscapeVerdict, verdictsOf } from '../escape/verdicts.ts';
import { type Frequency, within, whenGrowing } from '../frequency/frequency.ts';
import { CodeFormatter, textOf } from '../ir/format.ts';
import { type Callee, type Func, Variable } from '../ir/func.ts';
import type { CallExpression, Expression, InterfaceCallExpression } from '../ir/nodes.ts';
import { type Position, reportedPosition, type Source } from '../ir/position.ts';
import { staticCallee } from '../ir/staticValue.ts';
import type { Package } from '../types/package.ts';
import { type CodeNode, CodeWalk } from '../alloc/codeWalk.ts';
import { type Flow, sequence, withParts } from '../alloc/flow.ts';

/** A place in a declaration, as the compiler would report it. */
export interface CodePlace extends Source {
  /** From the declaration's start. */
  readonly offset: number;
}

interface Part {
  readonly place: CodePlace;
  /** The expression, variable or callee in the compiler's words. */
  readonly what: string;
  /** How often within one call. */
  readonly frequency: Frequency;
  /**
   * Whether there is a way past it: a branch of `if`, `switch` or `select`, the right of `&&`, or a
   * `return` before it that is no error's.
   */
  readonly isConditional: boolean;
}

export interface CostSite extends Part {
  readonly bytes: HeapBytes;
  /** It is in the frame of the function as long as it fits into 32 bytes there. */
  readonly isBuffered: boolean;
}

export interface CostCall extends Part {
  /** A function by what names it; a function literal by what it costs; undefined if only the program knows. */
  readonly callee: Callee | OwnCost | undefined;
}

export interface OwnCost {
  /** As the compiler names the function. */
  readonly name: string;
  readonly package: Package | undefined;
  /** Whether it is of the user's own code. */
  readonly isOwn: boolean;
  /** Undefined for a function that nobody has looked at. */
  readonly place: CodePlace | undefined;
  readonly sites: readonly CostSite[];
  readonly calls: readonly CostCall[];
  /** Which of them one call comes by. */
  readonly flow: Flow<CostSite | CostCall>;
}

export interface CostSurroundings {
  readonly memory: Omit<HeapSurroundings, 'capturesByValue'>;
  /** The function's. */
  readonly current: Package | undefined;
  /** Whether the function is of the user's own code. */
  readonly isOwn: boolean;
  /** How often what stands there runs, from the syntax around it. */
  frequencyAt(source: Source, offset: number): Frequency;
  /** The verdicts on a function literal. */
  escapesOf(literal: Mention): FunctionEscapes | undefined;
}

/** `escapes` of a function after inlining: what is inlined into it is its own. */
export function ownCostOf(escapes: FunctionEscapes, surroundings: CostSurroundings): OwnCost {
  return new Accountant(escapes, surroundings).costOf(escapes.func);
}

class Accountant {
  readonly #escapes: FunctionEscapes;
  readonly #surroundings: CostSurroundings;
  readonly #memory: HeapSurroundings;
  readonly #formatter: CodeFormatter;

  constructor(escapes: FunctionEscapes, surroundings: CostSurroundings) {
    const { capturedByValue } = escapes.analysis.batch;
    this.#escapes = escapes;
    this.#surroundings = surroundings;
    this.#memory = {
      ...surroundings.memory,
      capturesByValue: (closure, variable) => capturedByValue.get(closure)?.has(variable),
    };
    this.#formatter = new CodeFormatter(surroundings.current);
  }

  /** Of the function, or of a closure in it that holds something. */
  costOf(func: Func): OwnCost {
    const verdicts = verdictsOf(this.#escapes.analysis, func).filter(
      ({ location }) => location.func === func,
    );
    const judged = new Set<CodeNode>(verdicts.map(({ node }) => node));
    const walk = new CodeWalk(func.body, judged, (exit) => {
      const frequency = this.#frequencyOf(exit);
      return frequency !== 'error' && frequency !== 'panic';
    });
    const sites = [...this.#escaping(verdicts, walk), ...this.#ofRuntime(walk)];
    const calls = [...walk.calls].map((call) => [call, this.#call(call, walk)] as const);
    const parts = new Map<CodeNode, (CostSite | CostCall)[]>();
    for (const [node, part] of [...sites, ...calls]) {
      parts.set(node, [...(parts.get(node) ?? []), part]);
    }
    // Parameters are there from the beginning.
    const unplaced = [...parts.keys()].filter((node) => !walk.isPlaced(node));
    const start = unplaced.map((part): Flow<CodeNode> => ({ kind: 'part', part }));
    return {
      name: func.name,
      package: this.#surroundings.current,
      isOwn: this.#surroundings.isOwn,
      place: placeOf(func),
      sites: sites.map(([, site]) => site),
      calls: calls.map(([, call]) => call),
      flow: withParts(sequence([...start, walk.flow]), (node) => parts.get(node) ?? []),
    };
  }

  *#escaping(
    verdicts: readonly EscapeVerdict[],
    walk: CodeWalk,
  ): Iterable<readonly [CodeNode, CostSite]> {
    for (const { node, kind, isOnHeap } of verdicts) {
      const bytes = bytesOf(node, this.#memory);
      const isBuffered = !isOnHeap && kind !== 'zerocopy' && hasBuffer(node) && walk.keeps(node);
      if (bytes === undefined || bytes.kind === 'none' || (!isOnHeap && !isBuffered)) {
        continue;
      }
      const part = this.#part(node, this.#text(node), walk.isConditional(node));
      const frequency = kind === 'append' ? whenGrowing(part.frequency) : part.frequency;
      yield [node, { ...part, frequency, bytes, isBuffered }];
    }
  }

  /** What no verdict is on. */
  *#ofRuntime(walk: CodeWalk): Iterable<readonly [CodeNode, CostSite]> {
    for (const node of walk.channels) {
      const bytes = bytesOf(node, this.#memory) ?? UNKNOWN_LENGTH;
      const part = this.#part(node, this.#text(node), walk.isConditional(node));
      yield [node, { ...part, bytes, isBuffered: false }];
    }
    // A goroutine that has ended leaves its stack and descriptor to the next one.
    for (const node of walk.goroutines) {
      const part = this.#part(node, 'go', walk.isConditional(node));
      yield [node, { ...part, bytes: UNKNOWN_LENGTH, isBuffered: false }];
    }
  }

  #call(call: CallExpression | InterfaceCallExpression, walk: CodeWalk): CostCall {
    const value = call.op === 'callFunc' ? staticCallee(call.fun) : undefined;
    const part = this.#part(call, this.#text(call), walk.isConditional(call));
    if (value === undefined) {
      return { ...part, callee: undefined };
    }
    if (value.op !== 'closure') {
      return { ...part, callee: value.callee };
    }
    const { func } = value;
    const escapes = func.isCapturing ? undefined : this.#surroundings.escapesOf(func);
    const callee = func.isCapturing
      ? this.costOf(func)
      : escapes && ownCostOf(escapes, this.#surroundings);
    return { ...part, what: func.name, callee };
  }

  #part(node: Position, what: string, isConditional: boolean): Part {
    return {
      place: placeOf(node),
      what,
      frequency: this.#frequencyOf(node),
      isConditional,
    };
  }

  #frequencyOf({ frame, offset }: Position): Frequency {
    const own = this.#surroundings.frequencyAt(frame.source, offset);
    return frame.inlinedAt ? within(this.#frequencyOf(frame.inlinedAt), own) : own;
  }

  #text(node: Expression | Variable): string {
    return node instanceof Variable
      ? this.#formatter.variable(node)
      : textOf(this.#formatter, node);
  }
}

/** Of `make` with a length that only the program knows, concatenations and conversions (Go 1.25). */
function hasBuffer(node: Expression | Variable): boolean {
  if (node instanceof Variable) {
    return false;
  }
  switch (node.op) {
    case 'makeSlice': {
      const size = node.capacity ?? node.length;
      return size !== undefined && constantLength(size) === undefined;
    }
    case 'addStr':
    case 'strToBytes':
    case 'strToRunes':
    case 'bytesToStr':
    case 'runesToStr':
      return true;
    default:
      return false;
  }
}

function placeOf(position: Position): CodePlace {
  const { frame, offset } = reportedPosition(position);
  return { ...frame.source, offset };
}
