import { typedTree } from '../engine/checker/typedTree.ts';
import { sequence } from '../engine/alloc/flow.ts';
import { looksStandard } from '../engine/build/modulePath.ts';
import type { PackageEscapes } from '../engine/compile/packageEscapes.ts';
import { type Frequency, frequencyAt } from '../engine/frequency/frequency.ts';
import { runtimeOf } from '../engine/goruntime/runtimes.ts';
import { isIntrinsic } from '../engine/inline/intrinsics.ts';
import { DEFAULT_COMPILER_FLAGS } from '../engine/ir/compilerFlags.ts';
import { type Callee, instanceKey } from '../engine/ir/func.ts';
import type { Source } from '../engine/ir/position.ts';
import type { GoSizes } from '../engine/layout/sizes.ts';
import type { SourceFile } from '../engine/checker/fileIndex.ts';
import { bodyOf, type CheckedBody } from '../engine/checker/packageChecker.ts';
import { typeParametersOf } from '../engine/noder/instances.ts';
import { type CalledRow, COST_LIMITS, FunctionCosts } from '../engine/summary/functionCosts.ts';
import { type OwnCost, ownCostOf } from '../engine/summary/ownCost.ts';
import { allocatesUnseen, isRuntimes } from '../engine/summary/runtimeCalls.ts';
import type { Totals } from '../engine/summary/totals.ts';
import type { FunctionDeclaration, ParsedDeclaration } from '../engine/syntax/ast.ts';
import type { DeclarationTree } from '../engine/syntax/declarationTree.ts';
import type { FuncObject } from '../engine/types/objects.ts';
import type { DeclarationTrees } from './declarationTrees.ts';

const HOVER_LIMITS = { ...COST_LIMITS, functions: 100 };

export interface CostsHost {
  /** Up to date whenever somebody asks. */
  readonly escapes: PackageEscapes;
  readonly sizes: GoSizes;
  /** As in `go1.26.1`; undefined without a Go installation. */
  goVersion(): string | undefined;
  fileAt(path: string): SourceFile | undefined;
  isOwn(object: FuncObject): boolean;
}

/** What functions cost by themselves, found out when somebody asks. */
export class WorldCosts {
  readonly #host: CostsHost;
  readonly #trees: DeclarationTrees;
  /** Of functions in dependencies, whose text does not change. */
  readonly #others = new WeakMap<FuncObject, Map<string, OwnCost | undefined>>();
  #own = new WeakMap<FuncObject, Map<string, OwnCost | undefined>>();
  #generation: number;
  /** Of functions whose types are known, with the very syntax that has them. */
  readonly #parsed = new WeakMap<FunctionDeclaration, ParsedDeclaration>();

  constructor(host: CostsHost, trees: DeclarationTrees) {
    this.#host = host;
    this.#trees = trees;
    this.#generation = host.escapes.generation;
  }

  /** Undefined where the function has no Go code. */
  treeOf(object: FuncObject): CalledRow | undefined {
    this.#renew();
    const own = this.#ownCostOf({ object, typeArguments: typeParametersOf(object) });
    return own && new FunctionCosts((callee) => this.#ownCostOf(callee)).treeOf(own);
  }

  /** The same for somebody who waits with the mouse on the text: not as far. */
  totalsOf(object: FuncObject): Totals | undefined {
    this.#renew();
    const own = this.#ownCostOf({ object, typeArguments: typeParametersOf(object) });
    const costs = new FunctionCosts((callee) => this.#ownCostOf(callee), HOVER_LIMITS);
    return own && costs.totalsOf(own);
  }

  #renew(): void {
    const { generation } = this.#host.escapes;
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#own = new WeakMap();
    }
  }

  #ownCostOf(callee: Callee): OwnCost | undefined {
    const { object } = callee;
    const all = this.#host.isOwn(object) ? this.#own : this.#others;
    const instances = all.get(object) ?? new Map<string, OwnCost | undefined>();
    all.set(object, instances);
    const key = instanceKey(callee);
    if (!instances.has(key)) {
      instances.set(key, this.#find(callee));
    }
    return instances.get(key);
  }

  #find(callee: Callee): OwnCost | undefined {
    const { escapes, sizes } = this.#host;
    const { object } = callee;
    const { goarch } = sizes.architecture;
    // What the race detector sees to allocates nothing either.
    if (isRuntimes(object) || isIntrinsic(object, goarch, DEFAULT_COMPILER_FLAGS)) {
      return allocatesUnseen(object) ? undefined : freeOf(object);
    }
    const found = escapes.escapesOf(callee);
    if (found?.func.hasBody !== true) {
      const isSeen = isStandard(object) && !this.#host.isOwn(object) && !allocatesUnseen(object);
      return isSeen ? freeOf(object) : undefined;
    }
    return ownCostOf(found, {
      memory: { sizes, runtime: runtimeOf(this.#host.goVersion()).runtime },
      current: object.package,
      isOwn: this.#host.isOwn(object),
      frequencyAt: (source, offset) => this.#frequencyAt(source, offset, object),
      escapesOf: (literal) => escapes.escapesOf(literal),
    });
  }

  #frequencyAt(source: Source, offset: number, object: FuncObject): Frequency {
    const tree = this.#treeOf(source, object);
    return tree ? frequencyAt(tree, offset) : 'call';
  }

  /** The code of the user's own function knows its types; what is inlined into it is known by its names. */
  #treeOf({ file, declaration }: Source, object: FuncObject): DeclarationTree | undefined {
    const source = this.#host.fileAt(file);
    const now = source?.slices.withId(declaration.id);
    if (!source || !now) {
      return undefined;
    }
    const tree = this.#trees.of(source.slices, now);
    const body = this.#host.isOwn(object) ? bodyOf(object) : undefined;
    return tree && body?.file === file && body.declaration.id === declaration.id
      ? this.#typed(tree, body)
      : tree;
  }

  #typed(tree: DeclarationTree, { text, syntax, types }: CheckedBody): DeclarationTree | undefined {
    if (text !== tree.text) {
      return tree;
    }
    const parsed = this.#parsed.get(syntax) ?? { ...tree.parsed, syntax };
    this.#parsed.set(syntax, parsed);
    return typedTree({ text, parsed }, types);
  }
}

function freeOf({ name, package: owner }: FuncObject): OwnCost {
  return {
    name,
    package: owner,
    isOwn: false,
    place: undefined,
    sites: [],
    calls: [],
    flow: sequence([]),
  };
}

/** The user's own are asked for before. */
function isStandard({ package: owner }: FuncObject): boolean {
  return owner !== undefined && looksStandard(owner.path);
}
