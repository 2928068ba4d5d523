/**
 * Escape analysis of whatever somebody asks for: what a function refers to is looked at first,
 * functions that refer to each other together (cmd/compile/internal/ir/scc.go, Go 1.26).
 */
import type { Callee, Func } from '../ir/func.ts';
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
  /** The code of a function; undefined where there is none to be had. */
  codeOf(callee: Callee): Func | undefined;
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

interface Visited {
  readonly func: Func;
  /** In the order of visits. */
  readonly index: number;
  /** The least index that it leads back to. */
  low: number;
  isOpen: boolean;
  escapes: FunctionEscapes | undefined;
}

/** An instance of a function; of one that is not generic there is a single one. */
interface Instance {
  readonly object: FuncObject;
  /** Undefined where there is none, and once it is not needed any more. */
  code: Func | undefined;
  summary: FunctionSummary | undefined;
}

export class EscapeProgram {
  readonly #surroundings: EscapeSurroundings;
  readonly #environment: EscapeEnvironment;
  /** By the function's object, then by its type arguments. */
  readonly #instances = new Map<FuncObject, Map<string, Instance>>();
  readonly #visited = new Map<Func, Visited>();
  readonly #open: Visited[] = [];
  #count = 0;

  constructor(surroundings: EscapeSurroundings) {
    this.#surroundings = surroundings;
    this.#environment = {
      sizes: surroundings.sizes,
      summaryOf: (mention) => this.#summaryOf(mention),
    };
  }

  /** Undefined for a function whose code cannot be had. */
  escapesOf(mention: Mention): FunctionEscapes | undefined {
    const steps = this.#visit(mention);
    for (;;) {
      const step = steps.next();
      if (step.done) {
        return step.value?.escapes;
      }
    }
  }

  /**
   * Finds out the same in small steps, between which others may have their turn, as long as they
   * ask for nothing of this program. Who does not take the last one has to `abandon` the search.
   */
  *stepsTo(mention: Mention): Generator<void, void> {
    yield* this.#visit(mention);
  }

  abandon(): void {
    for (const { func } of this.#open.splice(0)) {
      this.#visited.delete(func);
    }
  }

  /** Where the parameters of a function go, if that was found out before. */
  knownLeaks(callee: Callee): readonly Leaks[] | undefined {
    return this.#instanceOf(callee).summary?.leaks;
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

  /** Of a generic function, all instances that were come across so far. */
  instancesOf(object: FuncObject): readonly Func[] {
    const instances = this.#instances.get(object)?.values() ?? [];
    return [...instances].flatMap(({ code }) => code ?? []);
  }

  /** Forgets functions whose text has changed, and what was found together with them. */
  forgetChanged(objects: ReadonlySet<FuncObject>): void {
    for (const object of objects) {
      for (const { code } of this.#instances.get(object)?.values() ?? []) {
        const analysis = code && this.#visited.get(code)?.escapes?.analysis;
        for (const { callee } of analysis?.batch.funcs ?? []) {
          if (callee) {
            this.#forgetInstance(this.#instanceOf(callee));
          }
        }
      }
      this.#instances.delete(object);
    }
  }

  /** Forgets what was found of functions, but not their code. */
  forgetVerdicts(isForgotten: (object: FuncObject) => boolean): void {
    for (const [object, instances] of this.#instances) {
      if (isForgotten(object)) {
        instances.forEach((instance) => {
          this.#forgetInstance(instance);
        });
      }
    }
  }

  /** Forgets all of functions. */
  forget(isForgotten: (object: FuncObject) => boolean): void {
    this.forgetVerdicts(isForgotten);
    for (const object of this.#instances.keys()) {
      if (isForgotten(object)) {
        this.#instances.delete(object);
      }
    }
  }

  #forgetInstance(instance: Instance): void {
    const { code } = instance;
    instance.summary = undefined;
    for (const each of code
      ? withClosures(code).flatMap((func) => [func, ...literalsIn(func)])
      : []) {
      this.#visited.delete(each);
    }
  }

  #summaryOf(mention: Mention): FunctionSummary | undefined {
    if ('body' in mention) {
      const escapes = this.#visited.get(mention)?.escapes;
      return escapes && summaryOf(mention, escapes.leaks);
    }
    return this.#surroundings.summaryOf?.(mention) ?? this.#instanceOf(mention).summary;
  }

  #instanceOf({ object, typeArguments }: Callee): Instance {
    let instances = this.#instances.get(object);
    if (!instances) {
      instances = new Map();
      this.#instances.set(object, instances);
    }
    const key = typeArguments.map((each) => typeString(each)).join(';');
    let instance = instances.get(key);
    if (!instance) {
      const code = this.#surroundings.codeOf({ object, typeArguments });
      instance = { object, code, summary: undefined };
      instances.set(key, instance);
    }
    return instance;
  }

  /** Tarjan's algorithm; chains of calls may be long, so it keeps its own stack. */
  *#visit(root: Mention): Generator<void, Visited | undefined> {
    const started = this.#start(root);
    if (!started || started.isDone) {
      return started?.visited;
    }
    const frames = [{ visited: started.visited, todo: mentionedIn(started.visited.func), at: 0 }];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const { visited } = frame;
      const next = frame.todo[frame.at++];
      if (next === undefined) {
        frames.pop();
        this.#finish(visited);
        const parent = frames.at(-1)?.visited;
        if (parent) {
          parent.low = Math.min(parent.low, visited.low);
        }
        continue;
      }
      const found = this.#start(next);
      if (!found) {
        continue;
      }
      yield;
      if (!found.isDone) {
        frames.push({ visited: found.visited, todo: mentionedIn(found.visited.func), at: 0 });
      } else if (found.visited.isOpen) {
        visited.low = Math.min(visited.low, found.visited.index);
      }
    }
    return started.visited;
  }

  /** Opens a function that was not visited yet; undefined if it need not or cannot be looked at. */
  #start(mention: Mention): { readonly visited: Visited; readonly isDone: boolean } | undefined {
    const func = this.#codeToVisit(mention);
    if (!func) {
      return undefined;
    }
    const known = this.#visited.get(func);
    if (known) {
      return { visited: known, isDone: true };
    }
    const index = this.#count++;
    const visited: Visited = { func, index, low: index, isOpen: true, escapes: undefined };
    this.#visited.set(func, visited);
    this.#open.push(visited);
    return { visited, isDone: false };
  }

  #codeToVisit(mention: Mention): Func | undefined {
    if ('body' in mention) {
      return mention;
    }
    return this.#surroundings.summaryOf?.(mention) ? undefined : this.#instanceOf(mention).code;
  }

  /** A function that leads back to none before it ends a batch. */
  #finish(visited: Visited): void {
    if (visited.low !== visited.index) {
      return;
    }
    const batch = this.#open.splice(this.#open.indexOf(visited));
    const analysis = analyse(
      batch.map(({ func }) => func),
      this.#environment,
    );
    for (const each of batch) {
      const { func } = each;
      const leaks = analysis.leaks.get(func) ?? [];
      each.isOpen = false;
      each.escapes = { func, analysis, leaks };
      if (func.callee) {
        const instance = this.#instanceOf(func.callee);
        instance.summary = summaryOf(func, leaks);
        if (!this.#surroundings.isKept(func.callee.object)) {
          instance.code = undefined;
          for (const own of withClosures(func).flatMap((part) => [part, ...literalsIn(part)])) {
            this.#visited.delete(own);
          }
        }
      }
    }
  }
}
