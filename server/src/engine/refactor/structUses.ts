/** Where code counts on the order of a struct's fields. */
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type {
  BinaryOperator,
  Call,
  CompositeLiteral,
  DeclarationSyntax,
  Expression,
  FunctionDeclaration,
} from '../syntax/ast.ts';
import { type AstNode, forEachChild } from '../syntax/walk.ts';
import type { GoObject } from '../types/objects.ts';
import { type Type, underlying } from '../types/types.ts';
import { needsSameOrder } from './conversions.ts';
import type { DeclaredStruct } from './declaredStruct.ts';
import { FieldAddresses } from './fieldAddresses.ts';

/** What another order would break where it is used, and no edit can mend. */
export type UseKind =
  /** A conversion to or from another struct type. */
  | 'conversion'
  /** A struct type without a name has the same fields: values can be assigned to each other. */
  | 'sameFields'
  /** Its memory is looked at by package unsafe. */
  | 'unsafe'
  /** Its size or an offset in it. */
  | 'unsafeSize'
  /** Written or read field by field, in their order. */
  | 'positional'
  /** A parameter of a function that is written in another language, or linked by name. */
  | 'foreign'
  /** A literal without keys of a type that is not known, and has its name. */
  | 'unknownLiteral';

export interface Use {
  readonly kind: UseKind;
  /** Offset in the declaration. */
  readonly start: number;
}

/** What is found in one declaration. */
export interface StructUses {
  readonly uses: readonly Use[];
  /** Literals without keys. */
  readonly literals: readonly CompositeLiteral[];
  /** Fields that hold words of 64 bits for sync/atomic, by their indexes. */
  readonly atomicFields: ReadonlySet<number>;
  /** The address of a 64-bit word in it is taken: that may be for sync/atomic, somewhere else. */
  readonly isWordAddressed: boolean;
  /** Reflection looks at the type. */
  readonly isReflected: boolean;
}

/** Functions that go by the order of fields, by the path of their package. */
const POSITIONAL: ReadonlyMap<string, RegExp> = new Map([
  ['encoding/binary', /^(?:Read|Write|Append|Decode|Encode|Size)$/],
  ['encoding/asn1', /^(?:Unm|M)arshal/],
  ['golang.org/x/crypto/ssh', /^(?:Unm|M)arshal$/],
]);

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=']);

const REFLECTING = /^(?:TypeOf|ValueOf)$/;

/** A top-level declaration that may use the struct. */
export interface Searched {
  readonly types: DeclarationTypes;
  readonly syntax: DeclarationSyntax;
  readonly directives: readonly string[];
  /** Tests hold sizes against numbers, in ways that cannot be told from others. */
  readonly isTest: boolean;
}

/** `name` is what the struct is declared as. */
export function usesIn(struct: DeclaredStruct, name: string, searched: Searched): StructUses {
  const { syntax, directives } = searched;
  const search = new Search(struct, name, searched);
  search.lookAt(syntax);
  if (syntax.kind === 'func') {
    search.lookAtSignature(syntax, directives);
  }
  return search;
}

class Search implements StructUses {
  readonly uses: Use[] = [];
  readonly literals: CompositeLiteral[] = [];
  readonly atomicFields = new Set<number>();
  isWordAddressed = false;
  isReflected = false;
  readonly #struct: DeclaredStruct;
  readonly #name: string;
  readonly #types: DeclarationTypes;
  readonly #addresses: FieldAddresses;
  readonly #isTest: boolean;
  /** Around what is looked at, from the declaration down. */
  readonly #path: AstNode[] = [];

  constructor(struct: DeclaredStruct, name: string, { types, isTest }: Searched) {
    this.#struct = struct;
    this.#name = name;
    this.#types = types;
    this.#addresses = new FieldAddresses(struct, types);
    this.#isTest = isTest;
  }

  lookAt(node: AstNode): void {
    switch (node.kind) {
      case 'composite':
        this.#lookAtLiteral(node);
        break;
      case 'call':
        this.#lookAtCall(node);
        break;
      case 'unary':
        this.isWordAddressed ||= this.#addresses.isOfWord64(node);
        break;
      case 'structType':
        if (!isNamed(node, this.#path.at(-1)) && this.#hasSameFields(node)) {
          this.#found('sameFields', node);
        }
        break;
      default:
        break;
    }
    this.#path.push(node);
    forEachChild(node, (child) => {
      this.lookAt(child);
    });
    this.#path.pop();
  }

  /** Functions without a body are written in assembly, or are linked to others. */
  lookAtSignature(
    { name, type, receiver, body }: FunctionDeclaration,
    directives: readonly string[],
  ): void {
    const isLinked = directives.some((directive) => directive.startsWith('//go:linkname'));
    if (body !== undefined && !isLinked) {
      return;
    }
    const parameters = [...(receiver ? [receiver] : []), ...type.parameters, ...type.results];
    if (parameters.some((each) => this.#isReachedFrom(this.#types.typeOf(each.type)))) {
      this.#found('foreign', name);
    }
  }

  #found(kind: UseKind, { start }: { readonly start: number }): void {
    this.uses.push({ kind, start });
  }

  #isReachedFrom(type: Type | undefined): boolean {
    return type !== undefined && this.#struct.isReachedFrom(type);
  }

  #isOrPointsTo(type: Type | undefined): boolean {
    const under = type && underlying(type);
    return (
      under !== undefined && this.#struct.isOf(under.kind === 'pointer' ? under.element : under)
    );
  }

  #lookAtLiteral(literal: CompositeLiteral): void {
    const [first] = literal.elements;
    if (first === undefined || first.key !== undefined) {
      return;
    }
    const type = this.#types.typeOf(literal);
    const under = type && underlying(type);
    if (under === undefined || under.kind === 'unknown') {
      if (literal.type && nameOf(literal.type) === this.#name) {
        this.#found('unknownLiteral', literal);
      }
    } else if (this.#struct.isOf(under.kind === 'pointer' ? under.element : under)) {
      this.literals.push(literal);
    }
  }

  #lookAtCall(call: Call): void {
    const { callee, arguments: values } = call;
    const [value] = values;
    if (value === undefined) {
      return;
    }
    if (this.#types.modeOf(callee) === 'type') {
      this.#lookAtConversion(call, value);
      return;
    }
    const object = this.#calledBy(callee);
    const path = object?.package?.path;
    if (object?.kind === 'builtin') {
      this.#lookAtBuiltin(object.name, values);
    } else if (path === 'sync/atomic' && object?.name.endsWith('64') === true) {
      this.#addresses.fieldsOf(value).forEach((index) => this.atomicFields.add(index));
    } else if (path === 'reflect' && REFLECTING.test(object?.name ?? '')) {
      this.isReflected ||= this.#isOrPointsTo(this.#types.typeOf(value));
    } else if (path !== undefined && POSITIONAL.get(path)?.test(object?.name ?? '') === true) {
      if (values.some((each) => this.#isReachedFrom(this.#types.typeOf(each)))) {
        this.#found('positional', call);
      }
    }
  }

  #calledBy(callee: Expression): GoObject | undefined {
    switch (callee.kind) {
      case 'identifier':
        return this.#types.objectOf(callee);
      case 'selector':
        return this.#types.objectOf(callee.selector);
      case 'index':
      case 'parenthesized':
        return this.#calledBy(callee.operand);
      default:
        return undefined;
    }
  }

  #lookAtConversion(call: Call, value: Expression): void {
    const to = this.#types.typeOf(call);
    const from = this.#types.typeOf(value);
    if (to === undefined || from === undefined) {
      return;
    }
    if (isUnsafePointer(to) || isUnsafePointer(from)) {
      if (this.#pointsToIt(to) || this.#pointsToIt(from) || this.#addresses.isOne(value)) {
        this.#found('unsafe', call);
      }
    } else if (needsSameOrder(this.#struct, from, to)) {
      this.#found('conversion', call);
    }
  }

  #pointsToIt(type: Type): boolean {
    const under = underlying(type);
    return under.kind === 'pointer' && this.#struct.isIn(under.element);
  }

  #lookAtBuiltin(name: string, values: readonly Expression[]): void {
    const [value] = values;
    if (value === undefined) {
      return;
    }
    switch (name) {
      case 'Sizeof': {
        const type = this.#types.typeOf(value);
        if (type && this.#struct.isIn(type) && this.#isCompared()) {
          this.#found('unsafeSize', value);
        }
        break;
      }
      case 'Offsetof': {
        const type = value.kind === 'selector' ? this.#types.typeOf(value.operand) : undefined;
        if (type && (this.#struct.isIn(type) || this.#pointsToIt(type))) {
          this.#found('unsafeSize', value);
        }
        break;
      }
      case 'Add':
      case 'Slice':
      case 'String':
        // From one field they lead to those behind it.
        if (this.#addresses.isOne(value)) {
          this.#found('unsafe', value);
        }
        break;
      default:
        break;
    }
  }

  /** A size that is only printed or added up may be another one; what it is held against may not. */
  #isCompared(): boolean {
    return (
      this.#isTest ||
      this.#path.some(
        (node) =>
          node.kind === 'arrayType' ||
          node.kind === 'index' ||
          node.kind === 'const' ||
          (node.kind === 'binary' && COMPARISONS.has(node.operator)),
      )
    );
  }

  /** In the same order. Their types are not compared: what is alike by chance is rare. */
  #hasSameFields(node: Expression): boolean {
    const type = this.#types.typeOf(node);
    const { fields } = this.#struct.struct;
    return (
      type?.kind === 'struct' &&
      !this.#struct.isOf(type) &&
      type.fields.length === fields.length &&
      type.fields.every(({ name }, index) => name === fields[index]?.name)
    );
  }
}

function isNamed(struct: AstNode, parent: AstNode | undefined): boolean {
  return (
    parent?.kind === 'type' && parent.specs.some(({ type, isAlias }) => type === struct && !isAlias)
  );
}

function isUnsafePointer(type: Type): boolean {
  const under = underlying(type);
  return under.kind === 'basic' && under.basic === 'unsafe.Pointer';
}

function nameOf(type: Expression): string | undefined {
  switch (type.kind) {
    case 'identifier':
      return type.name;
    case 'selector':
      return type.selector.name;
    case 'index':
    case 'parenthesized':
      return nameOf(type.operand);
    default:
      return undefined;
  }
}
