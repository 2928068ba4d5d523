/** The graph that values flow through: cmd/compile/internal/escape/graph.go (Go 1.26). */
import { type Func, Variable } from '../ir/func.ts';
import type { CaseClause, Expression, Statement } from '../ir/nodes.ts';
import { Leaks } from './leaks.ts';

/** Attributes of a location, as bits. */
export const Attribute = {
  /** Its address outlives it: it must be on the heap. */
  escapes: 1,
  /** Its storage cannot be used again as soon as its statement is over. */
  persists: 2,
  /** What it points at may be written to. */
  mutates: 4,
  /** Closures that it leads to may be called, and their results go nobody knows where. */
  calls: 8,
} as const;

/** Whatever a flow was made of, for its explanation. */
export type Cause = Expression | Statement | CaseClause | Variable;

/** Why a value flows, the outermost reason first. */
export interface Note {
  readonly next: Note | undefined;
  readonly where: Cause;
  readonly why: string;
}

export interface Edge {
  readonly source: Location;
  /** -1 where the address of the source flows. */
  readonly derefs: number;
  readonly notes: Note | undefined;
}

/** One flow of an explanation: the destination gets the source, or its address. */
export interface Hop {
  readonly destination: Location;
  readonly source: Location;
  readonly derefs: number;
  readonly notes: Note | undefined;
}

/** Most locations have nothing to explain, and there are many. */
const NONE: readonly never[] = [];

/** A variable, or something that an expression allocates; or none of these, a step on the way. */
export class Location {
  readonly node: Expression | Variable | undefined;
  readonly func: Func;
  readonly edges: Edge[] = [];
  /** Of the loops around its declaration. */
  loopDepth: number;
  /** 1 for the first result of its function; 0 for what is none. */
  resultIndex = 0;
  attributes: number;
  #leaks: Leaks | undefined;
  isCaptured = false;
  isReassigned = false;
  isAddressTaken = false;
  readonly isParameter: boolean;
  readonly isResult: boolean;
  /** How it came to escape. */
  explanation: readonly Hop[] = NONE;
  /** How its value came to leak, for each place that it leaks to. */
  leakExplanations: readonly LeakExplanation[] = NONE;

  // What a walk keeps at the locations that it visits.
  derefs = 0;
  walk = 0;
  next: Location | undefined;
  nextEdge = 0;
  isQueued = false;
  queuedInWalk = 0;

  constructor(
    node: Expression | Variable | undefined,
    func: Func,
    loopDepth: number,
    attributes: number,
  ) {
    this.node = node;
    this.func = func;
    this.loopDepth = loopDepth;
    this.attributes = attributes;
    this.isParameter = node instanceof Variable && node.class === 'parameter';
    this.isResult = node instanceof Variable && node.class === 'result';
  }

  /** Where its value leaks to: of parameters. */
  get leaks(): Leaks {
    this.#leaks ??= new Leaks();
    return this.#leaks;
  }

  has(attribute: number): boolean {
    return (this.attributes & attribute) !== 0;
  }
}

export interface LeakExplanation {
  readonly to: Location;
  readonly derefs: number;
  readonly hops: readonly Hop[];
}

/** Where a value goes that is being looked at: the hole in `x = ?`. */
export class Hole {
  readonly destination: Location;
  readonly derefs: number;
  readonly notes: Note | undefined;
  readonly isAddressTaken: boolean;

  constructor(destination: Location, derefs = 0, notes?: Note, isAddressTaken = false) {
    this.destination = destination;
    this.derefs = derefs;
    this.notes = notes;
    this.isAddressTaken = isAddressTaken;
  }

  note(where: Cause, why: string): Hole {
    const notes = { next: this.notes, where, why };
    return new Hole(this.destination, this.derefs, notes, this.isAddressTaken);
  }

  shift(delta: number): Hole {
    return new Hole(this.destination, this.derefs + delta, this.notes, delta < 0);
  }

  deref(where: Cause, why: string): Hole {
    return this.shift(1).note(where, why);
  }

  addr(where: Cause, why: string): Hole {
    return this.shift(-1).note(where, why);
  }

  /** The same with another destination. */
  to(destination: Location): Hole {
    return new Hole(destination, this.derefs, this.notes, this.isAddressTaken);
  }
}
