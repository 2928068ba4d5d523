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
  /** A function with its body, as it is now; undefined where there is none to be had. */
  bodyOf(object: FuncObject): CheckedBody | undefined;
}

interface Written {
  /** `Declaration.id` of the text that it was made of. */
  readonly version: string | undefined;
  readonly func: Func | undefined;
}

export class FunctionCode {
  readonly #source: CodeSource;
  readonly #written = new WeakMap<FuncObject, Map<string, Written>>();
  readonly #inliner: Inliner;

  constructor(source: CodeSource) {
    this.#source = source;
    this.#inliner = new Inliner({
      sizes: source.sizes,
      codeOf: (callee) => this.written(callee),
    });
  }

  /** As it is written; kept until its text changes. */
  written(callee: Callee): Func | undefined {
    const { object } = callee;
    const version = object.place?.declaration;
    const key = callee.typeArguments.map((each) => typeString(each)).join(';');
    let instances = this.#written.get(object);
    if (!instances) {
      instances = new Map();
      this.#written.set(object, instances);
    }
    let known = instances.get(key);
    if (known?.version !== version || known === undefined) {
      known = { version, func: this.#make(callee) };
      instances.set(key, known);
    }
    return known.func;
  }

  /** As it is after inlining, in a copy. */
  compiled(callee: Callee): Func | undefined {
    const written = this.written(callee);
    return written && this.#compile(copyFunc(written));
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

  #make(callee: Callee): Func | undefined {
    const { object } = callee;
    const body = this.#source.bodyOf(object);
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
