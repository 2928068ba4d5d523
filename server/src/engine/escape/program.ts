/**
 * Escape analysis of whatever somebody asks for: what a function refers to is looked at first,
 * functions that refer to each other together (cmd/compile/internal/ir/scc.go, Go 1.26).
 */
import type { Callee, Func } from '../ir/func.ts';
import type { GoSizes } from '../layout/sizes.ts';
import type { FuncObject } from '../types/objects.ts';
import { typeString } from '../types/typeString.ts';
import { type Analysis, analyse } from './analysis.ts';
import { mentionedIn } from './callGraph.ts';
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
  readonly callee: Callee;
  readonly func: Func;
  /** In the order of visits. */
  index: number;
  /** The least index that it leads back to. */
  low: number;
  isOpen: boolean;
  escapes: FunctionEscapes | undefined;
}

export class EscapeProgram {
  readonly #surroundings: EscapeSurroundings;
  readonly #environment: EscapeEnvironment;
  /** By the function's object, then by its type arguments. */
  readonly #visited = new Map<FuncObject, Map<string, Visited>>();
  readonly #missing = new Set<FuncObject>();
  readonly #open: Visited[] = [];
  #count = 0;

  constructor(surroundings: EscapeSurroundings) {
    this.#surroundings = surroundings;
    this.#environment = {
      sizes: surroundings.sizes,
      leaksOf: (callee) => surroundings.summaryOf(callee) ?? this.#known(callee)?.escapes?.leaks,
    };
  }

  /** Undefined for a function whose code cannot be had. */
  escapesOf(callee: Callee): FunctionEscapes | undefined {
    return this.#visit(callee)?.escapes;
  }

  /** The same of code that nobody can refer to: the initialization of variables. */
  escapesOfCode(func: Func): FunctionEscapes {
    for (const mentioned of mentionedIn(func)) {
      this.#visit(mentioned);
    }
    const analysis = analyse([func], this.#environment);
    return { func, analysis, leaks: [] };
  }

  #known({ object, typeArguments }: Callee): Visited | undefined {
    return this.#visited.get(object)?.get(keyOf(typeArguments));
  }

  /** Tarjan's algorithm; chains of calls may be long, so it keeps its own stack. */
  #visit(root: Callee): Visited | undefined {
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
  #start(callee: Callee): { readonly visited: Visited; readonly isDone: boolean } | undefined {
    const visited = this.#known(callee);
    if (visited) {
      return { visited, isDone: true };
    }
    const { object, typeArguments } = callee;
    if (this.#missing.has(object) || this.#surroundings.summaryOf(callee)) {
      return undefined;
    }
    const func = this.#surroundings.codeOf(callee);
    if (!func) {
      this.#missing.add(object);
      return undefined;
    }
    const index = this.#count++;
    const opened: Visited = { callee, func, index, low: index, isOpen: true, escapes: undefined };
    let instances = this.#visited.get(object);
    if (!instances) {
      instances = new Map();
      this.#visited.set(object, instances);
    }
    instances.set(keyOf(typeArguments), opened);
    this.#open.push(opened);
    return { visited: opened, isDone: false };
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

function keyOf(typeArguments: Callee['typeArguments']): string {
  return typeArguments.map((each) => typeString(each)).join(';');
}
