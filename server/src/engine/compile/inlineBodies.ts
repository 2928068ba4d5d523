/**
 * Of which functions the compiler has the bodies, to inline them, while it compiles a package:
 * linker.go and reader.go of cmd/compile/internal/noder (Go 1.26).
 */
import {
  codeIn,
  type ContainedDeclaration,
  importsOf,
  type ImportedPackage,
  type TypedDeclaration,
  typesIn,
} from '../checker/packageChecker.ts';
import type { Callee } from '../ir/func.ts';
import { resultOf } from '../ir/steps.ts';
import { isGeneric, receiverBase } from '../noder/instances.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { forEachNode } from '../syntax/walk.ts';
import { lookUpFieldOrMethod } from '../types/lookup.ts';
import type { FuncObject, GoObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Named, Type } from '../types/types.ts';
import { askedIn } from './askedInstances.ts';
import { typesExportedBy } from './reachedTypes.ts';

type Known = WeakMap<Package, Map<FuncObject, boolean | 'pending'>>;

interface Finding {
  readonly steps: Generator<void, boolean>;
  /** Whether one of its steps is being taken: who asks now is a part of it. */
  isTaken: boolean;
}

export class InlineBodies {
  readonly #canInline: (object: FuncObject) => boolean;
  /** By the package that is compiled. */
  readonly #had: Known = new WeakMap();
  /** By the package that inlines them. */
  readonly #inlined: Known = new WeakMap();
  /** By the package whose export data comes to them. */
  readonly #reached: Known = new WeakMap();
  readonly #typesExported = new WeakMap<Package, ReadonlySet<Named>>();
  /** One at a time: what is pending counts as `false` for what it takes itself, and for nobody else. */
  #finding: Finding | undefined;

  constructor(canInline: (object: FuncObject) => boolean) {
    this.#canInline = canInline;
  }

  /**
   * A package has its own functions, those of packages that it imports, instances of what is generic,
   * and others if a package that it imports inlines them itself: its export data hands them on.
   */
  has(compiled: Package, callee: Callee): boolean {
    return resultOf(this.finding(compiled, callee));
  }

  /** The same in steps of a declaration that is looked at. Who asks next takes those that somebody has left. */
  *finding(compiled: Package, { object, typeArguments }: Callee): Generator<void, boolean> {
    const home = object.package;
    if (!home || home.path === compiled.path || typeArguments.length > 0) {
      return true;
    }
    while (!this.#finding?.isTaken) {
      const known = this.#had.get(compiled)?.get(object);
      if (typeof known === 'boolean') {
        return known;
      }
      this.#finding ??= { steps: this.#isHad(compiled, object, home), isTaken: false };
      this.#takeStep(this.#finding);
      yield;
    }
    return yield* this.#isHad(compiled, object, home);
  }

  #takeStep(finding: Finding): void {
    finding.isTaken = true;
    let isOver = true;
    try {
      isOver = finding.steps.next().done === true;
    } finally {
      finding.isTaken = false;
      if (isOver) {
        this.#finding = undefined;
      }
    }
  }

  #isHad(compiled: Package, object: FuncObject, home: Package): Generator<void, boolean> {
    return remembered(this.#had, compiled, object, this.#findHad(compiled, object, home));
  }

  *#findHad(compiled: Package, object: FuncObject, home: Package): Generator<void, boolean> {
    const imports = importsOf(compiled);
    if (imports.some((each) => isImportOf(each, home))) {
      return true;
    }
    for (const { load } of imports) {
      yield;
      if (yield* this.#handsOn(load(), object, home)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Looks at packages only that import the function's. What others inline of it through a third one is
   * not looked for.
   */
  *#handsOn(compiled: Package, object: FuncObject, home: Package): Generator<void, boolean> {
    return (
      importsOf(compiled).some((each) => isImportOf(each, home)) &&
      (yield* this.#inlines(compiled, object, home)) &&
      (yield* this.#reaches(compiled, object, home))
    );
  }

  /**
   * Whether code of a package calls a function, or another one of the same package that does. Methods that are promoted
   * to a type of the package are called by the wrappers that are made for that.
   */
  #inlines(compiled: Package, object: FuncObject, home: Package): Generator<void, boolean> {
    return remembered(this.#inlined, compiled, object, this.#findInlined(compiled, object, home));
  }

  *#findInlined(compiled: Package, object: FuncObject, home: Package): Generator<void, boolean> {
    if (isPromotedIn(compiled, object)) {
      return true;
    }
    for (const { look } of mentioning(object.name, compiled)) {
      const call = callIn(look(), object);
      yield;
      if (call && (yield* isCompiledIn(compiled, call.caller))) {
        return true;
      }
    }
    for (const { look } of mentioning(object.name, home)) {
      const { caller } = callIn(look(), object) ?? {};
      yield;
      if (caller && (yield* this.#isInlinedBy(compiled, caller, home))) {
        return true;
      }
    }
    return false;
  }

  *#isInlinedBy(compiled: Package, caller: FuncObject, home: Package): Generator<void, boolean> {
    return isGeneric(caller)
      ? yield* isCompiledIn(compiled, caller)
      : this.#canInline(caller) && (yield* this.#inlines(compiled, caller, home));
  }

  /**
   * Whether what a package exports leads to a function: bodies that are exported as well do, those of generic code
   * among them, and to a method its type. Nobody else's.
   */
  #reaches(compiled: Package, object: FuncObject, home: Package): Generator<void, boolean> {
    return remembered(this.#reached, compiled, object, this.#findReached(compiled, object, home));
  }

  *#findReached(compiled: Package, object: FuncObject, home: Package): Generator<void, boolean> {
    const receiver = receiverOf(object);
    if (receiver && this.#typesExportedBy(compiled).has(receiver.origin)) {
      return true;
    }
    for (const { look } of mentioning(object.name, compiled)) {
      const { caller } = callIn(look(), object) ?? {};
      yield;
      if (caller && (isGeneric(caller) || this.#canInline(caller))) {
        return true;
      }
    }
    for (const { look } of mentioning(object.name, home)) {
      const { caller } = callIn(look(), object) ?? {};
      yield;
      const isCaller =
        caller &&
        (isGeneric(caller) ||
          (this.#canInline(caller) && (yield* this.#inlines(compiled, caller, home))));
      if (isCaller && (yield* this.#reaches(compiled, caller, home))) {
        return true;
      }
    }
    return false;
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

/** Of generic code, whether other code of the package asks for an instance, or for one of its receiver's type. */
function* isCompiledIn(
  compiled: Package,
  caller: FuncObject | undefined,
): Generator<void, boolean> {
  if (caller === undefined || !isGeneric(caller)) {
    return true;
  }
  const asked = receiverOf(caller)?.origin.object ?? caller;
  for (const { look } of mentioning(asked.name, compiled)) {
    if (isAskedIn(look(), asked)) {
      return true;
    }
    yield;
  }
  return false;
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
function* remembered(
  known: Known,
  compiled: Package,
  object: FuncObject,
  find: Generator<void, boolean>,
): Generator<void, boolean> {
  const ofPackage = known.get(compiled) ?? new Map<FuncObject, boolean | 'pending'>();
  known.set(compiled, ofPackage);
  const found = ofPackage.get(object);
  if (found !== undefined) {
    return found === true;
  }
  ofPackage.set(object, 'pending');
  try {
    const isSuch = yield* find;
    ofPackage.set(object, isSuch);
    return isSuch;
  } finally {
    if (ofPackage.get(object) === 'pending') {
      ofPackage.delete(object);
    }
  }
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

/** Code of a package in which a name stands. */
function* mentioning(name: string, within: Package): Iterable<ContainedDeclaration> {
  for (const each of codeIn(within)) {
    if (each.text.includes(name)) {
      yield each;
    }
  }
}

/** That a declaration calls a function other than itself; without a caller where it is no function. */
function callIn(
  code: TypedDeclaration | undefined,
  object: FuncObject,
): { readonly caller: FuncObject | undefined } | undefined {
  if (!code || !calls(code, object)) {
    return undefined;
  }
  const { syntax, types } = code;
  const declared = syntax.kind === 'func' ? types.objectOf(syntax.name) : undefined;
  const caller = declared?.kind === 'func' ? declared : undefined;
  return caller === object ? undefined : { caller };
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
