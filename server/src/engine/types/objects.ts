/** What an identifier can denote. An object's type is found out when somebody asks for it. */
import type { Identifier } from '../syntax/ast.ts';
import type { Constant } from './constant/constant.ts';
import { Lazy } from './lazy.ts';
import type { Package } from './package.ts';
import { Unknown, type Signature, type Type } from './types.ts';

/** Where an object is declared. Predeclared objects are nowhere. */
export interface Place {
  /** Absolute path. */
  readonly file: string;
  /** `Declaration.id` of the top-level declaration. */
  readonly declaration: string;
  /** The name, relative to the declaration; undefined for functions, whose name is known by it. */
  readonly identifier: Identifier | undefined;
}

abstract class NamedObject {
  readonly name: string;
  /** Undefined for what is predeclared. */
  readonly package: Package | undefined;
  readonly place: Place | undefined;

  constructor(name: string, inPackage: Package | undefined, place: Place | undefined) {
    this.name = name;
    this.package = inPackage;
    this.place = place;
  }
}

/** A type by its name: a `Named`, an `Alias`, a `Basic` or a `TypeParameter`. */
export class TypeName extends NamedObject {
  readonly kind = 'typeName';
  readonly #type: Lazy<Type>;

  constructor(
    name: string,
    inPackage: Package | undefined,
    place: Place | undefined,
    type: (self: TypeName) => Type,
  ) {
    super(name, inPackage, place);
    this.#type = new Lazy(
      () => type(this),
      () => new Unknown(`invalid recursive type ${name}`),
    );
  }

  get type(): Type {
    return this.#type.value;
  }
}

export type VarRole = 'local' | 'package' | 'parameter' | 'result' | 'receiver' | 'field';

export class VarObject extends NamedObject {
  readonly kind = 'var';
  readonly role: VarRole;
  /** Of fields: whether the name is that of the type. */
  readonly isEmbedded: boolean;
  readonly #type: Lazy<Type>;

  constructor(
    name: string,
    inPackage: Package | undefined,
    place: Place | undefined,
    role: VarRole,
    type: Type | (() => Type),
    isEmbedded = false,
  ) {
    super(name, inPackage, place);
    this.role = role;
    this.isEmbedded = isEmbedded;
    this.#type = new Lazy(
      typeof type === 'function' ? type : () => type,
      () => new Unknown(`initialization cycle of ${name}`),
    );
  }

  get type(): Type {
    return this.#type.value;
  }
}

export interface TypedConstant {
  readonly type: Type;
  /** Undefined if it is not known. */
  readonly value: Constant | undefined;
}

export class ConstObject extends NamedObject {
  readonly kind = 'const';
  readonly #typed: Lazy<TypedConstant>;

  constructor(
    name: string,
    inPackage: Package | undefined,
    place: Place | undefined,
    typed: () => TypedConstant,
  ) {
    super(name, inPackage, place);
    this.#typed = new Lazy(typed, () => ({
      type: new Unknown(`initialization cycle of ${name}`),
      value: undefined,
    }));
  }

  get type(): Type {
    return this.#typed.value.type;
  }

  get value(): Constant | undefined {
    return this.#typed.value.value;
  }
}

/** A function or a method, of an interface too. */
export class FuncObject extends NamedObject {
  readonly kind = 'func';
  /** The method of the generic type that this one of an instance was made of, or this one. */
  readonly origin: FuncObject;
  /** Of methods: `(t *T)`, which is known before the signature is. */
  readonly hasPointerReceiver: boolean;
  readonly #type: Lazy<Signature | Unknown>;

  constructor(
    name: string,
    inPackage: Package | undefined,
    place: Place | undefined,
    type: () => Signature | Unknown,
    more: { readonly origin?: FuncObject; readonly hasPointerReceiver?: boolean } = {},
  ) {
    super(name, inPackage, place);
    this.origin = more.origin ?? this;
    this.hasPointerReceiver = more.hasPointerReceiver ?? false;
    this.#type = new Lazy(type, () => new Unknown(`the type of ${name} refers to itself`));
  }

  get type(): Signature | Unknown {
    return this.#type.value;
  }
}

/** An import, under the name that it has in its file. */
export class PackageName extends NamedObject {
  readonly kind = 'packageName';
  readonly path: string;
  readonly #imported: Lazy<Package>;

  constructor(
    name: string,
    inPackage: Package | undefined,
    place: Place | undefined,
    path: string,
    imported: () => Package,
  ) {
    super(name, inPackage, place);
    this.path = path;
    this.#imported = new Lazy(imported, imported);
  }

  get imported(): Package {
    return this.#imported.value;
  }
}

/** `len`, `append`, and those of package unsafe, such as `Sizeof`. */
export class BuiltinObject extends NamedObject {
  readonly kind = 'builtin';
}

export class NilObject extends NamedObject {
  readonly kind = 'nil';
}

export type GoObject =
  TypeName | VarObject | ConstObject | FuncObject | PackageName | BuiltinObject | NilObject;

/** Whether a name can be used outside of its package. */
export function isExported(name: string): boolean {
  const first = name.charCodeAt(0);
  if (first < 128) {
    return first >= 65 && first <= 90;
  }
  const letter = String.fromCodePoint(name.codePointAt(0) ?? 0);
  return /^\p{Lu}/u.test(letter);
}
