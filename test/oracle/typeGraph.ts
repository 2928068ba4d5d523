/** Types of our own, made of the graph that `relations` prints. */
import {
  FuncObject,
  TypeName,
  VarObject,
  type VarRole,
} from '../../server/src/engine/types/objects.ts';
import { bytesOfText } from '../../server/src/engine/types/constant/utf8.ts';
import { Package } from '../../server/src/engine/types/package.ts';
import {
  Alias,
  ArrayType,
  type ChannelDirection,
  ChannelType,
  InterfaceType,
  MapType,
  Named,
  PointerType,
  Signature,
  SliceType,
  StructType,
  Tuple,
  type Type,
  TypeParameter,
  Union,
} from '../../server/src/engine/types/types.ts';
import {
  basicTypes,
  byteType,
  emptyInterface,
  runeType,
  universe,
} from '../../server/src/engine/types/universe.ts';
import { Scope } from '../../server/src/engine/types/scope.ts';

/** `node` of `relations/main.go`; what is empty is left out. */
export interface GraphNode {
  readonly kind: string;
  readonly name?: string;
  readonly package?: string;
  readonly length?: number;
  readonly direction?: ChannelDirection;
  readonly key?: number;
  readonly element?: number;
  readonly fields?: readonly GraphField[];
  readonly tags?: readonly string[];
  readonly methods?: readonly GraphField[];
  readonly embedded?: readonly number[];
  readonly terms?: readonly { readonly tilde?: boolean; readonly type: number }[];
  readonly implicit?: boolean;
  readonly parameters?: number;
  readonly results?: number;
  readonly variadic?: boolean;
  readonly typeParameters?: readonly number[];
  readonly typeArguments?: readonly number[];
  readonly origin?: number;
  readonly underlying?: number;
  readonly index?: number;
}

interface GraphField {
  readonly name: string;
  readonly package?: string;
  readonly type: number;
  readonly embedded?: boolean;
  readonly pointer?: boolean;
}

export class TypeGraph {
  readonly #nodes: readonly GraphNode[];
  readonly #types = new Map<number, Type>();
  readonly #packages = new Map<string, Package>();

  constructor(nodes: readonly GraphNode[]) {
    this.#nodes = nodes;
  }

  package(path: string): Package {
    let known = this.#packages.get(path);
    if (known === undefined) {
      known = new Package(path, path, new Scope(universe));
      this.#packages.set(path, known);
    }
    return known;
  }

  type(id = 0): Type {
    let type = this.#types.get(id);
    if (type === undefined) {
      const node = this.#nodes[id];
      if (node === undefined) {
        throw new Error(`there is no type ${id}`);
      }
      type = this.#make(id, node);
      this.#types.set(id, type);
    }
    return type;
  }

  #make(id: number, node: GraphNode): Type {
    switch (node.kind) {
      case 'basic':
        return basicType(node.name ?? '');
      case 'array':
        return new ArrayType(node.length ?? 0, this.type(node.element));
      case 'slice':
        return new SliceType(this.type(node.element));
      case 'pointer':
        return new PointerType(this.type(node.element));
      case 'map':
        return new MapType(this.type(node.key), this.type(node.element));
      case 'channel':
        return new ChannelType(node.direction ?? 'both', this.type(node.element));
      case 'struct':
        return new StructType(this.#variables(node.fields, 'field'), node.tags?.map(bytesOfText));
      case 'tuple':
        return new Tuple(this.#variables(node.fields, 'parameter'));
      case 'signature':
        return this.#signature(node);
      case 'union':
        return new Union(
          (node.terms ?? []).map((term) => ({
            hasTilde: term.tilde ?? false,
            type: this.type(term.type),
          })),
        );
      case 'interface':
        return this.#interface(node);
      case 'named':
        return this.#named(id, node);
      case 'alias':
        return this.#alias(id, node);
      case 'typeParameter':
        return this.#declared(
          node,
          (name) => new TypeParameter(name, node.index ?? 0, () => this.type(node.underlying)),
        );
      default:
        throw new Error(`a type of no known kind: ${node.kind}`);
    }
  }

  #variables(fields: readonly GraphField[] = [], role: VarRole): readonly VarObject[] {
    return fields.map(
      (field) =>
        new VarObject(
          field.name,
          field.package === undefined ? undefined : this.package(field.package),
          undefined,
          role,
          () => this.type(field.type),
          field.embedded,
        ),
    );
  }

  #methods(methods: readonly GraphField[] = []): readonly FuncObject[] {
    return methods.map(
      (method) =>
        new FuncObject(
          method.name,
          method.package === undefined ? undefined : this.package(method.package),
          undefined,
          () => this.#signature(this.#nodes[method.type]),
          { hasPointerReceiver: method.pointer ?? false },
        ),
    );
  }

  #signature(node: GraphNode | undefined): Signature {
    const tuple = (id?: number) => {
      const type = id === undefined ? undefined : this.type(id);
      return type?.kind === 'tuple' ? type : new Tuple([]);
    };
    return new Signature({
      typeParameters: this.#typeParameters(node?.typeParameters),
      parameters: tuple(node?.parameters),
      results: tuple(node?.results),
      isVariadic: node?.variadic ?? false,
    });
  }

  #typeParameters(ids: readonly number[] = []): readonly TypeParameter[] {
    return ids.map((id) => this.type(id)).filter((type) => type.kind === 'typeParameter');
  }

  #interface(node: GraphNode): InterfaceType {
    if (node.name === 'any') {
      return emptyInterface;
    }
    return new InterfaceType(
      this.#methods(node.methods),
      (node.embedded ?? []).map((embedded) => this.type(embedded)),
      node.implicit,
      node.name === 'comparable',
    );
  }

  #named(id: number, node: GraphNode): Type {
    const origin = node.origin === id ? undefined : this.type(node.origin);
    const make = (name: TypeName) =>
      new Named(name, {
        underlying: () => this.type(node.underlying),
        typeParameters: () => this.#typeParameters(node.typeParameters),
        methods: () => new Map(this.#methods(node.methods).map((method) => [method.name, method])),
        ...(origin?.kind === 'named' ? { origin } : {}),
        typeArguments: (node.typeArguments ?? []).map((argument) => this.type(argument)),
      });
    return origin?.kind === 'named' ? make(origin.object) : this.#declared(node, make);
  }

  #alias(id: number, node: GraphNode): Type {
    const origin = node.origin === id ? undefined : this.type(node.origin);
    const make = (name: TypeName) =>
      new Alias(name, {
        actual: () => this.type(node.underlying),
        typeParameters: () => this.#typeParameters(node.typeParameters),
        ...(origin?.kind === 'alias' ? { origin } : {}),
        typeArguments: (node.typeArguments ?? []).map((argument) => this.type(argument)),
      });
    return origin?.kind === 'alias' ? make(origin.object) : this.#declared(node, make);
  }

  /** What is predeclared is that of `universe.ts`. */
  #declared(node: GraphNode, make: (name: TypeName) => Type): Type {
    const name = node.name ?? '';
    const predeclared = node.package === undefined ? universe.get(name) : undefined;
    return predeclared?.kind === 'typeName'
      ? predeclared.type
      : new TypeName(
          name,
          node.package === undefined ? undefined : this.package(node.package),
          undefined,
          make,
        ).type;
  }
}

function basicType(name: string): Type {
  if (name === 'byte' || name === 'rune') {
    return name === 'byte' ? byteType : runeType;
  }
  const isKind = (text: string): text is keyof typeof basicTypes => text in basicTypes;
  const kind = name === 'Pointer' ? 'unsafe.Pointer' : name;
  if (!isKind(kind)) {
    throw new Error(`no basic type: ${name}`);
  }
  return basicTypes[kind];
}
