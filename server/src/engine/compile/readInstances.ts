/**
 * Which instances of generic code the compiler reads with a package before it inlines anything: all that the
 * package's own code asks for, and what that asks for in turn. With a type's instance all of its methods are
 * read. Only these are compiled: noder/unified.go and reader.go (Go 1.26).
 */
import { bodyOf } from '../checker/packageChecker.ts';
import type { Callee } from '../ir/func.ts';
import { resultOf } from '../ir/steps.ts';
import { argumentsMap, isGeneric, shapesOfInstance } from '../noder/instances.ts';
import { identicalLists } from '../types/identical.ts';
import { instantiate } from '../types/instantiate.ts';
import type { FuncObject, GoObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import { substitute } from '../types/substitute.ts';
import type { Named, Type } from '../types/types.ts';
import { type Asked, askedIn, AskingDeclarations } from './askedInstances.ts';
import { MAXIMUM_FOREIGN, partsOf } from './reachedTypes.ts';

/** Types that are read without a pause: about a millisecond, which a function with its body may take alone. */
const TYPES_AT_ONCE = 200;

interface Known {
  /** What `reader` begins with. */
  readonly asked: ReadonlySet<Asked>;
  readonly reader: InstanceReader;
}

export class ReadInstances {
  readonly #asking = new WeakMap<Package, AskingDeclarations>();
  readonly #known = new WeakMap<Package, Known>();

  has(inPackage: Package, callee: Callee): boolean {
    return resultOf(this.reading(inPackage, callee));
  }

  /** The same in small steps, after which `has` has its answer at hand. */
  *reading(inPackage: Package, callee: Callee): Generator<void, boolean> {
    const asking = this.#asking.get(inPackage) ?? new AskingDeclarations(inPackage);
    this.#asking.set(inPackage, asking);
    const asked = yield* asking.reading();
    const known = this.#known.get(inPackage);
    if (known && isSame(known.asked, asked)) {
      return yield* known.reader.reading(callee);
    }
    const reader = readerOf(inPackage, asked);
    this.#known.set(inPackage, { asked, reader });
    return yield* reader.reading(callee);
  }
}

function isSame(some: ReadonlySet<Asked>, others: ReadonlySet<Asked>): boolean {
  return (
    some === others || (some.size === others.size && [...some].every((each) => others.has(each)))
  );
}

/** What the package declares is read first, and then what its functions ask for. */
function readerOf(inPackage: Package, asked: Iterable<Asked>): InstanceReader {
  const declared = [...inPackage.scope.names()].flatMap((name): readonly Asked[] => {
    const object = inPackage.scope.get(name);
    return object ? [{ object, typeArguments: [] }] : [];
  });
  return new InstanceReader(inPackage, [...declared, ...asked]);
}

class InstanceReader {
  readonly #own: Package;
  /** Shapes of all instances of a function. */
  readonly #functions = new Map<FuncObject, (readonly Type[])[]>();
  /** By functions that are generic. */
  readonly #asked = new Map<FuncObject, readonly Asked[]>();
  readonly #seen = new Set<Type>();
  /** What is to be read, the last of them next. */
  readonly #pendingAsked: Asked[];
  /** Their shapes are known; what their code asks for is not. */
  readonly #pendingFunctions: Callee[] = [];
  /** The package's own, and what has no name. */
  readonly #pending: Type[] = [];
  /** Named types of other packages, in the order in which they were come across. */
  readonly #foreign: Named[] = [];
  #countForeign = 0;
  #countRead = 0;

  constructor(own: Package, asked: readonly Asked[]) {
    this.#own = own;
    this.#pendingAsked = asked.toReversed();
  }

  /** Reads on, the package's own types first and then the nearest, until it comes across an instance. */
  *reading(callee: Callee): Generator<void, boolean> {
    while (!this.#has(callee)) {
      const asked = this.#pendingAsked.pop();
      const called = asked ? undefined : this.#pendingFunctions.pop();
      if (asked) {
        this.#ask(asked);
        yield;
      } else if (called) {
        this.#readFunction(called);
        yield;
      } else if (!this.#readPending() && !this.#readForeign()) {
        return false;
      } else if (++this.#countRead % TYPES_AT_ONCE === 0) {
        yield;
      }
    }
    return true;
  }

  /** Says whether there was one more. */
  #readPending(): boolean {
    const next = this.#pending.pop();
    if (next) {
      this.#readType(next);
    }
    return next !== undefined;
  }

  /** Says whether there was one more. */
  #readForeign(): boolean {
    const next =
      this.#countForeign < MAXIMUM_FOREIGN ? this.#foreign[this.#countForeign] : undefined;
    if (next) {
      this.#countForeign++;
      this.#readNamed(next);
    }
    return next !== undefined;
  }

  #has(callee: Callee): boolean {
    const shapes = shapesOfInstance(callee);
    const known = this.#functions.get(callee.object);
    return known?.some((each) => identicalLists(each, shapes)) === true;
  }

  #ask({ object, typeArguments }: Asked): void {
    if (object.kind === 'func' && typeArguments.length > 0) {
      this.#comeAcross({ object: object.origin, typeArguments });
    } else if (object.kind === 'typeName' && typeArguments.length > 0) {
      const { type } = object;
      this.#pending.push(
        type.kind === 'named' || type.kind === 'alias' ? instantiate(type, typeArguments) : type,
      );
    } else if (hasType(object)) {
      this.#pending.push(object.type);
    }
  }

  #comeAcross(callee: Callee): void {
    if (!this.#has(callee)) {
      const known = this.#functions.get(callee.object) ?? [];
      known.push(shapesOfInstance(callee));
      this.#functions.set(callee.object, known);
      this.#pendingFunctions.push(callee);
    }
  }

  #readFunction({ object, typeArguments }: Callee): void {
    const map = argumentsMap(object, typeArguments);
    const { type } = object;
    if (type.kind === 'signature') {
      this.#pending.push(substitute(type.parameters, map), substitute(type.results, map));
    }
    for (const each of this.#askedBy(object)) {
      this.#ask({
        object: each.object,
        typeArguments: each.typeArguments.map((argument) => substitute(argument, map)),
      });
    }
  }

  #askedBy(object: FuncObject): readonly Asked[] {
    let asked = this.#asked.get(object);
    if (!asked) {
      const body = bodyOf(object);
      asked = body ? askedIn(body) : [];
      this.#asked.set(object, asked);
    }
    return asked;
  }

  #readType(type: Type): void {
    if (this.#seen.has(type)) {
      return;
    }
    this.#seen.add(type);
    if (type.kind === 'named') {
      if (type.origin.object.package === this.#own) {
        this.#readNamed(type);
      } else {
        this.#foreign.push(type);
      }
    } else if (!isGenericType(type)) {
      this.#pending.push(...partsOf(type));
    }
  }

  #readNamed(named: Named): void {
    const { origin, typeArguments, typeParameters } = named;
    if (typeParameters.length > 0) {
      return;
    }
    this.#pending.push(...typeArguments, named.underlying);
    for (const method of origin.methods.values()) {
      if (typeArguments.length > 0) {
        this.#comeAcross({ object: method, typeArguments });
      } else {
        this.#pending.push(method.type);
      }
    }
  }
}

function isGenericType(type: Type): boolean {
  return (type.kind === 'signature' || type.kind === 'alias') && type.typeParameters.length > 0;
}

function hasType(
  object: GoObject,
): object is Exclude<GoObject, { kind: 'packageName' | 'builtin' | 'nil' }> {
  switch (object.kind) {
    case 'func':
      return !isGeneric(object);
    case 'typeName':
    case 'var':
    case 'const':
      return true;
    default:
      return false;
  }
}
