/**
 * Go's types. Those that a program writes down (`[]T`, `struct{…}`) are compared by `identical`;
 * named types, type parameters and basic types are the same only if they are the same object
 * (instances: if their origin and type arguments are).
 *
 * Everything is shallow: a type holds other types, but nothing of a named type is looked at before
 * somebody asks for what is underlying it.
 */
import { Instances } from './instances.ts';
import type { BasicKind } from './basicKind.ts';
import { Lazy } from './lazy.ts';
import type { FuncObject, TypeName, VarObject } from './objects.ts';

/** What a basic type can do, as bits of `Basic.info`. */
export const BasicInfo = {
  boolean: 1,
  integer: 2,
  unsigned: 4,
  float: 8,
  complex: 16,
  string: 32,
  untyped: 64,
  ordered: 2 | 8 | 32,
  numeric: 2 | 8 | 16,
  constant: 1 | 2 | 8 | 16 | 32,
} as const;

export class Basic {
  readonly kind = 'basic';
  readonly basic: BasicKind;
  /** As it is written: `byte` for a `uint8` that was named so. */
  readonly name: string;
  readonly info: number;

  constructor(basic: BasicKind, info: number, name: string = basic) {
    this.basic = basic;
    this.info = info;
    this.name = name;
  }
}

/** What cannot be known, and why. It spreads: whatever is made of it is unknown as well. */
export class Unknown {
  readonly kind = 'unknown';
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export class ArrayType {
  readonly kind = 'array';
  /** -1 if it is not known. */
  readonly length: number;
  readonly element: Type;

  constructor(length: number, element: Type) {
    this.length = length;
    this.element = element;
  }
}

export class SliceType {
  readonly kind = 'slice';
  readonly element: Type;

  constructor(element: Type) {
    this.element = element;
  }
}

export class PointerType {
  readonly kind = 'pointer';
  readonly element: Type;

  constructor(element: Type) {
    this.element = element;
  }
}

export class MapType {
  readonly kind = 'map';
  readonly key: Type;
  readonly element: Type;

  constructor(key: Type, element: Type) {
    this.key = key;
    this.element = element;
  }
}

export type ChannelDirection = 'both' | 'send' | 'receive';

export class ChannelType {
  readonly kind = 'channel';
  readonly direction: ChannelDirection;
  readonly element: Type;

  constructor(direction: ChannelDirection, element: Type) {
    this.direction = direction;
    this.element = element;
  }
}

export class StructType {
  readonly kind = 'struct';
  readonly fields: readonly VarObject[];
  /** Without quotes; empty, or one for each field. */
  readonly tags: readonly string[];

  constructor(fields: readonly VarObject[], tags: readonly string[] = []) {
    this.fields = fields;
    this.tags = tags;
  }

  tagOf(index: number): string {
    return this.tags[index] ?? '';
  }
}

/** The types of a parameter list, of results, or of a call that gives several values. */
export class Tuple {
  readonly kind = 'tuple';
  readonly variables: readonly VarObject[];

  constructor(variables: readonly VarObject[]) {
    this.variables = variables;
  }
}

export class Signature {
  readonly kind = 'signature';
  readonly receiver: VarObject | undefined;
  /** Of the `K, V` in `func (r *T[K, V]) M()`. */
  readonly receiverTypeParameters: readonly TypeParameter[];
  readonly typeParameters: readonly TypeParameter[];
  readonly parameters: Tuple;
  readonly results: Tuple;
  /** The last parameter is of type `[]T`, and was written `...T`. */
  readonly isVariadic: boolean;

  constructor(fields: {
    readonly receiver?: VarObject | undefined;
    readonly receiverTypeParameters?: readonly TypeParameter[];
    readonly typeParameters?: readonly TypeParameter[];
    readonly parameters: Tuple;
    readonly results: Tuple;
    readonly isVariadic: boolean;
  }) {
    this.receiver = fields.receiver;
    this.receiverTypeParameters = fields.receiverTypeParameters ?? [];
    this.typeParameters = fields.typeParameters ?? [];
    this.parameters = fields.parameters;
    this.results = fields.results;
    this.isVariadic = fields.isVariadic;
  }
}

export interface UnionTerm {
  /** `~T`. */
  readonly hasTilde: boolean;
  readonly type: Type;
}

/** `~A | B`, which stands in constraints only. */
export class Union {
  readonly kind = 'union';
  readonly terms: readonly UnionTerm[];

  constructor(terms: readonly UnionTerm[]) {
    this.terms = terms;
  }
}

export class InterfaceType {
  readonly kind = 'interface';
  /** Those that are written down, in their order. */
  readonly methods: readonly FuncObject[];
  readonly embedded: readonly Type[];
  /** Made of a constraint that is no interface: `[T ~int]`. */
  readonly isImplicit: boolean;
  /** The predeclared `comparable`. */
  readonly isComparable: boolean;

  constructor(
    methods: readonly FuncObject[],
    embedded: readonly Type[],
    isImplicit = false,
    isComparable = false,
  ) {
    this.methods = methods;
    this.embedded = embedded;
    this.isImplicit = isImplicit;
    this.isComparable = isComparable;
  }
}

/** A type that a declaration made, or an instance of a generic one. */
export class Named {
  readonly kind = 'named';
  readonly object: TypeName;
  /** The generic type itself for an instance, or this type. */
  readonly origin: Named;
  /** Empty for all but instances. */
  readonly typeArguments: readonly Type[];
  /** Instances of this type made so far: see `instantiate`. */
  readonly instances = new Instances<Named>();
  readonly #underlying: Lazy<Type>;
  readonly #typeParameters: Lazy<readonly TypeParameter[]>;
  readonly #outerParameters: Lazy<readonly TypeParameter[]> | undefined;
  readonly #methods: Lazy<ReadonlyMap<string, FuncObject>>;

  constructor(
    object: TypeName,
    parts: {
      readonly underlying: () => Type;
      readonly typeParameters?: () => readonly TypeParameter[];
      readonly outerParameters?: (() => readonly TypeParameter[]) | undefined;
      readonly methods: () => ReadonlyMap<string, FuncObject>;
      readonly origin?: Named;
      readonly typeArguments?: readonly Type[];
    },
  ) {
    this.object = object;
    this.origin = parts.origin ?? this;
    this.typeArguments = parts.typeArguments ?? [];
    const isCyclic = () => new Unknown(`invalid recursive type ${object.name}`);
    this.#underlying = new Lazy(parts.underlying, isCyclic);
    this.#typeParameters = new Lazy(parts.typeParameters ?? (() => []), () => []);
    this.#outerParameters = parts.outerParameters && new Lazy(parts.outerParameters, () => []);
    this.#methods = new Lazy(parts.methods, () => new Map<string, FuncObject>());
  }

  /** Never a named type, an alias or a type parameter. */
  get underlying(): Type {
    return this.#underlying.value;
  }

  /** Those of the declaration; empty for instances and for types that are not generic. */
  get typeParameters(): readonly TypeParameter[] {
    return this.#typeParameters.value;
  }

  /**
   * Of a type that is declared inside a generic function: the type parameters of that which it is made of. It has an
   * instance for each of the function's.
   */
  get outerParameters(): readonly TypeParameter[] {
    return this.#outerParameters?.value ?? [];
  }

  /**
   * The methods that are declared with this receiver base type, by name, whether their receiver is
   * a pointer or not; of an instance, with the type arguments put in. None of an interface's.
   */
  get methods(): ReadonlyMap<string, FuncObject> {
    return this.#methods.value;
  }
}

/** `type A = T`, kept so that it can be shown as it was written. */
export class Alias {
  readonly kind = 'alias';
  readonly object: TypeName;
  readonly origin: Alias;
  readonly typeArguments: readonly Type[];
  readonly instances = new Instances<Alias>();
  readonly #actual: Lazy<Type>;
  readonly #typeParameters: Lazy<readonly TypeParameter[]>;
  readonly #outerParameters: Lazy<readonly TypeParameter[]> | undefined;

  constructor(
    object: TypeName,
    parts: {
      readonly actual: () => Type;
      readonly typeParameters?: () => readonly TypeParameter[];
      readonly outerParameters?: (() => readonly TypeParameter[]) | undefined;
      readonly origin?: Alias;
      readonly typeArguments?: readonly Type[];
    },
  ) {
    this.object = object;
    this.origin = parts.origin ?? this;
    this.typeArguments = parts.typeArguments ?? [];
    this.#actual = new Lazy(
      parts.actual,
      () => new Unknown(`invalid recursive type ${object.name}`),
    );
    this.#typeParameters = new Lazy(parts.typeParameters ?? (() => []), () => []);
    this.#outerParameters = parts.outerParameters && new Lazy(parts.outerParameters, () => []);
  }

  /** What it stands for, which may be an alias again. */
  get actual(): Type {
    return this.#actual.value;
  }

  get typeParameters(): readonly TypeParameter[] {
    return this.#typeParameters.value;
  }

  /** As those of `Named`. */
  get outerParameters(): readonly TypeParameter[] {
    return this.#outerParameters?.value ?? [];
  }
}

export class TypeParameter {
  readonly kind = 'typeParameter';
  readonly object: TypeName;
  readonly index: number;
  readonly #constraint: Lazy<Type>;

  constructor(object: TypeName, index: number, constraint: () => Type) {
    this.object = object;
    this.index = index;
    this.#constraint = new Lazy(
      constraint,
      () => new Unknown(`the constraint of ${object.name} refers to itself`),
    );
  }

  /** As it was written: an interface, a named one, or a type that stands for `interface{T}`. */
  get constraint(): Type {
    return this.#constraint.value;
  }
}

export type Type =
  | Basic
  | Unknown
  | ArrayType
  | SliceType
  | PointerType
  | MapType
  | ChannelType
  | StructType
  | Tuple
  | Signature
  | Union
  | InterfaceType
  | Named
  | Alias
  | TypeParameter;

/** What an alias stands for in the end; all other types are themselves. */
export function unalias(type: Type): Type {
  let actual = type;
  // A bound, as an alias may be declared to be itself.
  for (let hops = 0; actual.kind === 'alias'; hops++) {
    if (hops > 100) {
      return new Unknown(`invalid recursive type ${actual.object.name}`);
    }
    actual = actual.actual;
  }
  return actual;
}

/** The underlying type; of a type parameter, the interface that constrains it. */
export function underlying(type: Type): Type {
  const actual = unalias(type);
  if (actual.kind === 'named') {
    return actual.underlying;
  }
  return actual.kind === 'typeParameter' ? constraintInterface(actual) : actual;
}

const implicitInterfaces = new WeakMap<Type, InterfaceType>();

/** The interface that constrains a type parameter, made implicitly where none is written. */
export function constraintInterface(parameter: TypeParameter): InterfaceType | Unknown {
  const { constraint } = parameter;
  const actual = unalias(constraint);
  const under = actual.kind === 'named' ? actual.underlying : actual;
  if (under.kind === 'interface' || under.kind === 'unknown') {
    return under;
  }
  let implicit = implicitInterfaces.get(constraint);
  if (implicit === undefined) {
    implicit = new InterfaceType([], [constraint], true);
    implicitInterfaces.set(constraint, implicit);
  }
  return implicit;
}
