/**
 * Finds what outlives what: cmd/compile/internal/escape/solve.go (Go 1.26). From each location a
 * walk finds the least number of dereferences to all that flows into it.
 */
import type { Batch } from './batch.ts';
import { MAXIMUM_RESULTS } from './leaks.ts';
import { Attribute, type Hop, type Location } from './location.ts';
import { LocationQueue } from './queue.ts';

/** Locations between two steps: a walk meets one, or half of a program. */
const LOCATIONS_AT_ONCE = 4_000;

/** In steps of some walks. */
export function* solve(batch: Batch): Generator<void, void> {
  yield* new Solver(batch).walkAll();
}

class Solver {
  readonly #batch: Batch;
  readonly #todo: LocationQueue;
  #walk = 0;
  /** How many locations the walks of this step have met. */
  #countMet = 0;

  constructor(batch: Batch) {
    this.#batch = batch;
    this.#todo = new LocationQueue(batch.locations.length + 3);
  }

  *walkAll(): Generator<void, void> {
    const { locations, mutator, callee, heap } = this.#batch;
    for (const location of [...locations, mutator, callee, heap]) {
      this.#todo.pushFront(location);
      location.isQueued = true;
    }
    for (let root = this.#todo.popFront(); root; root = this.#todo.popFront()) {
      root.isQueued = false;
      const todo = this.#begin(root);
      while (!this.#walkOn(root, todo)) {
        this.#countMet = 0;
        yield;
      }
    }
  }

  #enqueue(location: Location): void {
    if (location.isQueued) {
      return;
    }
    location.isQueued = true;
    // What escapes comes first: that lets others escape sooner.
    if (location.has(Attribute.escapes)) {
      this.#todo.pushFront(location);
    } else {
      this.#todo.pushBack(location);
    }
  }

  #begin(root: Location): LocationQueue {
    root.walk = ++this.#walk;
    root.derefs = 0;
    root.next = undefined;
    this.#loseResults(root);
    const todo = new LocationQueue(8);
    todo.pushFront(root);
    return todo;
  }

  /** False where it is to be gone on with in another step. */
  #walkOn(root: Location, todo: LocationQueue): boolean {
    const walk = this.#walk;
    for (let location = todo.popFront(); location; location = todo.popFront()) {
      location.queuedInWalk = 0;
      const isAddress = location.derefs < 0;
      // In `root = &l; l = x` the address of l flows to the root, that of x does not.
      const derefs = Math.max(location.derefs, 0);
      const added = this.#attributesFor(root, location, isAddress, derefs);
      if (location.isParameter) {
        this.#leak(root, location, derefs);
      }
      if ((added & ~location.attributes) !== 0) {
        location.attributes |= added;
        this.#enqueue(location);
        if (location.has(Attribute.escapes)) {
          continue;
        }
      }
      for (const [index, { source, derefs: steps }] of location.edges.entries()) {
        if (source.has(Attribute.escapes)) {
          continue;
        }
        const d = derefs + steps;
        if (source.walk !== walk || source.derefs > d) {
          source.walk = walk;
          source.derefs = d;
          source.next = location;
          source.nextEdge = index;
          if (source.queuedInWalk !== walk) {
            source.queuedInWalk = walk;
            todo.pushBack(source);
          }
        }
      }
      if (++this.#countMet >= LOCATIONS_AT_ONCE) {
        return false;
      }
    }
    return true;
  }

  /** A closure that is called by nobody knows whom gives its results to them. */
  #loseResults({ attributes, node }: Location): void {
    if ((attributes & Attribute.calls) === 0 || !node || !('op' in node) || node.op !== 'closure') {
      return;
    }
    const { func } = node;
    const { lostResults } = this.#batch;
    if (!lostResults.has(func)) {
      lostResults.add(func);
      for (const result of func.results) {
        this.#enqueue(this.#batch.locationOf(result));
      }
    }
  }

  #attributesFor(root: Location, location: Location, isAddress: boolean, derefs: number): number {
    let added = 0;
    if (isAddress) {
      const { escapes, persists, mutates, calls } = Attribute;
      if (this.#outlives(root, location)) {
        if (!location.has(escapes)) {
          location.explanation = pathTo(root, location);
        }
        added |= escapes | persists | mutates | calls;
      } else if (root.has(persists)) {
        added |= persists;
      }
    }
    if (derefs === 0) {
      added |= root.attributes & (Attribute.mutates | Attribute.calls);
    }
    return added;
  }

  #leak(root: Location, parameter: Location, derefs: number): void {
    const { leaks } = parameter;
    if (this.#outlives(root, parameter)) {
      if (!parameter.has(Attribute.escapes) && root !== parameter) {
        const hops = pathTo(root, parameter);
        parameter.leakExplanations = [...parameter.leakExplanations, { to: root, derefs, hops }];
      }
      const isOwnResult =
        !root.has(Attribute.escapes) && root.isResult && root.func === parameter.func;
      if (isOwnResult && root.resultIndex <= MAXIMUM_RESULTS) {
        leaks.addResult(root.resultIndex - 1, derefs);
      } else {
        leaks.addHeap(derefs);
      }
    }
    if (root.has(Attribute.mutates)) {
      leaks.addMutator(derefs);
    }
    if (root.has(Attribute.calls)) {
      leaks.addCallee(derefs);
    }
  }

  /** Whether values stored in `location` may live longer than the `other` location does. */
  #outlives(location: Location, other: Location): boolean {
    if (location.has(Attribute.escapes)) {
      return true;
    }
    if (location === this.#batch.mutator || location === this.#batch.callee) {
      return false;
    }
    if (location.isResult) {
      // A closure may return what is outside of it, if all that call it are known.
      const isKnown =
        location.func.isWithin(other.func) && !this.#batch.lostResults.has(location.func);
      return !isKnown;
    }
    if (location.func === other.func && location.loopDepth < other.loopDepth) {
      return true;
    }
    return other.func.isWithin(location.func);
  }
}

/** The flows from a location to the root of the walk that has just found it. */
function pathTo(root: Location, from: Location): readonly Hop[] {
  const hops: Hop[] = [];
  const seen = new Set<Location>();
  let source = from;
  // Assignments may go in a circle.
  while (!seen.has(source)) {
    seen.add(source);
    const destination = source.next;
    const edge = destination?.edges[source.nextEdge];
    if (!destination || !edge) {
      break;
    }
    hops.push({ destination, source, derefs: edge.derefs, notes: edge.notes });
    if (destination === root) {
      break;
    }
    source = destination;
  }
  return hops;
}
