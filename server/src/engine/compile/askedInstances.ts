/** What the code of a package names of packages, instances of generic code with their type arguments. */
import {
  codeIn,
  type ContainedDeclaration,
  type TypedDeclaration,
} from '../checker/packageChecker.ts';
import { functionName } from '../checker/fileIndex.ts';
import { isGeneric } from '../noder/instances.ts';
import { forEachNode } from '../syntax/walk.ts';
import type { GoObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Type } from '../types/types.ts';
import { typeString } from '../types/typeString.ts';

/** Without type arguments, an object that is not generic. */
export interface Asked {
  readonly object: GoObject;
  readonly typeArguments: readonly Type[];
}

const NAMES = /([\p{L}_][\p{L}\p{Nd}_]*)(?:\.([\p{L}_][\p{L}\p{Nd}_]*))?/gu;

/** All that a declaration names of packages, its own one included. */
export function askedIn({ syntax, types }: TypedDeclaration): readonly Asked[] {
  const asked: Asked[] = [];
  forEachNode(syntax, (node) => {
    const name = node.kind === 'selector' ? node.selector : node;
    const object = name.kind === 'identifier' ? types.objectOf(name) : undefined;
    const instance =
      node.kind === 'identifier' || node.kind === 'selector' ? types.instanceOf(node) : undefined;
    if (object && instance) {
      asked.push({ object, typeArguments: instance });
    } else if (object && isOfPackage(object)) {
      asked.push({ object, typeArguments: [] });
    }
  });
  return asked;
}

function isOfPackage(object: GoObject): boolean {
  return object.package?.scope.get(object.name) === object && !isGenericObject(object);
}

function isGenericObject(object: GoObject): boolean {
  switch (object.kind) {
    case 'func':
      return isGeneric(object);
    case 'typeName': {
      const { type } = object;
      return (type.kind === 'named' || type.kind === 'alias') && type.typeParameters.length > 0;
    }
    default:
      return false;
  }
}

/** What the declarations of a package name, as they are now. */
export class AskingDeclarations {
  readonly #package: Package;
  readonly #made = new Map<GoObject, Map<string, Asked>>();
  readonly #ofDeclarations = new Map<string, readonly Asked[]>();
  /** Of all of them; undefined where one has changed. */
  #all: ReadonlySet<Asked> | undefined;

  constructor(inPackage: Package) {
    this.#package = inPackage;
  }

  /** In steps, a declaration each. The same object for the same that is asked for, and the same set for the same code. */
  *reading(): Generator<void, ReadonlySet<Asked>> {
    const now = new Set<string>();
    for (const each of codeIn(this.#package)) {
      const key = `${each.file} ${each.declaration.id}`;
      now.add(key);
      if (!this.#ofDeclarations.has(key)) {
        // Whoever reads at the same time need not do it again.
        this.#ofDeclarations.set(key, this.#askedBy(each));
        this.#all = undefined;
        yield;
      }
    }
    if (now.size !== this.#ofDeclarations.size) {
      const gone = [...this.#ofDeclarations.keys()].filter((key) => !now.has(key));
      gone.forEach((key) => this.#ofDeclarations.delete(key));
      this.#all = undefined;
    }
    this.#all ??= new Set([...this.#ofDeclarations.values()].flat());
    return this.#all;
  }

  /** By its text as long as that names nothing generic: then nobody has to look at the code. */
  #askedBy(code: ContainedDeclaration): readonly Asked[] {
    const generic = this.#genericObject(code);
    if (generic) {
      // Its instances ask for what is in it; it is another one for each text.
      return [{ object: generic, typeArguments: [] }];
    }
    const found = new Set<Asked>();
    for (const [, name = '', selected] of code.text.matchAll(NAMES)) {
      const own = this.#package.scope.get(name);
      const object =
        own ?? (selected === undefined ? undefined : code.importedAs(name)?.scope.get(selected));
      if (object && isGenericObject(object)) {
        const looked = code.look();
        return looked ? askedIn(looked).map((each) => this.#same(each)) : [];
      }
      if (object && !own) {
        found.add(this.#same({ object, typeArguments: [] }));
      }
    }
    return [...found];
  }

  /** What is declared, or the type that a method is of. */
  #genericObject({ declaration }: ContainedDeclaration): GoObject | undefined {
    const named = declaration.keyword === 'func' ? functionName(declaration.name) : undefined;
    const object = named && this.#package.scope.get(named.receiver ?? named.name);
    return object && isGenericObject(object) ? object : undefined;
  }

  #same(asked: Asked): Asked {
    let known = this.#made.get(asked.object);
    if (!known) {
      known = new Map();
      this.#made.set(asked.object, known);
    }
    const key = asked.typeArguments.map((each) => typeString(each)).join(';');
    const same = known.get(key) ?? asked;
    known.set(key, same);
    return same;
  }
}
