/**
 * Escape analysis of whatever somebody asks for: what a function refers to is looked at first,
 * functions that refer to each other together (cmd/compile/internal/ir/scc.go, Go 1.26).
 */
import type { Callee, Func } from '../ir/func.ts';
import { resultOf } from '../ir/steps.ts';
import type { GoSizes } from '../layout/sizes.ts';
import type { FuncObject } from '../types/objects.ts';
import { typeString } from '../types/typeString.ts';
import { type Analysis, analyse } from './analysis.ts';
import { literalsIn, mentionedIn, type Mention, withClosures } from './callGraph.ts';
import type { EscapeEnvironment } from './environment.ts';
import type { Leaks } from './leaks.ts';
import { type FunctionSummary, summaryOf } from './summary.ts';

export interface EscapeSurroundings {
  readonly sizes: GoSizes;
  /** Makes the code of a function, in steps; undefined where there is none to be had. */
  compiling(callee: Callee): Generator<void, Func | undefined>;
  /** What is known of it without looking at its code. */
  summaryOf?(callee: Callee): FunctionSummary | undefined;
  /**
   * Whether somebody may ask for more than the summary of a function: of those that nobody does,
   * nothing else is kept.
   */
  isKept(object: FuncObject): boolean;
}

export interface FunctionEscapes {
  readonly func: Func;
  readonly analysis: Analysis;
  readonly leaks: readonly Leaks[];
}

/** Of all functions whose code and graph are kept together: some fifty megabytes. */
const MAXIMUM_LOCATIONS = 40_000;

/** An instance of a function; of one that is not generic there is a single one. */
interface Instance {
  readonly callee: Callee;
  /** Undefined while it has not been analysed as things are now. */
  summary: FunctionSummary | undefined;
  /** What it was analysed together with, itself included, in the order of visits. */
  batch: readonly Instance[];
  /** What was analysed; undefined where that is not kept. */
  code: Func | undefined;
  /** There is no code to be had. */
  isAbsent: boolean;
}

/** A function on the way that a search is on. */
interface Visited {
  readonly func: Func;
  /** Undefined for a function literal. */
  readonly instance: Instance | undefined;
  /** In the order of visits. */
  readonly index: number;
  /** The least index that it leads back to. */
  low: number;
}

/** Tarjan's algorithm on its way from one function. */
class Search {
  readonly open: Visited[] = [];
  readonly #found = new Map<Func | Instance, Visited>();
  /** The state of the program that it goes by: if it is another one, the search begins anew. */
  epoch: number;
  #count = 0;

  constructor(epoch: number) {
    this.epoch = epoch;
  }

  /** A function literal by itself, others by their instance. */
  find(key: Func | Instance): Visited | undefined {
    return this.#found.get(key);
  }

  start(func: Func, instance: Instance | undefined): Visited {
    const index = this.#count++;
    const visited = { func, instance, index, low: index };
    this.open.push(visited);
    this.#found.set(instance ?? func, visited);
    return visited;
  }

  /** A function and all that were started after it are open no more. */
  close(first: Visited): void {
    for (const { func, instance } of this.open.splice(this.open.indexOf(first))) {
      this.#found.delete(instance ?? func);
    }
  }
}

export class EscapeProgram {
  readonly #surroundings: EscapeSurroundings;
  readonly #environment: EscapeEnvironment;
  /** By the function's object, then by its type arguments. */
  readonly #instances = new Map<FuncObject, Map<string, Instance>>();
  /** Of functions whose code somebody holds. */
  readonly #escapes = new WeakMap<Func, FunctionEscapes>();
  /** Batches whose code is kept, with their locations, the one asked for last at the end. */
  readonly #kept = new Map<readonly Instance[], number>();
  #countLocations = 0;
  /** Changes with everything that is found out or forgotten. */
  #epoch = 0;

  constructor(surroundings: EscapeSurroundings) {
    this.#surroundings = surroundings;
    this.#environment = {
      sizes: surroundings.sizes,
      summaryOf: (mention) => this.#summaryOf(mention),
    };
  }

  /** Undefined for a function whose code cannot be had. */
  escapesOf(mention: Mention): FunctionEscapes | undefined {
    if ('body' in mention) {
      resultOf(this.stepsTo(mention));
      return this.#escapes.get(mention);
    }
    const instance = this.#instanceOf(mention);
    const { batch } = instance;
    if (instance.summary && !instance.code) {
      // From where it was analysed before: in the same order.
      this.#forgetAll(batch);
      resultOf(this.stepsTo(batch[0]?.callee ?? mention));
    }
    resultOf(this.stepsTo(mention));
    this.#keep(instance.batch);
    return instance.code && this.#escapes.get(instance.code);
  }

  /**
   * Finds out what is to be known of a function, in small steps. Between these others may ask for
   * anything, and forget what they like.
   */
  *stepsTo(mention: Mention): Generator<void, void> {
    for (let isDone = false; !isDone;) {
      isDone = yield* this.#visit(mention);
    }
  }

  /** Where the parameters of a function go, if that was found out before. */
  knownLeaks(callee: Callee): readonly Leaks[] | undefined {
    return this.#known(callee)?.summary?.leaks;
  }

  /** The verdicts on a function, and on the function literals in it that capture nothing. */
  escapesWithin(mention: Mention): readonly FunctionEscapes[] {
    const own = this.escapesOf(mention);
    if (!own) {
      return [];
    }
    const { func } = own;
    const literals = new Set([...func.literals, ...withClosures(func).flatMap(literalsIn)]);
    return [own, ...[...literals].flatMap((each) => this.escapesWithin(each))];
  }

  /** The verdicts on other code than that which others know a function by: nothing of it is kept. */
  escapesApart(func: Func): FunctionEscapes {
    for (const mention of mentionedIn(func)) {
      resultOf(this.stepsTo(mention));
    }
    const analysis = resultOf(analyse([func], this.#environment));
    return { func, analysis, leaks: analysis.leaks.get(func) ?? [] };
  }

  /** Of a generic function, all instances that were come across so far. */
  instancesOf(object: FuncObject): readonly Callee[] {
    const instances = this.#instances.get(object)?.values() ?? [];
    return [...instances].filter(({ isAbsent }) => !isAbsent).map(({ callee }) => callee);
  }

  /** Forgets functions whose text has changed, and what was found together with them. */
  forgetChanged(objects: ReadonlySet<FuncObject>): void {
    for (const object of objects) {
      for (const { batch } of this.#instances.get(object)?.values() ?? []) {
        this.#forgetAll(batch);
      }
      this.#instances.delete(object);
    }
    this.#epoch++;
  }

  /** Forgets what was found of functions. */
  forgetVerdicts(isForgotten: (object: FuncObject) => boolean): void {
    for (const [object, instances] of this.#instances) {
      if (isForgotten(object)) {
        this.#forgetAll(instances.values());
      }
    }
    this.#epoch++;
  }

  /** Forgets functions themselves. */
  forget(isForgotten: (object: FuncObject) => boolean): void {
    this.forgetVerdicts(isForgotten);
    for (const object of this.#instances.keys()) {
      if (isForgotten(object)) {
        this.#instances.delete(object);
      }
    }
  }

  #forgetAll(instances: Iterable<Instance>): void {
    for (const instance of instances) {
      this.#countLocations -= this.#kept.get(instance.batch) ?? 0;
      this.#kept.delete(instance.batch);
      instance.summary = undefined;
      instance.code = undefined;
      instance.batch = [];
    }
  }

  #summaryOf(mention: Mention): FunctionSummary | undefined {
    if ('body' in mention) {
      const escapes = this.#escapes.get(mention);
      return escapes && summaryOf(mention, escapes.leaks);
    }
    return this.#surroundings.summaryOf?.(mention) ?? this.#known(mention)?.summary;
  }

  #known({ object, typeArguments }: Callee): Instance | undefined {
    return this.#instances.get(object)?.get(keyOf(typeArguments));
  }

  #instanceOf(callee: Callee): Instance {
    const { object, typeArguments } = callee;
    let instances = this.#instances.get(object);
    if (!instances) {
      instances = new Map();
      this.#instances.set(object, instances);
    }
    const key = keyOf(typeArguments);
    let instance = instances.get(key);
    if (!instance) {
      instance = { callee, summary: undefined, batch: [], code: undefined, isAbsent: false };
      instances.set(key, instance);
    }
    return instance;
  }

  /**
   * Tarjan's algorithm; chains of calls may be long, so it keeps its own stack. False if something
   * has changed on the way.
   */
  *#visit(root: Mention): Generator<void, boolean> {
    const search = new Search(this.#epoch);
    const isOvertaken = () => search.epoch !== this.#epoch;
    const first = yield* this.#start(root, search);
    const frames = first ? [{ visited: first, todo: mentionedIn(first.func), at: 0 }] : [];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      if (isOvertaken()) {
        return false;
      }
      const { visited } = frame;
      const next = frame.todo[frame.at++];
      if (next === undefined) {
        frames.pop();
        yield* this.#finish(visited, search);
        const parent = frames.at(-1)?.visited;
        if (parent) {
          parent.low = Math.min(parent.low, visited.low);
        }
        continue;
      }
      const countOpen = search.open.length;
      const found = yield* this.#start(next, search);
      if (found && search.open.length > countOpen) {
        frames.push({ visited: found, todo: mentionedIn(found.func), at: 0 });
        yield;
      } else if (found) {
        visited.low = Math.min(visited.low, found.index);
      }
    }
    return !isOvertaken();
  }

  /** Opens a function, or finds it open; undefined if it need not or cannot be looked at. */
  *#start(mention: Mention, search: Search): Generator<void, Visited | undefined> {
    if ('body' in mention) {
      return this.#escapes.has(mention)
        ? undefined
        : (search.find(mention) ?? search.start(mention, undefined));
    }
    if (this.#surroundings.summaryOf?.(mention)) {
      return undefined;
    }
    const instance = this.#instanceOf(mention);
    if (instance.summary || instance.isAbsent) {
      return undefined;
    }
    const open = search.find(instance);
    if (open) {
      return open;
    }
    const code = yield* this.#surroundings.compiling(mention);
    if (search.epoch !== this.#epoch) {
      return undefined;
    }
    instance.isAbsent = code === undefined;
    return code && search.start(code, instance);
  }

  /** A function that leads back to none before it ends a batch. */
  *#finish(visited: Visited, search: Search): Generator<void, void> {
    if (visited.low !== visited.index) {
      return;
    }
    const { open } = search;
    const batch = open.slice(open.indexOf(visited));
    const analysis = yield* analyse(
      batch.map(({ func }) => func),
      this.#environment,
    );
    if (search.epoch !== this.#epoch) {
      return;
    }
    search.close(visited);
    search.epoch = ++this.#epoch;
    const instances = batch.flatMap(({ instance }) => instance ?? []);
    const isKept = instances.some(({ callee }) => this.#surroundings.isKept(callee.object));
    for (const { func, instance } of batch) {
      const leaks = analysis.leaks.get(func) ?? [];
      this.#escapes.set(func, { func, analysis, leaks });
      if (instance) {
        instance.summary = summaryOf(func, leaks);
        instance.batch = instances;
        instance.code = isKept ? func : undefined;
      }
    }
    if (isKept) {
      this.#keep(instances, analysis.batch.locations.length);
    }
  }

  /** Moves a batch to the end of those that are kept, and drops the code of the first ones. */
  #keep(batch: readonly Instance[], countLocations = this.#kept.get(batch)): void {
    if (countLocations === undefined) {
      return;
    }
    this.#countLocations += countLocations - (this.#kept.get(batch) ?? 0);
    this.#kept.delete(batch);
    this.#kept.set(batch, countLocations);
    for (const [oldest, count] of this.#kept) {
      if (this.#countLocations <= MAXIMUM_LOCATIONS || oldest === batch) {
        return;
      }
      this.#countLocations -= count;
      this.#kept.delete(oldest);
      for (const instance of oldest) {
        if (instance.batch === oldest) {
          instance.code = undefined;
        }
      }
    }
  }
}

function keyOf(typeArguments: Callee['typeArguments']): string {
  return typeArguments.map((each) => typeString(each)).join(';');
}
