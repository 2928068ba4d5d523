import { rm } from 'node:fs/promises';
import type { CompileRequest } from '../engine/compilerlog/compilation.ts';
import { stampOf } from '../host/stamps.ts';
import type { PlannedCompilations } from './plan.ts';
import { PlanSignatures } from './planSignature.ts';

/** How a package is compiled, and what that was found out of. */
export interface KeptPlan extends PlannedCompilations {
  /** Of what it was made of; empty where something was wanting, so that it is made anew. */
  readonly signature: string;
  readonly profile: StampedProfile | undefined;
  readonly workDirectory: string;
}

/** The profile of the program that a package is part of, as it was when the plan was made. */
export interface StampedProfile {
  readonly path: string;
  readonly stamp: string;
}

/** The plans of packages that were compiled last, each with a folder of what it needs. */
export class KeptPlans {
  readonly #plans = new Map<string, KeptPlan>();
  readonly #maximum: number;
  readonly #signatures = new PlanSignatures();

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  /** What a plan depends on, as it is now. */
  signatureOf(request: CompileRequest): Promise<string> {
    return this.#signatures.of(request);
  }

  /** A plan that may be out of date. */
  held(request: CompileRequest): KeptPlan | undefined {
    return this.#plans.get(planKey(request));
  }

  /** The plan of a package, if it is of its state as it is. */
  async current(request: CompileRequest): Promise<KeptPlan | undefined> {
    const key = planKey(request);
    const known = this.#plans.get(key);
    if (known?.signature !== (await this.#signatures.of(request))) {
      return undefined;
    }
    const { profile } = known;
    if (profile && profile.stamp !== (await stampOf(profile.path))) {
      return undefined;
    }
    if (this.#plans.get(key) === known) {
      // The oldest is the first to go.
      this.#plans.delete(key);
      this.#plans.set(key, known);
    }
    return known;
  }

  async keep(request: CompileRequest, plan: KeptPlan): Promise<void> {
    await this.drop(request);
    this.#plans.set(planKey(request), plan);
    const [oldest] = this.#plans.keys();
    if (oldest !== undefined && this.#plans.size > this.#maximum) {
      await this.#drop(oldest);
    }
  }

  drop(request: CompileRequest): Promise<void> {
    return this.#drop(planKey(request));
  }

  /** Their folders are deleted by whoever made them. */
  clear(): void {
    this.#plans.clear();
  }

  async #drop(key: string): Promise<void> {
    const dropped = this.#plans.get(key);
    this.#plans.delete(key);
    if (dropped) {
      await rm(dropped.workDirectory, { recursive: true, force: true });
    }
  }
}

function planKey(request: CompileRequest): string {
  return `${request.variant} ${request.directory}`;
}
