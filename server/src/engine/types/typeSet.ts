/** The types that an interface allows: go/types/typeset.go and under.go (Go 1.26). */
import { identical } from './identical.ts';
import { compareIds, hasId, objectId } from './objectId.ts';
import type { FuncObject } from './objects.ts';
import type { Package } from './package.ts';
import { isStrictlyComparable } from './predicates.ts';
import { intersect, type Terms, unite } from './terms.ts';
import {
  type ChannelType,
  type InterfaceType,
  SliceType,
  type Type,
  unalias,
  underlying,
  type Union,
  Unknown,
} from './types.ts';
import { basicTypes, byteType } from './universe.ts';

/** One of the types that a type parameter may stand for, or a type by itself. */
export interface SpecificType {
  readonly type: Type;
  readonly underlying: Type;
  /** All types with this underlying type are meant. */
  readonly hasTilde: boolean;
}

export class TypeSet {
  /** All of them, those of embedded interfaces as well, in the order of `compareIds`. */
  readonly methods: readonly FuncObject[];
  /** Undefined if they restrict nothing. */
  readonly terms: Terms;
  /** Only comparable types are meant; said only where there are no terms. */
  readonly isComparable: boolean;
  /** Something that is embedded is not known: there may be more methods, and fewer types. */
  readonly isPartial: boolean;
  #specificTypes: readonly SpecificType[] | undefined;

  constructor(
    methods: readonly FuncObject[],
    terms: Terms,
    isComparable: boolean,
    isPartial: boolean,
  ) {
    this.methods = methods;
    this.terms = terms;
    this.isComparable = isComparable;
    this.isPartial = isPartial;
  }

  /** No type is in it. */
  get isEmpty(): boolean {
    return this.terms?.length === 0;
  }

  /** Every type is in it. */
  get isAll(): boolean {
    return this.isMethodSet && this.methods.length === 0;
  }

  /** The interface can be the type of a variable. */
  get isMethodSet(): boolean {
    return this.terms === undefined && !this.isComparable;
  }

  /** Undefined if there are no terms, if they exclude each other, or if not all are known. */
  get specificTypes(): readonly SpecificType[] | undefined {
    if (this.terms === undefined || this.isEmpty || this.isPartial) {
      return undefined;
    }
    this.#specificTypes ??= this.terms.map(({ hasTilde, type }) => ({
      type,
      hasTilde,
      underlying: hasTilde ? unalias(type) : underlying(type),
    }));
    return this.#specificTypes;
  }

  method(name: string, fromPackage: Package | undefined): FuncObject | undefined {
    for (const method of this.methods) {
      if (hasId(method, fromPackage, name)) {
        return method;
      }
    }
    return undefined;
  }
}

const unknownTypes = new TypeSet([], undefined, false, true);

/** go/types gives up on longer unions as well. */
const MAX_TERMS = 100;
/** Interfaces that are looked at for one type set; more are a type that expands without end. */
const MAX_INTERFACES = 1000;

const typeParameterElement = new Unknown('a type parameter is no element of an interface');

const typeSets = new WeakMap<InterfaceType, TypeSet>();

export function typeSetOf(type: InterfaceType): TypeSet {
  return typeSets.get(type) ?? computeTypeSet(type, { countInterfaces: 0 });
}

interface Computation {
  countInterfaces: number;
}

function computeTypeSet(type: InterfaceType, computation: Computation): TypeSet {
  if (++computation.countInterfaces > MAX_INTERFACES) {
    return unknownTypes;
  }
  // For those who ask while it is being computed, as an interface that embeds itself does.
  typeSets.set(type, unknownTypes);
  const parts: Parts = {
    methods: new Map(),
    terms: undefined,
    isComparable: type.isComparable,
    isPartial: false,
  };
  addMethods(parts, type.methods);
  for (const embedded of type.embedded) {
    addEmbedded(parts, embedded, computation);
  }
  const typeSet = new TypeSet(
    [...parts.methods.values()].sort(compareIds),
    parts.terms,
    parts.isComparable,
    parts.isPartial,
  );
  if (typeSet.isPartial) {
    // Perhaps for the moment only, while a declaration is being resolved.
    typeSets.delete(type);
  } else {
    typeSets.set(type, typeSet);
  }
  return typeSet;
}

interface Parts {
  /** By `objectId`; of several equal ones the first. */
  readonly methods: Map<string, FuncObject>;
  terms: Terms;
  isComparable: boolean;
  isPartial: boolean;
}

function addMethods(parts: Parts, methods: readonly FuncObject[]): void {
  for (const method of methods) {
    const key = objectId(method);
    if (!parts.methods.has(key)) {
      parts.methods.set(key, method);
    }
  }
}

function addEmbedded(parts: Parts, embedded: Type, computation: Computation): void {
  const under = embeddedUnderlying(embedded);
  switch (under.kind) {
    case 'unknown':
      parts.isPartial = true;
      break;
    case 'interface': {
      const typeSet = typeSets.get(under) ?? computeTypeSet(under, computation);
      addMethods(parts, typeSet.methods);
      parts.isPartial ||= typeSet.isPartial;
      restrict(parts, typeSet.terms, typeSet.isComparable);
      break;
    }
    case 'union': {
      const { terms, isPartial } = unionTerms(under, computation);
      parts.isPartial ||= isPartial;
      restrict(parts, terms, false);
      break;
    }
    default:
      restrict(parts, [{ hasTilde: false, type: embedded }], false);
  }
}

/** The spec forbids type parameters as elements: nothing is known of such a constraint. */
function embeddedUnderlying(type: Type): Type {
  const actual = unalias(type);
  return actual.kind === 'typeParameter' ? typeParameterElement : underlying(actual);
}

function restrict(parts: Parts, terms: Terms, isComparable: boolean): void {
  parts.terms = intersect(parts.terms, terms);
  parts.isComparable ||= isComparable;
  if (parts.isComparable && parts.terms !== undefined) {
    parts.terms = parts.terms.filter((term) => isStrictlyComparable(term.type));
    parts.isComparable = false;
  }
}

/** The terms of a union by itself, outside of an interface. */
export function termsOfUnion(union: Union): Terms {
  return unionTerms(union, { countInterfaces: 0 }).terms;
}

function unionTerms(
  union: Union,
  computation: Computation,
): { readonly terms: Terms; readonly isPartial: boolean } {
  let terms: Terms = [];
  let isPartial = false;
  for (const term of union.terms) {
    const under = embeddedUnderlying(term.type);
    if (under.kind === 'unknown') {
      isPartial = true;
    } else if (under.kind === 'interface') {
      const typeSet = typeSets.get(under) ?? computeTypeSet(under, computation);
      isPartial ||= typeSet.isPartial;
      terms = unite(terms, typeSet.terms);
    } else if (!term.hasTilde || identical(term.type, under)) {
      terms = unite(terms, [term]);
    }
    if (terms !== undefined && terms.length > MAX_TERMS) {
      return { terms: undefined, isPartial: true };
    }
  }
  return { terms, isPartial };
}

/**
 * The types that are named in the constraint of a type parameter, and every other type by itself.
 * Undefined for a type parameter whose constraint names none.
 */
export function typesOf(type: Type): readonly Type[] | undefined {
  return unalias(type).kind === 'typeParameter'
    ? specificTypesOf(type)?.map((specific) => specific.type)
    : [type];
}

/** As `typesOf`, with the underlying types. */
export function specificTypesOf(type: Type): readonly SpecificType[] | undefined {
  const actual = unalias(type);
  const under = underlying(actual);
  if (actual.kind !== 'typeParameter') {
    return [{ type, underlying: under, hasTilde: false }];
  }
  return under.kind === 'interface' ? typeSetOf(under).specificTypes : undefined;
}

/** Whether it holds for all underlying types of `typesOf`; it does not if there are none. */
export function everyUnderlying(type: Type, holds: (underlying: Type) => boolean): boolean {
  const actual = unalias(type);
  if (actual.kind !== 'typeParameter') {
    return holds(underlying(actual));
  }
  return specificTypesOf(actual)?.every((specific) => holds(specific.underlying)) ?? false;
}

/**
 * The underlying type that all types of `typesOf` have in common, if there is one: `commonUnder`
 * of go/types. Of channels whose directions agree it is the most restricted one.
 */
export function coreType(type: Type): Type | undefined {
  const actual = unalias(type);
  if (actual.kind !== 'typeParameter') {
    return underlying(actual);
  }
  return common(specificTypesOf(actual)?.map((specific) => specific.underlying));
}

/**
 * As `coreType`, where strings count as slices of bytes: if there are strings among the types, the
 * result is `string`, though an untyped string stays untyped.
 */
export function coreString(type: Type): Type | undefined {
  const actual = unalias(type);
  if (actual.kind !== 'typeParameter') {
    return underlying(actual);
  }
  const types = specificTypesOf(actual)?.map((specific) => specific.underlying);
  const core = common(types?.map((under) => (isText(under) ? bytes : under)));
  return core !== undefined && types?.some(isText) ? basicTypes.string : core;
}

function isText(type: Type): boolean {
  return type.kind === 'basic' && type.basic === 'string';
}

const bytes = new SliceType(byteType);

function common(types: readonly Type[] | undefined): Type | undefined {
  let core = types?.[0];
  for (const type of types ?? []) {
    if (core?.kind === 'channel' && type.kind === 'channel') {
      core = commonChannel(core, type);
    } else if (core !== undefined && !identical(core, type)) {
      return undefined;
    }
  }
  return core;
}

function commonChannel(a: ChannelType, b: ChannelType): ChannelType | undefined {
  if (!identical(a.element, b.element)) {
    return undefined;
  }
  if (a.direction === b.direction || b.direction === 'both') {
    return a;
  }
  return a.direction === 'both' ? b : undefined;
}
