/** Types as text: go/types/typestring.go (Go 1.26), letter by letter. */
import { quote } from './constant/quote.ts';
import { compareIds } from './objectId.ts';
import type { TypeName, VarObject } from './objects.ts';
import type { Package } from './package.ts';
import type {
  Basic,
  ChannelType,
  InterfaceType,
  Signature,
  StructType,
  Type,
  TypeParameter,
} from './types.ts';
import { underlying } from './types.ts';
import { emptyInterface, universe, unsafePackage } from './universe.ts';

/** What stands before the dot in front of a name of the package; nothing if it is empty. */
export type Qualifier = (declaredIn: Package) => string;

/** Names have the import path of their package in front, if nothing else is said. */
export function typeString(type: Type, qualify: Qualifier = importPath): string {
  return new TypeWriter(qualify).type(type);
}

/** As people read it: names with the name of their package, and those of `current` without. */
export function shortTypeString(type: Type, current?: Package): string {
  return typeString(type, (declaredIn) =>
    declaredIn.path === current?.path ? '' : declaredIn.name,
  );
}

function importPath(declaredIn: Package): string {
  return declaredIn.path;
}

/** Names of the types of go/types, which it prints where a type contains itself. */
const GO_TYPE_NAMES: Readonly<Record<Type['kind'], string>> = {
  basic: 'Basic',
  unknown: 'Basic',
  array: 'Array',
  slice: 'Slice',
  pointer: 'Pointer',
  map: 'Map',
  channel: 'Chan',
  struct: 'Struct',
  tuple: 'Tuple',
  signature: 'Signature',
  union: 'Union',
  interface: 'Interface',
  named: 'Named',
  alias: 'Alias',
  typeParameter: 'TypeParam',
};

class TypeWriter {
  readonly #qualify: Qualifier;
  /** The types that are being written: one of them inside itself would never end. */
  readonly #open = new Set<Type>();

  constructor(qualify: Qualifier) {
    this.#qualify = qualify;
  }

  type(type: Type): string {
    if (this.#open.has(type)) {
      return `<cycle to *${GO_TYPE_NAMES[type.kind]}>`;
    }
    this.#open.add(type);
    const text = this.#text(type);
    this.#open.delete(type);
    return text;
  }

  #text(type: Type): string {
    switch (type.kind) {
      case 'unknown':
        return 'invalid type';
      case 'basic':
        return this.#basic(type);
      case 'array':
        return `[${integer(type.length)}]${this.type(type.element)}`;
      case 'slice':
        return `[]${this.type(type.element)}`;
      case 'pointer':
        return `*${this.type(type.element)}`;
      case 'map':
        return `map[${this.type(type.key)}]${this.type(type.element)}`;
      case 'channel':
        return this.#channel(type);
      case 'struct':
        return this.#struct(type);
      case 'tuple':
        return this.#tuple(type.variables, false);
      case 'signature':
        return `func${this.#signature(type)}`;
      case 'union':
        return type.terms
          .map((term) => `${term.hasTilde ? '~' : ''}${this.type(term.type)}`)
          .join(' | ');
      case 'interface':
        return this.#interface(type);
      case 'named':
      case 'alias':
        return `${this.#name(type.object)}${
          type.typeArguments.length > 0
            ? `[${type.typeArguments.map((argument) => this.type(argument)).join(', ')}]`
            : this.#typeParameters(type.typeParameters)
        }`;
      case 'typeParameter':
        // go/types says so where the name could be taken for a predeclared one.
        return universe.get(type.object.name) === undefined
          ? type.object.name
          : `${type.object.name}/* type parameter */`;
    }
  }

  #signature({ typeParameters, parameters, results, isVariadic }: Signature): string {
    const head = `${this.#typeParameters(typeParameters)}${this.#tuple(parameters.variables, isVariadic)}`;
    const [result] = results.variables;
    if (result === undefined) {
      return head;
    }
    return results.variables.length === 1 && result.name === ''
      ? `${head} ${this.type(result.type)}`
      : `${head} ${this.#tuple(results.variables, false)}`;
  }

  #basic(type: Basic): string {
    return type.basic === 'unsafe.Pointer' ? this.#qualified(unsafePackage, 'Pointer') : type.name;
  }

  #name(object: TypeName): string {
    return this.#qualified(object.package, object.name);
  }

  #qualified(declaredIn: Package | undefined, name: string): string {
    const qualifier = declaredIn === undefined ? '' : this.#qualify(declaredIn);
    return qualifier === '' ? name : `${qualifier}.${name}`;
  }

  #channel({ direction, element }: ChannelType): string {
    switch (direction) {
      case 'both':
        return element.kind === 'channel' && element.direction === 'receive'
          ? `chan (${this.type(element)})`
          : `chan ${this.type(element)}`;
      case 'send':
        return `chan<- ${this.type(element)}`;
      case 'receive':
        return `<-chan ${this.type(element)}`;
    }
  }

  #struct(struct: StructType): string {
    const fields = struct.fields.map((field, index) => {
      const name = field.isEmbedded ? '' : `${field.name} `;
      const tag = struct.tagOf(index);
      return `${name}${this.type(field.type)}${tag === '' ? '' : ` ${quote(tag)}`}`;
    });
    return `struct{${fields.join('; ')}}`;
  }

  #interface(type: InterfaceType): string {
    if (type === emptyInterface) {
      return 'any';
    }
    if (type.isComparable) {
      return 'interface{comparable}';
    }
    const [embedded] = type.embedded;
    let mark = '';
    if (type.isImplicit) {
      if (embedded !== undefined && type.methods.length === 0 && type.embedded.length === 1) {
        return this.type(embedded);
      }
      mark = '/* implicit */ ';
    }
    const methods = [...type.methods].sort(compareIds).map((method) => {
      const signature = method.type;
      return `${method.name}${
        signature.kind === 'signature' ? this.#signature(signature) : ' invalid type'
      }`;
    });
    const elements = type.embedded.map((element) => this.type(element));
    return `${mark}interface{${[...methods, ...elements].join('; ')}}`;
  }

  #tuple(variables: readonly VarObject[], isVariadic: boolean): string {
    const parts = variables.map(({ name, type }, index) => {
      const label = name === '' ? '' : `${name} `;
      if (!isVariadic || index < variables.length - 1) {
        return `${label}${this.type(type)}`;
      }
      // Only `append` has other variadic parameters than slices: strings.
      return type.kind === 'slice'
        ? `${label}...${this.type(type.element)}`
        : `${label}${this.type(type)}...`;
    });
    return `(${parts.join(', ')})`;
  }

  /** A constraint that several parameters in a row share stands behind the last of them. */
  #typeParameters(parameters: readonly TypeParameter[]): string {
    if (parameters.length === 0) {
      return '';
    }
    const parts = parameters.map((parameter, index) => {
      const next = parameters[index + 1];
      const name = this.type(parameter);
      return next !== undefined && shareConstraint(parameter, next)
        ? name
        : `${name} ${this.type(parameter.constraint)}`;
    });
    return `[${parts.join(', ')}]`;
  }
}

/** All digits, which a number by itself shows up to 2^53 only. */
function integer(value: number): string {
  return Number.isInteger(value) ? String(BigInt(value)) : String(value);
}

/** In go/types, `[A, B int]` makes an interface around `int` for each of the two. */
function shareConstraint(a: TypeParameter, b: TypeParameter): boolean {
  if (a.constraint !== b.constraint) {
    return false;
  }
  const { kind } = underlying(a.constraint);
  return kind === 'interface' || kind === 'union';
}
