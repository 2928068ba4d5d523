/**
 * Escape analysis of whatever somebody asks for: what a function refers to is looked at first,
 * functions that refer to each other together (cmd/compile/internal/ir/scc.go, Go 1.26).
 */
import type { CompilerFlags } from '../ir/compilerFlags.ts';
import type { Callee, Func } from '../ir/func.ts';
import { Searches } from '../ir/searches.ts';
import { resultOf } from '../ir/steps.ts';
import type { GoSizes } from '../layout/sizes.ts';
import type { FuncObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import { type Analysis, analyse } from './analysis.ts';
import { literalsIn, mentionedIn, type Mention, withClosures } from './callGraph.ts';
import type { EscapeEnvironment } from './environment.ts';
import type { Leaks } from './leaks.ts';
import { clear, type Instance, Instances } from './instances.ts';
import { KeptBatches } from './keptBatches.ts';
import { unmentionedInstances } from './unmentionedInstances.ts';
import { Search, type Visited } from './search.ts';
import { type FunctionSummary, isSame, summaryOf } from './summary.ts';

export interface EscapeSurroundings {
  readonly sizes: GoSizes;
  /** See EscapeEnvironment. */
  flagsOf(compiled: Package | undefined): CompilerFlags;
  /** Makes the code of a function, in steps; undefined where there is none to be had. */
  compiling(callee: Callee): Generator<void, Func | undefined>;
  /** What is known of it without looking at its code. */
  summaryOf?(callee: Callee): FunctionSummary | undefined;
  /** See EscapeEnvironment. */
  reads(inPackage: Package, callee: Callee): boolean;
  /**
   * Whether somebody may ask for more than the summary of a function: of those that nobody does,
   * nothing else is kept.
   */
  isKept(object: FuncObject): boolean;
  /** Told of each of these as soon as it has been analysed. */
  readonly found?: ((callee: Callee, summary: FunctionSummary) => void) | undefined;
}

export interface FunctionEscapes {
  readonly func: Func;
  readonly analysis: Analysis;
  readonly leaks: readonly Leaks[];
}

/** Functions that are analysed together while somebody waits for one of them, at most: more take a tenth of a second or seconds. */
const LARGE_BATCH = 64;

export class EscapeProgram {
  readonly #surroundings: EscapeSurroundings;
  readonly #environment: EscapeEnvironment;
  readonly #instances = new Instances();
  /** Of functions whose code somebody holds. */
  readonly #escapes = new WeakMap<Func, FunctionEscapes>();
  readonly #kept = new KeptBatches();
  /** What was found of them does not hold any more, or may not. */
  readonly #outdated = new Set<Instance>();
  /** Those of large batches that were forgotten as one of them was edited. */
  readonly #largeForgotten = new Set<Instance>();
  /** What was found of them before an edit of others holds until it is found out anew. */
  readonly #followed = new Set<Instance>();
  readonly #searches = new Searches<Instance, Search>((search) => this.#isCurrent(search));
  /** Changes with everything that is forgotten. */
  #epoch = 0;
  #variablesStamp = 0;

  constructor(surroundings: EscapeSurroundings) {
    this.#surroundings = surroundings;
    this.#environment = {
      sizes: surroundings.sizes,
      flagsOf: (compiled) => surroundings.flagsOf(compiled),
      summaryOf: (mention) => this.#summaryOf(mention),
      reads: (inPackage, callee) => surroundings.reads(inPackage, callee),
    };
  }

  /** Undefined for a function whose code cannot be had. */
  escapesOf(mention: Mention): FunctionEscapes | undefined {
    return resultOf(this.reaching(mention));
  }

  /** The same in steps as `stepsTo`. */
  *reaching(mention: Mention): Generator<void, FunctionEscapes | undefined> {
    if ('body' in mention) {
      yield* this.stepsTo(mention);
      return this.#escapes.get(mention);
    }
    const instance = this.#instances.at(mention);
    const { batch } = instance;
    if (instance.summary && !instance.code) {
      // From where it was analysed before: in the same order.
      for (const each of batch) {
        this.#open(each);
      }
      this.#epoch++;
      yield* this.stepsTo(batch[0]?.callee ?? mention);
    }
    yield* this.stepsTo(mention);
    this.#kept.touch(instance.batch);
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

  /** What is known of functions that are not generic, and of which nothing else is kept. */
  *summaries(): Generator<[FuncObject, FunctionSummary], void> {
    for (const object of this.#instances.objects()) {
      const { summary } = this.#instances.known({ object, typeArguments: [] }) ?? {};
      if (summary && !this.#surroundings.isKept(object)) {
        yield [object, summary];
      }
    }
  }

  /** The verdicts on a function, and on the function literals in it that capture nothing. */
  escapesWithin(mention: Mention): readonly FunctionEscapes[] {
    const own = this.escapesOf(mention);
    return own
      ? [own, ...[...literalsWithin(own.func)].flatMap((each) => this.escapesWithin(each))]
      : [];
  }

  /** Whether `escapesWithin` has its answer at hand. */
  isAtHand(mention: Mention): boolean {
    const code = 'body' in mention ? mention : this.#instances.known(mention)?.code;
    return (
      code !== undefined &&
      this.#escapes.has(code) &&
      [...literalsWithin(code)].every((each) => this.isAtHand(each))
    );
  }

  /** What was analysed together with a function, itself included; nothing if it has not been. */
  analysedWith(callee: Callee): readonly Callee[] {
    return this.#instances.known(callee)?.batch.map((each) => each.callee) ?? [];
  }

  /** The verdicts on other code than that which others know a function by: nothing of it is kept. */
  escapesApart(func: Func): FunctionEscapes {
    for (const mention of mentionedIn(func)) {
      resultOf(this.stepsTo(mention));
    }
    const analysis = resultOf(analyse([func], this.#environment));
    return { func, analysis, leaks: analysis.leaks.get(func) ?? [] };
  }

  /**
   * Of a generic function, all instances that others were seen to use, or whose receiver's type they
   * have in their code, and that are compiled with them.
   */
  instancesOf(object: FuncObject): readonly Callee[] {
    const surroundings = this.#surroundings;
    return this.#instances
      .usedOf(object)
      .map(({ callee }) => callee)
      .filter(
        (callee) =>
          callee.compiledIn === undefined ||
          callee.compiledIn === object.package ||
          surroundings.reads(callee.compiledIn, callee),
      );
  }

  /** A number for each of them, which changes when what was found is forgotten. */
  stampsOf(object: FuncObject): readonly number[] {
    return this.#instances.of(object).map(({ stamp }) => stamp);
  }

  /** Changes when functions that variables of packages need have other summaries. */
  get variablesStamp(): number {
    return this.#variablesStamp;
  }

  /** A function's text has changed: what was found of it is forgotten, and what was together with it. */
  changed(object: FuncObject): void {
    for (const instance of this.#instances.of(object)) {
      const { batch } = instance;
      for (const each of [instance, ...batch]) {
        this.#outdated.add(each);
        this.#forget(each);
        if (batch.length > LARGE_BATCH) {
          this.#largeForgotten.add(each);
        }
      }
    }
    this.#epoch++;
  }

  /** Whether a large batch was forgotten, so that whoever asks for a function of it has long to wait. */
  get isLargeForgotten(): boolean {
    return this.#largeForgotten.size > 0;
  }

  /** Finds out what is to be known of such batches, in steps as `stepsTo`. */
  *stepsToLarge(): Generator<void, void> {
    for (const instance of this.#largeForgotten) {
      yield* this.stepsTo(instance.callee);
      this.#largeForgotten.delete(instance);
    }
  }

  /** What was found of a function holds until there is time to find it out anew. */
  outdate(object: FuncObject): void {
    for (const instance of this.#instances.of(object)) {
      this.#outdated.add(instance);
    }
  }

  /** Whether there is something to find out anew. */
  get isOutdated(): boolean {
    return this.#outdated.size > 0 || this.#followed.size > 0;
  }

  /**
   * Finds out anew what may be something else now, and what depends on it, in steps as `stepsTo`;
   * answers whether anything did.
   */
  *stepsAfterEdits(): Generator<void, boolean> {
    let isAnyAffected = false;
    // Somebody has begun with these, and not come to an end.
    this.#followed.forEach((each) => this.#outdated.add(each));
    for (const instance of this.#outdated) {
      this.#outdated.delete(instance);
      isAnyAffected ||= instance.summary !== undefined;
      const batch = new Set([instance, ...instance.batch]);
      for (const each of batch) {
        const isKnown = each.summary !== undefined || this.#followed.has(each);
        this.#forget(each, isKnown ? each.stamp : undefined);
        if (isKnown) {
          this.#followed.add(each);
        }
      }
      this.#epoch++;
      for (const each of batch) {
        yield* this.stepsTo(each.callee);
        this.#endFollowing(each);
      }
      yield;
    }
    return isAnyAffected;
  }

  #endFollowing(instance: Instance): void {
    if (this.#followed.delete(instance)) {
      instance.stamp = this.#instances.nextStamp();
    }
  }

  /** Forgets functions themselves. */
  forget(isForgotten: (callee: Callee) => boolean): void {
    for (const object of this.#instances.objects()) {
      for (const instance of this.#instances.of(object)) {
        if (isForgotten(instance.callee)) {
          this.#outdated.delete(instance);
          this.#largeForgotten.delete(instance);
          this.#forget(instance);
          this.#instances.delete(instance);
        }
      }
    }
    this.#epoch++;
  }

  #forget(instance: Instance, stamp = this.#instances.nextStamp()): void {
    this.#kept.delete(instance.batch);
    this.#followed.delete(instance);
    clear(instance, stamp);
  }

  /** Lets a function be analysed again, with no change if all that it depends on is as it was. */
  #open(instance: Instance): void {
    if (this.#outdated.has(instance)) {
      this.#forget(instance);
    } else {
      instance.previous ??= instance.summary;
      instance.summary = undefined;
    }
  }

  #summaryOf(mention: Mention): FunctionSummary | undefined {
    if ('body' in mention) {
      const escapes = this.#escapes.get(mention);
      return escapes && summaryOf(mention, escapes.leaks);
    }
    const known = this.#surroundings.summaryOf?.(mention);
    const instance = known ? undefined : this.#instances.known(mention);
    const isFollowed = instance !== undefined && this.#followed.has(instance);
    return known ?? instance?.summary ?? (isFollowed ? instance.previous : undefined);
  }

  #isCurrent({ epoch, isOvertaken }: Search): boolean {
    return epoch === this.#epoch && !isOvertaken;
  }

  /** False if something has changed on the way. */
  *#visit(root: Mention): Generator<void, boolean> {
    const instance = 'body' in root ? undefined : this.#instances.known(root);
    const isFollowing = instance !== undefined && this.#followed.has(instance);
    const search = new Search(this.#epoch, isFollowing);
    yield* this.#searches.run(search, this.#search(root, search));
    return search.isDone && this.#isCurrent(search);
  }

  /** Tarjan's algorithm; chains of calls may be long, so it keeps its own stack. */
  *#search(root: Mention, search: Search): Generator<void, void> {
    const first = yield* this.#start(root, undefined, search);
    const frames = first ? [{ visited: first, todo: mentionedIn(first.func), at: 0 }] : [];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      if (!this.#isCurrent(search)) {
        return;
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
      const found = yield* this.#start(next, visited, search);
      if (found && search.open.length > countOpen) {
        frames.push({ visited: found, todo: mentionedIn(found.func), at: 0 });
        yield;
      } else if (found) {
        visited.low = Math.min(visited.low, found.index);
      }
    }
    search.isDone = true;
  }

  /** Opens a function, or finds it open; undefined if it need not or cannot be looked at. */
  *#start(
    mention: Mention,
    from: Visited | undefined,
    search: Search,
  ): Generator<void, Visited | undefined> {
    if ('body' in mention) {
      return this.#escapes.has(mention)
        ? undefined
        : (search.find(mention) ?? search.start(mention, undefined, from?.owner));
    }
    if (this.#surroundings.summaryOf?.(mention)) {
      return undefined;
    }
    const instance = this.#instances.at(mention);
    if (from) {
      instance.users.add(from.owner);
      from.owner?.needs.add(instance);
    }
    const open = search.find(instance);
    if (open) {
      return open;
    }
    if (this.#followed.has(instance) && !search.isFollowing) {
      search.isPreliminary = true;
      return undefined;
    }
    yield* this.#searches.awaitOthers(search, instance);
    if (!this.#isCurrent(search)) {
      return undefined;
    }
    if (instance.summary && search.isLeadingBack(instance)) {
      this.#forget(instance);
      search.epoch = ++this.#epoch;
    }
    if (instance.summary || instance.isAbsent) {
      return undefined;
    }
    search.entered = instance;
    const code = yield* this.#surroundings.compiling(mention);
    search.entered = undefined;
    if (!this.#isCurrent(search)) {
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
    const unmentioned: Callee[][] = [];
    for (const { func, owner } of batch) {
      unmentioned.push(this.#unmentionedIn(func, owner));
      yield;
    }
    if (!this.#isCurrent(search)) {
      return;
    }
    search.close(visited);
    const instances = batch.flatMap(({ instance }) => instance ?? []);
    this.#overtakeOthers(search, instances);
    const isKept = instances.some(({ callee }) => this.#surroundings.isKept(callee.object));
    for (const [index, { func, instance, owner }] of batch.entries()) {
      const leaks = analysis.leaks.get(func) ?? [];
      this.#escapes.set(func, { func, analysis, leaks });
      if (instance) {
        instance.summary = summaryOf(func, leaks);
        instance.batch = instances;
        instance.code = isKept ? func : undefined;
        this.#endFollowing(instance);
        this.#compare(instance, search);
        if (search.isPreliminary) {
          this.#outdated.add(instance);
        }
      }
      this.#noteInstances(unmentioned[index] ?? [], owner);
    }
    if (isKept) {
      this.#kept.add(instances, analysis.batch.locations.length);
      for (const { callee, summary } of instances) {
        if (summary) {
          this.#surroundings.found?.(callee, summary);
        }
      }
    }
  }

  /** Others that are at these functions began with what does not hold any more. */
  #overtakeOthers(search: Search, instances: readonly (Instance | undefined)[]): void {
    const known = instances.flatMap((each) => each ?? []);
    for (const other of this.#searches.othersAt(search, known)) {
      other.isOvertaken = true;
    }
  }

  /** Of the user's own code, and as far as somebody may ask for what is compiled with it. */
  #unmentionedIn(func: Func, owner: Instance | undefined): Callee[] {
    const isKept = (object: FuncObject) => this.#surroundings.isKept(object);
    return owner && !isKept(owner.callee.object) ? [] : [...unmentionedInstances(func, isKept)];
  }

  #noteInstances(callees: readonly Callee[], owner: Instance | undefined): void {
    for (const callee of callees) {
      const instance = this.#instances.at(callee);
      instance.causes.add(owner);
      owner?.effects.add(instance);
    }
  }

  /** What depends on a function is outdated if its summary is another one than before. */
  #compare(instance: Instance, search: Search): void {
    const { previous, summary, users } = instance;
    instance.previous = undefined;
    this.#outdated.delete(instance);
    if (previous && summary && !isSame(previous, summary)) {
      this.#variablesStamp += users.has(undefined) ? 1 : 0;
      for (const user of users) {
        if (user?.summary) {
          this.#outdated.add(user);
        }
      }
      this.#overtakeOthers(search, [...users]);
    }
  }
}

function literalsWithin(func: Func): ReadonlySet<Func> {
  return new Set([...func.literals, ...withClosures(func).flatMap(literalsIn)]);
}
