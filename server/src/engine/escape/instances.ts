/** Functions that were come across, each instance of a generic one for itself. */
import { type Callee, type Func, instanceKey } from '../ir/func.ts';
import type { FuncObject } from '../types/objects.ts';
import type { FunctionSummary } from './summary.ts';

/** An instance of a function; of one that is not generic there is a single one. */
export interface Instance {
  readonly callee: Callee;
  /** Undefined while it has not been analysed as things are now. */
  summary: FunctionSummary | undefined;
  /** What it was analysed together with, itself included, in the order of visits. */
  batch: readonly Instance[];
  /** What was analysed; undefined where that is not kept. */
  code: Func | undefined;
  /** There is no code to be had. */
  isAbsent: boolean;
  /** Changes when what was found is forgotten. */
  stamp: number;
  /** What its summary was before that. */
  previous: FunctionSummary | undefined;
  /** Those whose analysis needs its summary; undefined among them for variables of the package. */
  readonly users: Set<Instance | undefined>;
  /** Those whose summary its analysis needs. */
  readonly needs: Set<Instance>;
  /** Those with its receiver's type in their code, or into which it was inlined: it is compiled for them. */
  readonly causes: Set<Instance | undefined>;
  /** Those that are compiled for it. */
  readonly effects: Set<Instance>;
}

export class Instances {
  /** By the function's object, then by its type arguments. */
  readonly #all = new Map<FuncObject, Map<string, Instance>>();
  #countStamps = 0;

  nextStamp(): number {
    return ++this.#countStamps;
  }

  objects(): Iterable<FuncObject> {
    return this.#all.keys();
  }

  of(object: FuncObject): readonly Instance[] {
    return [...(this.#all.get(object)?.values() ?? [])];
  }

  /** Those that others were seen to use: what calls itself is not compiled for that. */
  usedOf(object: FuncObject): readonly Instance[] {
    return this.of(object).filter(
      (each) => !each.isAbsent && [...each.causes, ...each.users].some((other) => other !== each),
    );
  }

  known(callee: Callee): Instance | undefined {
    return this.#all.get(callee.object)?.get(instanceKey(callee));
  }

  at(callee: Callee): Instance {
    const { object } = callee;
    let instances = this.#all.get(object);
    if (!instances) {
      instances = new Map();
      this.#all.set(object, instances);
    }
    const key = instanceKey(callee);
    let instance = instances.get(key);
    if (!instance) {
      instance = {
        callee,
        summary: undefined,
        batch: [],
        code: undefined,
        isAbsent: false,
        stamp: this.nextStamp(),
        previous: undefined,
        users: new Set(),
        needs: new Set(),
        causes: new Set(),
        effects: new Set(),
      };
      instances.set(key, instance);
    }
    return instance;
  }

  /** Forgets that there is such a function. */
  delete({ callee }: Instance): void {
    const { object } = callee;
    const instances = this.#all.get(object);
    instances?.delete(instanceKey(callee));
    if (instances?.size === 0) {
      this.#all.delete(object);
    }
  }
}

/** Forgets what was found of a function as it was. */
export function clear(instance: Instance, stamp: number): void {
  instance.previous ??= instance.summary;
  instance.summary = undefined;
  instance.code = undefined;
  instance.isAbsent = false;
  instance.batch = [];
  for (const each of instance.needs) {
    each.users.delete(instance);
  }
  instance.needs.clear();
  for (const each of instance.effects) {
    each.causes.delete(instance);
  }
  instance.effects.clear();
  instance.stamp = stamp;
}
