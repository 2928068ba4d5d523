/** What the code of one function allocates by itself, and what it calls. */
import { type HeapBytes, type HeapSurroundings, UNKNOWN_LENGTH } from '../alloc/heapBytes.ts';
import { bytesOf } from '../alloc/objectBytes.ts';
import type { Mention } from '../escape/callGraph.ts';
import { constantLength } from '../ir/constantLength.ts';
import type { FunctionEscapes } from '../escape/program.ts';
import { verdictsOf } from '../escape/verdicts.ts';
import { type Frequency, within, whenGrowing } from '../frequency/frequency.ts';
import { CodeFormatter, textOf } from '../ir/format.ts';
import { type Callee, type Func, Variable } from '../ir/func.ts';
import type { CallExpression, Expression, InterfaceCallExpression } from '../ir/nodes.ts';
import { type Position, reportedPosition, type Source } from '../ir/position.ts';
import { staticCallee } from '../ir/staticValue.ts';
import type { Package } from '../types/package.ts';
import { CodeWalk } from './codeWalk.ts';

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
    const walk = new CodeWalk(func.body, (exit) => {
      const frequency = this.#frequencyOf(exit);
      return frequency !== 'error' && frequency !== 'panic';
    });
    return {
      name: func.name,
      package: this.#surroundings.current,
      isOwn: this.#surroundings.isOwn,
      place: placeOf(func),
      sites: [...this.#escaping(func, walk), ...this.#ofRuntime(walk)],
      calls: [...walk.calls].flatMap(([call, isConditional]) => this.#call(call, isConditional)),
    };
  }

  *#escaping(func: Func, walk: CodeWalk): Iterable<CostSite> {
    for (const { node, kind, isOnHeap, location } of verdictsOf(this.#escapes.analysis, func)) {
      if (location.func !== func) {
        continue;
      }
      const bytes = bytesOf(node, this.#memory);
      const isBuffered = !isOnHeap && kind !== 'zerocopy' && hasBuffer(node) && walk.keeps(node);
      if (bytes === undefined || bytes.kind === 'none' || (!isOnHeap && !isBuffered)) {
        continue;
      }
      const part = this.#part(node, this.#text(node), walk.isConditional(node));
      const frequency = kind === 'append' ? whenGrowing(part.frequency) : part.frequency;
      yield { ...part, frequency, bytes, isBuffered };
    }
  }

  /** What no verdict is on. */
  *#ofRuntime({ channels, goroutines }: CodeWalk): Iterable<CostSite> {
    for (const [node, isConditional] of channels) {
      const bytes = bytesOf(node, this.#memory) ?? UNKNOWN_LENGTH;
      yield { ...this.#part(node, this.#text(node), isConditional), bytes, isBuffered: false };
    }
    // A goroutine that has ended leaves its stack and descriptor to the next one.
    for (const [node, isConditional] of goroutines) {
      const part = this.#part(node, 'go', isConditional);
      yield { ...part, bytes: UNKNOWN_LENGTH, isBuffered: false };
    }
  }

  #call(call: CallExpression | InterfaceCallExpression, isConditional: boolean): CostCall[] {
    const value = call.op === 'callFunc' ? staticCallee(call.fun) : undefined;
    const part = this.#part(call, this.#text(call), isConditional);
    if (value === undefined) {
      return [{ ...part, callee: undefined }];
    }
    if (value.op !== 'closure') {
      return [{ ...part, callee: value.callee }];
    }
    const { func } = value;
    const escapes = func.isCapturing ? undefined : this.#surroundings.escapesOf(func);
    const callee = func.isCapturing
      ? this.costOf(func)
      : escapes && ownCostOf(escapes, this.#surroundings);
    return [{ ...part, what: func.name, callee }];
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
