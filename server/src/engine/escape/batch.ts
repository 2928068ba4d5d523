/**
 * Functions that are analysed together, as they refer to each other:
 * cmd/compile/internal/escape/escape.go and graph.go (Go 1.26).
 */
import type { Variable } from '../ir/func.ts';
import { type Callee, type Func } from '../ir/func.ts';
import type { ClosureExpression, Expression } from '../ir/nodes.ts';
import type { Position } from '../ir/position.ts';
import { MAXIMUM_CAPTURED_VALUE_BYTES } from '../layout/closure.ts';
import { identicalLists } from '../types/identical.ts';
import type { Mention } from './callGraph.ts';
import type { EscapeEnvironment } from './environment.ts';
import { Attribute, Hole, Location } from './location.ts';

/** A closure whose captured variables flow into it once all assignments have been seen. */
interface PendingClosure {
  readonly hole: Hole;
  readonly closure: ClosureExpression;
}

export class Batch {
  readonly environment: EscapeEnvironment;
  readonly funcs: readonly Func[];
  readonly locations: Location[] = [];
  readonly heap: Location;
  readonly mutator: Location;
  readonly callee: Location;
  readonly blank: Location;
  /** Functions whose results may go anywhere, as nobody knows who calls them. */
  readonly lostResults = new Set<Func>();
  readonly pendingClosures: PendingClosure[] = [];
  /** Which variables a closure holds by value, after all. */
  readonly capturedByValue = new Map<ClosureExpression, ReadonlySet<Variable>>();
  readonly #variables = new Map<Variable, Location>();
  readonly #members = new Map<Callee['object'], Func[]>();
  #byFunction: ReadonlyMap<Func, readonly Location[]> | undefined;

  constructor(funcs: readonly Func[], environment: EscapeEnvironment, nowhere: Func) {
    this.funcs = funcs;
    this.environment = environment;
    const { escapes, persists, mutates, calls } = Attribute;
    const pseudo = (attributes: number) => new Location(undefined, nowhere, 0, attributes);
    this.heap = pseudo(escapes | persists | mutates | calls);
    this.mutator = pseudo(mutates);
    this.callee = pseudo(calls);
    this.blank = pseudo(0);
    for (const func of funcs) {
      if (func.callee) {
        const known = this.#members.get(func.callee.object) ?? [];
        known.push(func);
        this.#members.set(func.callee.object, known);
      }
    }
  }

  /** The function of this batch that is called, if it is of this batch. */
  memberOf(callee: Mention): Func | undefined {
    if ('body' in callee) {
      return callee.isCapturing || this.funcs.includes(callee) ? callee : undefined;
    }
    return this.#members
      .get(callee.object)
      ?.find(
        (each) => each.callee && identicalLists(each.callee.typeArguments, callee.typeArguments),
      );
  }

  /** Locations for all variables of a function. */
  declare(func: Func): void {
    for (const variable of func.variables) {
      this.newVariable(variable, 1);
    }
    for (const [index, result] of func.results.entries()) {
      this.locationOf(result).resultIndex = 1 + index;
    }
  }

  newVariable(variable: Variable, loopDepth: number): Location {
    const location = new Location(variable, variable.func, loopDepth, Attribute.persists);
    this.#variables.set(variable, location);
    this.locations.push(location);
    return location;
  }

  newLocation(
    node: Expression | undefined,
    func: Func,
    loopDepth: number,
    persists: boolean,
  ): Location {
    const attributes = persists ? Attribute.persists : 0;
    const location = new Location(node, func, loopDepth, attributes);
    this.locations.push(location);
    return location;
  }

  /** A variable of no function here is one of broken code: it is as good as any other. */
  readonly locationOf = (variable: Variable): Location =>
    this.#variables.get(variable) ?? this.newVariable(variable, 1);

  /** Once they are solved: those of a function and of the functions in it. There may be a thousand functions in a batch. */
  locationsWithin(func: Func): readonly Location[] {
    this.#byFunction ??= byFunction(this.locations);
    return this.#byFunction.get(func) ?? [];
  }

  heapHole(): Hole {
    return new Hole(this.heap);
  }

  mutatorHole(): Hole {
    return new Hole(this.mutator);
  }

  calleeHole(): Hole {
    return new Hole(this.callee);
  }

  discardHole(): Hole {
    return new Hole(this.blank);
  }

  flow(hole: Hole, source: Location): void {
    if (hole.isAddressTaken) {
      source.isAddressTaken = true;
    }
    const { destination, derefs, notes } = hole;
    if (destination === this.blank || (destination === source && derefs >= 0)) {
      return;
    }
    if (destination.has(Attribute.escapes) && derefs < 0) {
      if (!source.has(Attribute.escapes)) {
        source.explanation = [{ destination, source, derefs, notes }];
      }
      const { escapes, persists, mutates, calls } = Attribute;
      source.attributes |= escapes | persists | mutates | calls;
      return;
    }
    destination.edges.push({ source, derefs, notes });
  }

  /** Lets captured variables flow into their closures, by value or by reference. */
  flowClosures(): void {
    for (const { hole, closure } of this.pendingClosures.splice(0)) {
      const byValue = new Set<Variable>();
      for (const [variable, position] of closure.func.captures) {
        const use = nameAt(variable, position);
        const location = this.locationOf(variable);
        const isByValue =
          !location.isAddressTaken &&
          !location.isReassigned &&
          (this.environment.sizes.sizeOf(variable.type) ?? Infinity) <=
            MAXIMUM_CAPTURED_VALUE_BYTES;
        let k = hole;
        if (isByValue) {
          byValue.add(variable);
        } else {
          location.isAddressTaken = true;
          k = k.addr(use, 'reference');
        }
        this.flow(k.note(use, 'captured by a closure'), location);
      }
      this.capturedByValue.set(closure, byValue);
    }
  }
}

function byFunction(locations: readonly Location[]): ReadonlyMap<Func, readonly Location[]> {
  const found = new Map<Func, Location[]>();
  for (const location of locations) {
    for (let func: Func | undefined = location.func; func; func = func.outer) {
      const known = found.get(func);
      if (known) {
        known.push(location);
      } else {
        found.set(func, [location]);
      }
    }
  }
  return found;
}

function nameAt(variable: Variable, { frame, offset }: Position): Expression {
  return { op: 'name', variable, type: variable.type, frame, offset };
}
