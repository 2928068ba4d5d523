import type { DeclarationAllocations } from '../engine/features/inlayHints.ts';
import type { Declaration } from '../engine/syntax/slicer.ts';
import type { CodeView } from '../workspace/codeBytes.ts';
import type { Turns } from '../workspace/turns.ts';
import { within } from './within.ts';

/** Of one declaration, before another one has its turn: few take longer. */
const SHARE_MS = 100;
/** Who did not wait is told no more often. */
const BETWEEN_TOLD_MS = 1_000;

/** What looks at one version of a document. */
export interface LookAheadHost {
  /** Steps after which what is allocated is at hand. */
  stepsOn(declaration: Declaration): Generator<void, void>;
  allocationsIn(declaration: Declaration, view: CodeView | undefined): DeclarationAllocations;
  /** Whether there is no newer text. */
  isCurrent(): boolean;
  turns(): Turns;
  /** More is known than those were told who did not wait. */
  moreIsKnown(): void;
}

export interface Asked {
  readonly declarations: Iterable<Declaration>;
  readonly view: CodeView | undefined;
  /** What somebody sees comes before what is only gone through. */
  readonly isSeen?: boolean;
  readonly maximumMs?: number;
}

export type Found = ReadonlyMap<Declaration, DeclarationAllocations>;

interface Request {
  readonly view: CodeView | undefined;
  readonly isSeen: boolean;
  /** Those whose turn it is first come first. */
  readonly left: Set<Declaration>;
  readonly found: Map<Declaration, DeclarationAllocations>;
  /** Whether nobody waits for it any longer. */
  isLate: boolean;
}

/**
 * Finds out what is allocated in the declarations of a document, in turns with others: what is asked for
 * next is at hand. All who ask share the steps to it, and a declaration that takes long does not keep the others waiting.
 */
export class LookAhead {
  readonly #host: LookAheadHost;
  /** Each with what tells whoever waits that all is found. */
  readonly #requests = new Map<Request, () => void>();
  /** Of declarations that are not done yet. */
  readonly #begun = new Map<Declaration, Generator<void, void>>();
  #running: Promise<void> | undefined;
  #toldAt = -Infinity;

  constructor(host: LookAheadHost) {
    this.#host = host;
  }

  /**
   * What is known once all is, or there is a newer text, or after so many milliseconds. The rest is found out
   * nevertheless, and that is told.
   */
  async find({ declarations, view, isSeen = false, maximumMs = Infinity }: Asked): Promise<Found> {
    const found = new Map<Declaration, DeclarationAllocations>();
    const left = new Set(declarations);
    if (left.size === 0 || !this.#host.isCurrent()) {
      return found;
    }
    const request: Request = { view, isSeen, left, found, isLate: false };
    const done = new Promise<void>((resolve) => {
      this.#requests.set(request, resolve);
    });
    this.#running ??= this.#run();
    await within(maximumMs, Promise.race([done, this.#running]));
    request.isLate = true;
    return found;
  }

  async #run(): Promise<void> {
    const turns = this.#host.turns();
    try {
      for (let next = this.#next(); next && this.#host.isCurrent(); next = this.#next()) {
        await this.#lookAt(next, turns);
        await turns.rest();
      }
    } finally {
      this.#running = undefined;
      this.#requests.clear();
      for (const steps of this.#begun.values()) {
        steps.return();
      }
      this.#begun.clear();
    }
  }

  #next(): Declaration | undefined {
    const requests = [...this.#requests.keys()];
    const first = requests.find(({ isSeen }) => isSeen) ?? requests[0];
    return first?.left.values().next().value;
  }

  /** For as long as its share is. */
  async #lookAt(declaration: Declaration, turns: Turns): Promise<void> {
    const steps = this.#begun.get(declaration) ?? this.#host.stepsOn(declaration);
    this.#begun.set(declaration, steps);
    const end = performance.now() + SHARE_MS;
    while (steps.next().done !== true) {
      await turns.rest();
      if (!this.#host.isCurrent()) {
        return;
      }
      if (performance.now() > end) {
        this.#putOff(declaration);
        return;
      }
    }
    this.#begun.delete(declaration);
    this.#tell(declaration);
  }

  #putOff(declaration: Declaration): void {
    for (const { left } of this.#requests.keys()) {
      if (left.delete(declaration)) {
        left.add(declaration);
      }
    }
  }

  #tell(declaration: Declaration): void {
    for (const [request, done] of this.#requests) {
      const { left, found, view, isLate } = request;
      if (!left.delete(declaration)) {
        continue;
      }
      found.set(declaration, this.#host.allocationsIn(declaration, view));
      if (left.size === 0) {
        this.#requests.delete(request);
        done();
      }
      const now = performance.now();
      if (isLate && (left.size === 0 || now - this.#toldAt > BETWEEN_TOLD_MS)) {
        this.#toldAt = now;
        this.#host.moreIsKnown();
      }
    }
  }
}
