/**
 * Which version of each module is built: the highest that is required anywhere in the graph, as far
 * as the graph is not pruned. cmd/go/internal/modload/buildlist.go (Go 1.26), and
 * https://go.dev/ref/mod#graph-pruning.
 */
import { moduleKey, type ModuleVersion } from './modulePath.ts';
import type { Reading } from './reading.ts';
import { compareVersions } from './semver.ts';

/** What the go.mod of a module says of others. */
export interface Requirements {
  readonly require: readonly ModuleVersion[];
  /** It names all that its packages need: what its requirements require does not count. */
  readonly isPruned: boolean;
}

export interface RequirementSource {
  /** The go.mod that `requirementsOf` reads. */
  modFileOf(module: ModuleVersion): string | undefined;
  /** Undefined where it cannot be read. */
  requirementsOf(module: ModuleVersion): Requirements | undefined;
}

export interface ModuleGraph {
  /** Empty for a main module; undefined for one that is not in the graph. */
  selected(path: string): string | undefined;
  /** All modules in the graph at their versions, main modules included. */
  readonly modules: readonly ModuleVersion[];
  /** Modules whose go.mod cannot be read: what they require is not known. */
  readonly unread: readonly ModuleVersion[];
}

export interface GraphRoots {
  readonly main: readonly ModuleVersion[];
  /** What the only main module requires, outside of a workspace. */
  readonly require: readonly ModuleVersion[];
  readonly pruning: Pruning;
}

export type Pruning = 'pruned' | 'unpruned' | 'workspace';

export function* readModuleGraph(
  source: RequirementSource,
  roots: GraphRoots,
): Reading<ModuleGraph> {
  const graph = new Graph(source);
  for (const main of roots.main) {
    graph.select(main);
  }
  if (roots.pruning === 'workspace') {
    yield* graph.load(roots.main, 'workspace');
    yield* reloadSelected(graph, roots.main);
  } else {
    roots.require.forEach((module) => {
      graph.select(module);
    });
    yield* graph.load(roots.require, roots.pruning);
  }
  return graph;
}

/**
 * Another module of the workspace may select a higher version of a dependency than the one whose
 * requirements have been read.
 */
function* reloadSelected(graph: Graph, main: readonly ModuleVersion[]): Reading<void> {
  const paths = new Set(main.map(({ path }) => path));
  const seen = new Set<string>();
  for (;;) {
    const wanted = new Map<string, ModuleVersion>();
    for (const path of paths) {
      const module = { path, version: graph.selected(path) ?? '' };
      if (!seen.has(moduleKey(module))) {
        wanted.set(moduleKey(module), module);
        continue;
      }
      for (const required of graph.required(module)) {
        const version = graph.selected(required.path) ?? '';
        const selected = { path: required.path, version };
        if (version !== required.version && !seen.has(moduleKey(selected))) {
          wanted.set(moduleKey(selected), selected);
        }
      }
    }
    if (wanted.size === 0) {
      return;
    }
    for (const [key, { path }] of wanted) {
      seen.add(key);
      paths.add(path);
    }
    yield* graph.load([...wanted.values()], 'workspace');
  }
}

class Graph implements ModuleGraph {
  readonly unread: ModuleVersion[] = [];
  readonly #source: RequirementSource;
  readonly #selected = new Map<string, string>();
  /** By `moduleKey`. */
  readonly #required = new Map<string, readonly ModuleVersion[]>();
  readonly #queued = new Set<string>();

  constructor(source: RequirementSource) {
    this.#source = source;
  }

  get modules(): readonly ModuleVersion[] {
    return [...this.#selected].map(([path, version]) => ({ path, version }));
  }

  selected(path: string): string | undefined {
    return this.#selected.get(path);
  }

  required(module: ModuleVersion): readonly ModuleVersion[] {
    return this.#required.get(moduleKey(module)) ?? [];
  }

  /** A main module, which has no version, is above all others. */
  select({ path, version }: ModuleVersion): void {
    const known = this.#selected.get(path);
    const isHigher =
      known === undefined ||
      (known !== '' && (version === '' || compareVersions(known, version) < 0));
    if (isHigher) {
      this.#selected.set(path, version);
    }
  }

  *load(modules: readonly ModuleVersion[], pruning: Pruning): Reading<void> {
    let wave = this.#new(modules, pruning);
    while (wave.length > 0) {
      const paths = wave.map(({ module }) => this.#source.modFileOf(module));
      yield { files: [...new Set(paths.filter((path) => path !== undefined))] };
      wave = wave.flatMap((each) => this.#loadOne(each));
    }
  }

  #new(modules: readonly ModuleVersion[], pruning: Pruning): Queued[] {
    return modules
      .filter((module) => {
        const key = `${pruning} ${moduleKey(module)}`;
        const isNew = !this.#queued.has(key);
        this.#queued.add(key);
        return isNew;
      })
      .map((module) => ({ module, pruning }));
  }

  #loadOne({ module, pruning }: Queued): Queued[] {
    const key = moduleKey(module);
    const requirements = this.#source.requirementsOf(module);
    if (!requirements) {
      this.unread.push(module);
      return [];
    }
    const { require, isPruned } = requirements;
    if (!this.#required.has(key)) {
      this.#required.set(key, require);
      require.forEach((each) => {
        this.select(each);
      });
    }
    if (pruning === 'pruned' && isPruned) {
      return [];
    }
    return this.#new(require, pruning === 'unpruned' || !isPruned ? 'unpruned' : 'pruned');
  }
}

interface Queued {
  readonly module: ModuleVersion;
  readonly pruning: Pruning;
}
