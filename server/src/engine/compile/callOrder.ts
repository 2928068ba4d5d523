/** In which order the compiler comes to the functions of a package: VisitFuncsBottomUp of ir/scc.go (Go 1.26). */
import { RecentMap } from '../caches/recentMap.ts';
import {
  bodyOf,
  codeIn,
  type ContainedDeclaration,
  type TypedDeclaration,
  variablesIn,
} from '../checker/packageChecker.ts';
import type { Func } from '../ir/func.ts';
import { isGeneric } from '../noder/instances.ts';
import { forEachNode } from '../syntax/walk.ts';
import type { FuncObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';

/** A declaration on the way. */
interface Visited {
  /** Another one for each text. */
  readonly key: string;
  readonly look: () => TypedDeclaration | undefined;
}

/** What is known of a declaration. */
interface Mentions {
  /** Instances come last, each for itself. */
  readonly isGeneric: boolean;
  /** Functions of its package, in the order of the text. */
  readonly functions: readonly FuncObject[];
}

/** As many declarations as the largest packages have. */
const MAXIMUM_DECLARATIONS = 16_384;

export class CallOrder {
  readonly #mentions = new WeakMap<Package, RecentMap<string, Mentions>>();

  /**
   * Which of some functions that call each other is come to first, in steps of a declaration that is looked at. What
   * sets variables is first, then functions as they are written, each with what it names, as deep as that goes.
   */
  *firstOf(group: readonly Func[], within: Package): Generator<void, Func | undefined> {
    const sought = new Map(
      group
        .filter(({ outer }) => !outer)
        .map((func) => [keyOf(func.frame.source.file, func.frame.source.declaration.id), func]),
    );
    if (sought.size < 2) {
      return undefined;
    }
    const known = this.#mentions.get(within) ?? new RecentMap(MAXIMUM_DECLARATIONS);
    this.#mentions.set(within, known);
    const seen = new Set<string>();
    for (const root of rootsIn(within)) {
      const pending = [root];
      for (let next = pending.pop(); next; next = pending.pop()) {
        const { key, look } = next;
        let mentions = seen.has(key) ? undefined : known.get(key);
        if (!mentions && !seen.has(key)) {
          mentions = mentionsIn(look(), within);
          known.set(key, mentions);
          yield;
        }
        seen.add(key);
        if (!mentions || (next === root && mentions.isGeneric)) {
          continue;
        }
        const found = sought.get(key);
        if (found) {
          return found;
        }
        pending.push(...mentions.functions.map(visitedOf).reverse());
      }
    }
    return undefined;
  }
}

function keyOf(file: string, declaration: string): string {
  return `${file} ${declaration}`;
}

function* rootsIn(within: Package): Iterable<Visited> {
  for (const each of variablesIn(within)) {
    yield rootOf(each);
  }
  for (const each of codeIn(within)) {
    if (each.declaration.keyword === 'func') {
      yield rootOf(each);
    }
  }
}

function rootOf({ file, declaration, look }: ContainedDeclaration): Visited {
  return { key: keyOf(file, declaration.id), look };
}

function visitedOf(object: FuncObject): Visited {
  const { file = '', declaration = object.name } = object.place ?? {};
  return { key: keyOf(file, declaration), look: () => bodyOf(object) };
}

function mentionsIn(code: TypedDeclaration | undefined, within: Package): Mentions {
  if (!code) {
    return { isGeneric: false, functions: [] };
  }
  const { syntax, types } = code;
  const declared = syntax.kind === 'func' ? types.objectOf(syntax.name) : undefined;
  const functions = new Set<FuncObject>();
  forEachNode(syntax, (node) => {
    const name = node.kind === 'selector' ? node.selector : node;
    const object = name.kind === 'identifier' ? types.objectOf(name) : undefined;
    if (object?.kind === 'func' && object.package === within) {
      functions.add(object.origin);
    }
  });
  return {
    isGeneric: declared?.kind === 'func' && isGeneric(declared),
    functions: [...functions],
  };
}
