/** The way of a search through functions that refer to each other: Tarjan's algorithm. */
import type { Func } from '../ir/func.ts';
import type { Instance } from './instances.ts';

/** A function on the way that a search is on. */
export interface Visited {
  readonly func: Func;
  /** Undefined for a function literal. */
  readonly instance: Instance | undefined;
  /** The function that it is, or whose literal it is. */
  readonly owner: Instance | undefined;
  /** In the order of visits. */
  readonly index: number;
  /** The least index that it leads back to. */
  low: number;
  /** Functions that led to it when it was analysed before: those that it leads to are one batch with it. */
  readonly leadingHere: ReadonlySet<Instance>;
}

/** Tarjan's algorithm on its way from one function. */
export class Search {
  readonly open: Visited[] = [];
  readonly #found = new Map<Func | Instance, Visited>();
  /** The state of the program that it goes by: if it is another one, the search begins anew. */
  epoch: number;
  /** Another one ended with functions that are open in this one: it begins anew as well. */
  isOvertaken = false;
  /** Whether it counted on what was known of functions that are being found out anew. */
  isPreliminary = false;
  /** Whether it came to its end. */
  isDone = false;
  /** Whose code is being made: it is the next to be open. */
  entered: Instance | undefined;
  #count = 0;

  /** Whether it finds out what others take for what it was meanwhile. */
  readonly isFollowing: boolean;

  constructor(epoch: number, isFollowing: boolean) {
    this.epoch = epoch;
    this.isFollowing = isFollowing;
  }

  /** A function literal by itself, others by their instance. */
  find(key: Func | Instance): Visited | undefined {
    return this.#found.get(key);
  }

  /** Whether a function is open, or the next to be. */
  isAt(instance: Instance): boolean {
    return this.entered === instance || this.#found.has(instance);
  }

  start(func: Func, instance: Instance | undefined, owner = instance): Visited {
    const index = this.#count++;
    const leadingHere = leadingTo(instance);
    const visited = { func, instance, owner, index, low: index, leadingHere };
    this.open.push(visited);
    this.#found.set(instance ?? func, visited);
    return visited;
  }

  /** Whether a function that is known leads to one that is open. */
  isLeadingBack(instance: Instance): boolean {
    return this.open.some(({ leadingHere }) => leadingHere.has(instance));
  }

  /** A function and all that were started after it are open no more. */
  close(first: Visited): void {
    for (const { func, instance } of this.open.splice(this.open.indexOf(first))) {
      this.#found.delete(instance ?? func);
    }
  }
}

/** All whose analysis needs that of a function that was analysed before, at whatever distance. */
function leadingTo(instance: Instance | undefined): ReadonlySet<Instance> {
  const found = new Set<Instance>();
  const open = instance?.previous ? [instance] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const user of next.users) {
      if (user && !found.has(user)) {
        found.add(user);
        open.push(user);
      }
    }
  }
  return found;
}
