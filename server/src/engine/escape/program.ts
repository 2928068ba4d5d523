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

export interface EscapeSurroundings {
  readonly sizes: GoSizes;
  /** The code of a function; undefined where there is none to be had. */
  codeOf(callee: Callee): Func | undefined;
  /** Where its parameters go, if that is known without looking at its code. */
  summaryOf(callee: Callee): readonly Leaks[] | undefined;
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

export class EscapeProgram {
  readonly #surroundings: EscapeSurroundings;
  readonly #environment: EscapeEnvironment;
  /** By the function's object, then by its type arguments; undefined where there is no code. */
  readonly #codes = new Map<FuncObject, Map<string, Func | undefined>>();
  readonly #visited = new Map<Func, Visited>();
  readonly #open: Visited[] = [];
  #count = 0;

  constructor(surroundings: EscapeSurroundings) {
    this.#surroundings = surroundings;
    this.#environment = {
      sizes: surroundings.sizes,
      leaksOf: (mention) => this.#summaryOf(mention) ?? this.#known(mention)?.escapes?.leaks,
      codeOf: (mention) => this.#codeOf(mention),
    };
  }

  /** Undefined for a function whose code cannot be had. */
  escapesOf(mention: Mention): FunctionEscapes | undefined {
    return this.#visit(mention)?.escapes;
  }

  /** The same, and that of the function literals in it that capture nothing. */
  escapesWithin(mention: Mention): readonly FunctionEscapes[] {
    const own = this.escapesOf(mention);
    const literals = own ? withClosures(own.func).flatMap(literalsIn) : [];
    return own ? [own, ...literals.flatMap((each) => this.escapesWithin(each))] : [];
  }

  /** Of a generic function, all instances that were come across so far. */
  instancesOf(object: FuncObject): readonly FunctionEscapes[] {
    const instances = this.#codes.get(object)?.values() ?? [];
    return [...instances].flatMap((func) => {
      const escapes = func && this.#visited.get(func)?.escapes;
      return escapes ? [escapes] : [];
    });
  }

  #summaryOf(mention: Mention): readonly Leaks[] | undefined {
    return 'body' in mention ? undefined : this.#surroundings.summaryOf(mention);
  }

  #known(mention: Mention): Visited | undefined {
    const func = this.#codeOf(mention);
    return func && this.#visited.get(func);
  }

  #codeOf(mention: Mention): Func | undefined {
    if ('body' in mention) {
      return mention;
    }
    const { object, typeArguments } = mention;
    let instances = this.#codes.get(object);
    if (!instances) {
      instances = new Map();
      this.#codes.set(object, instances);
    }
    const key = typeArguments.map((each) => typeString(each)).join(';');
    if (!instances.has(key)) {
      instances.set(key, this.#surroundings.codeOf(mention));
    }
    return instances.get(key);
  }

  /** Tarjan's algorithm; chains of calls may be long, so it keeps its own stack. */
  #visit(root: Mention): Visited | undefined {
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
    const func = this.#summaryOf(mention) ? undefined : this.#codeOf(mention);
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
      each.isOpen = false;
      each.escapes = {
        func: each.func,
        analysis,
        leaks: analysis.leaks.get(each.func) ?? [],
      };
    }
  }
}
