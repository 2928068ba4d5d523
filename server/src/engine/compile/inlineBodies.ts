/**
 * Of which functions the compiler has the bodies, to inline them, while it compiles a package:
 * linker.go and reader.go of cmd/compile/internal/noder (Go 1.26).
 */
import {
  codeIn,
  importsOf,
  type ImportedPackage,
  type TypedDeclaration,
  typesIn,
} from '../checker/packageChecker.ts';
import type { Callee } from '../ir/func.ts';
import { isGeneric, receiverBase } from '../noder/instances.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { forEachNode } from '../syntax/walk.ts';
import { lookUpFieldOrMethod } from '../types/lookup.ts';
import type { FuncObject, GoObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Named, Type } from '../types/types.ts';
import { askedIn } from './askedInstances.ts';
import { typesExportedBy } from './reachedTypes.ts';

export class InlineBodies {
  readonly #canInline: (object: FuncObject) => boolean;
  /** By the package that is compiled. */
  readonly #had = new WeakMap<Package, Map<FuncObject, boolean>>();
  /** By the package that inlines them. */
  readonly #inlined = new WeakMap<Package, Map<FuncObject, boolean>>();
  /** By the package whose export data comes to them. */
  readonly #reached = new WeakMap<Package, Map<FuncObject, boolean>>();
  readonly #typesExported = new WeakMap<Package, ReadonlySet<Named>>();

  constructor(canInline: (object: FuncObject) => boolean) {
    this.#canInline = canInline;
  }

  /**
   * A package has its own functions, those of packages that it imports, instances of what is generic,
   * and others if a package that it imports inlines them itself: its export data hands them on.
   */
  has(compiled: Package, { object, typeArguments }: Callee): boolean {
    const home = object.package;
    if (!home || home.path === compiled.path || typeArguments.length > 0) {
      return true;
    }
    return remembered(this.#had, compiled, object, () => {
      const imports = importsOf(compiled);
      return (
        imports.some((each) => isImportOf(each, home)) ||
        imports.some(({ load }) => this.#handsOn(load(), object, home))
      );
    });
  }

  /**
   * Looks at packages only that import the function's. What others inline of it through a third one is
   * not looked for.
   */
  #handsOn(compiled: Package, object: FuncObject, home: Package): boolean {
    return (
      importsOf(compiled).some((each) => isImportOf(each, home)) &&
      this.#inlines(compiled, object, home) &&
      this.#reaches(compiled, object, home)
    );
  }

  /**
   * Whether code of a package calls a function, or another one of the same package that does. Methods that are promoted
   * to a type of the package are called by the wrappers that are made for that.
   */
  #inlines(compiled: Package, object: FuncObject, home: Package): boolean {
    return remembered(
      this.#inlined,
      compiled,
      object,
      () =>
        isPromotedIn(compiled, object) ||
        some(callersOf(object, compiled), (caller) => isCompiledIn(compiled, caller)) ||
        some(
          callersOf(object, home),
          (caller) =>
            caller !== undefined &&
            (isGeneric(caller)
              ? isCompiledIn(compiled, caller)
              : this.#canInline(caller) && this.#inlines(compiled, caller, home)),
        ),
    );
  }

  /**
   * Whether what a package exports leads to a function: bodies that are exported as well do, those of generic code
   * among them, and to a method its type. Nobody else's.
   */
  #reaches(compiled: Package, object: FuncObject, home: Package): boolean {
    return remembered(this.#reached, compiled, object, () => {
      const receiver = receiverOf(object);
      return (
        (receiver !== undefined && this.#typesExportedBy(compiled).has(receiver.origin)) ||
        some(
          callersOf(object, compiled),
          (caller) => caller !== undefined && (isGeneric(caller) || this.#canInline(caller)),
        ) ||
        some(
          callersOf(object, home),
          (caller) =>
            caller !== undefined &&
            (isGeneric(caller) ||
              (this.#canInline(caller) && this.#inlines(compiled, caller, home))) &&
            this.#reaches(compiled, caller, home),
        )
      );
    });
  }

  #typesExportedBy(exporting: Package): ReadonlySet<Named> {
    let found = this.#typesExported.get(exporting);
    if (!found) {
      found = typesExportedBy(exporting);
      this.#typesExported.set(exporting, found);
    }
    return found;
  }
}

function some<Item>(items: Iterable<Item>, isSuch: (item: Item) => boolean): boolean {
  for (const each of items) {
    if (isSuch(each)) {
      return true;
    }
  }
  return false;
}

/** Of generic code, whether other code of the package asks for an instance, or for one of its receiver's type. */
function isCompiledIn(compiled: Package, caller: FuncObject | undefined): boolean {
  if (caller === undefined || !isGeneric(caller)) {
    return true;
  }
  const asked = receiverOf(caller)?.origin.object ?? caller;
  return some(
    codeIn(compiled),
    ({ text, look }) => text.includes(asked.name) && isAskedIn(look(), asked),
  );
}

/** Only by code that is not generic itself. */
function isAskedIn(code: TypedDeclaration | undefined, asked: GoObject): boolean {
  const declared = code?.syntax.kind === 'func' ? code.types.objectOf(code.syntax.name) : undefined;
  return (
    code !== undefined &&
    !(declared?.kind === 'func' && isGeneric(declared)) &&
    askedIn(code).some(({ object }) => object === asked)
  );
}

/** While it is being found out, what asks for it in turn gets `false`. */
function remembered(
  known: WeakMap<Package, Map<FuncObject, boolean>>,
  compiled: Package,
  object: FuncObject,
  find: () => boolean,
): boolean {
  let ofPackage = known.get(compiled);
  if (!ofPackage) {
    ofPackage = new Map();
    known.set(compiled, ofPackage);
  }
  let found = ofPackage.get(object);
  if (found === undefined) {
    ofPackage.set(object, false);
    found = find();
    ofPackage.set(object, found);
  }
  return found;
}

/** A path may mean another one: vendored packages, and those that are named from the folder. */
function isImportOf({ path, load }: ImportedPackage, { path: actual }: Package): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return path === actual || (actual.endsWith(name) && load().path === actual);
}

/** Whether a type of a package has a method by embedding the method's own; not by way of a third type. */
function isPromotedIn(within: Package, method: FuncObject): boolean {
  const receiver = receiverOf(method);
  if (receiver === undefined) {
    return false;
  }
  for (const { text, look } of typesIn(within)) {
    const syntax = text.includes(receiver.object.name) ? look()?.syntax : undefined;
    for (const spec of syntax?.kind === 'type' ? syntax.specs : []) {
      const declared = within.scope.get(spec.name.name);
      const isType = declared?.kind === 'typeName' && spec.typeParameters.length === 0;
      if (isType && isPromotedTo(declared.type, method)) {
        return true;
      }
    }
  }
  return false;
}

function isPromotedTo(type: Type, method: FuncObject): boolean {
  const found = lookUpFieldOrMethod(type, true, method.package, method.name);
  return 'object' in found && found.object === method && found.index.length > 0;
}

/** The type that a method is declared for. */
function receiverOf({ type }: FuncObject): Named | undefined {
  return type.kind === 'signature' && type.receiver ? receiverBase(type.receiver.type) : undefined;
}

/** Code of a package that calls a function; undefined of what is no function. */
function* callersOf(
  object: FuncObject,
  within: Package,
): Generator<FuncObject | undefined, undefined> {
  for (const { text, look } of codeIn(within)) {
    const code = text.includes(object.name) ? look() : undefined;
    if (!code || !calls(code, object)) {
      continue;
    }
    const { syntax, types } = code;
    const caller = syntax.kind === 'func' ? types.objectOf(syntax.name) : undefined;
    if (caller?.kind !== 'func') {
      yield undefined;
    } else if (caller !== object) {
      yield caller;
    }
  }
}

/** Deferred calls count as well: they are made, and inlined, in a function of their own. */
function calls({ syntax, types }: TypedDeclaration, object: FuncObject): boolean {
  let isFound = false;
  forEachNode(syntax, (node) => {
    if (node.kind === 'call') {
      const callee = unparenthesized(node.callee);
      const name = callee.kind === 'selector' ? callee.selector : callee;
      isFound ||= name.kind === 'identifier' && types.objectOf(name) === object;
    }
  });
  return isFound;
}
