/** The code of functions as escape analysis gets it, made when it is first asked for. */
import { type CheckedBody } from '../checker/packageChecker.ts';
import { inlineCalls } from '../inline/inlineCalls.ts';
import { Inliner, type InlineVerdict } from '../inline/inliner.ts';
import { copyFunc } from '../ir/copy.ts';
import { removeDeadLocals } from '../ir/deadLocals.ts';
import type { Callee, Func } from '../ir/func.ts';
import { separateLoopVariables } from '../ir/loopVariables.ts';
import { dynamicInitialization } from '../ir/staticInit.ts';
import type { GoSizes } from '../layout/sizes.ts';
import { functionCode, initializationCode, type VariablesBody } from '../noder/noder.ts';
import type { FuncObject } from '../types/objects.ts';
import { typeString } from '../types/typeString.ts';
import { literalsIn, withClosures } from '../escape/callGraph.ts';

export interface CodeSource {
  readonly sizes: GoSizes;
  /** Off as with `-l`. */
  readonly inlines: boolean;
  /**
   * A function with its body, as it is now; undefined where there is none to be had, or if it has
   * more expressions than that and is not one of the user's own.
   */
  bodyOf(object: FuncObject, maximumExpressions?: number): CheckedBody | undefined;
  /** Whether somebody may ask for the code of a function: of others it is not kept. */
  isOwn(object: FuncObject): boolean;
}

/** What is inlined is small: of Go's standard library, at most 304. */
const MAXIMUM_INLINED_EXPRESSIONS = 500;

interface Written {
  /** `Declaration.id` of the text that it was made of. */
  readonly version: string | undefined;
  /** Undefined where there is none, and where nobody needs it any more. */
  func: Func | undefined;
}

export class FunctionCode {
  readonly #source: CodeSource;
  readonly #written = new WeakMap<FuncObject, Map<string, Written>>();
  readonly #tooLarge = new WeakSet<Written>();
  readonly #inliner: Inliner;

  constructor(source: CodeSource) {
    this.#source = source;
    this.#inliner = new Inliner({
      sizes: source.sizes,
      codeOf: (callee) => this.#inlinable(callee),
    });
  }

  /** As it is written. */
  written(callee: Callee): Func | undefined {
    const known = this.#entry(callee);
    known.func ??= this.#make(callee);
    return known.func;
  }

  /** As it is after inlining, in a copy. */
  compiled(callee: Callee): Func | undefined {
    const isOwn = this.#source.isOwn(callee.object);
    const written = isOwn ? this.written(callee) : (this.#entry(callee).func ?? this.#make(callee));
    return written && this.#compile(copyFunc(written));
  }

  /** The same text for as long as there is an entry. */
  #entry({ object, typeArguments }: Callee): Written {
    const version = object.place?.declaration;
    const key = typeArguments.map((each) => typeString(each)).join(';');
    let instances = this.#written.get(object);
    if (!instances) {
      instances = new Map();
      this.#written.set(object, instances);
    }
    let known = instances.get(key);
    if (known?.version !== version || known === undefined) {
      known = { version, func: undefined };
      instances.set(key, known);
    }
    return known;
  }

  /** A function that may be inlined; of others in dependencies nothing is kept but that they are not. */
  #inlinable(callee: Callee): Func | undefined {
    const entry = this.#entry(callee);
    if (this.#source.isOwn(callee.object)) {
      return this.written(callee);
    }
    if (this.#tooLarge.has(entry)) {
      return undefined;
    }
    entry.func ??= this.#make(callee, MAXIMUM_INLINED_EXPRESSIONS);
    const verdict = entry.func && this.#inliner.verdictOf(entry.func);
    const isOpen = verdict?.canInline === false && verdict.reason === 'recursive';
    if (verdict?.canInline !== true && !isOpen) {
      entry.func = undefined;
      this.#tooLarge.add(entry);
    }
    return entry.func;
  }

  verdictOf(func: Func): InlineVerdict {
    return this.#inliner.verdictOf(func);
  }

  /**
   * What runs to set variables of a package, and the function literals in it, those included that
   * the compiler lays out without running anything.
   */
  initialization(body: VariablesBody, importPath: string): readonly Func[] {
    const init = initializationCode(body, this.#source.sizes);
    if (this.#source.inlines) {
      inlineCalls(init, this.#inliner);
    }
    separateLoopVariables(init);
    const literals = withClosures(init).flatMap(literalsIn);
    const isFips = /^crypto\/internal\/fips140(?:\/|$)/.test(importPath);
    init.body = dynamicInitialization(init.body, { hasNoAddresses: isFips });
    removeDeadLocals(init);
    return [init, ...literals];
  }

  #make(callee: Callee, maximumExpressions?: number): Func | undefined {
    const { object } = callee;
    const body = this.#source.bodyOf(object, maximumExpressions);
    if (!body) {
      return undefined;
    }
    const { file, declaration, syntax, types, text, hasLoopVariables } = body;
    return functionCode(
      { object, source: { file, declaration }, syntax, types, text, hasLoopVariables },
      callee,
      this.#source.sizes,
    );
  }

  #compile(func: Func): Func {
    func.literals = withClosures(func).flatMap(literalsIn);
    if (this.#source.inlines) {
      inlineCalls(func, this.#inliner);
    }
    separateLoopVariables(func);
    removeDeadLocals(func);
    return func;
  }
}
