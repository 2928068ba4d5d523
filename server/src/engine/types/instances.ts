/** The instances of generic types that there are: go/types/context.go (Go 1.26). */
import { compareIds, objectId } from './objectId.ts';
import type { VarObject } from './objects.ts';
import type { Alias, InterfaceType, Named, Signature, StructType, Type } from './types.ts';

/** Types in each other in a type argument; more are an instance that expands without end. */
const MAX_DEPTH = 100;
/** Types in a list of type arguments, those inside of instances not counted. */
const MAX_TYPES = 10_000;

/** How deep the type arguments of an instance are. */
const depths = new WeakMap<Type, number>();

/**
 * The instances of a generic type, each once for type arguments that are identical and written
 * alike: `byte` is shown where `byte` was written. Type arguments that are not known are told apart
 * by object, and so are interfaces that embed others, which perhaps are just being declared.
 *
 * An instance is kept for as long as its origin and all that its type arguments name: instances of
 * a package that lives long do not keep old versions of other packages.
 */
export class Instances<Instance extends Named | Alias> {
  #root: Branch<Instance> | undefined;
  #made: WeakRef<Instance>[] = [];
  /** The number of instances at which those that are gone are taken out of the list. */
  #countToSift = 16;

  /** Undefined if the type arguments expand without end. */
  instance(typeArguments: readonly Type[], make: () => Instance): Instance | undefined {
    const key = new ArgumentsKey(typeArguments);
    if (key.isEndless) {
      return undefined;
    }
    let branch = (this.#root ??= new Branch<Instance>());
    for (const leaf of key.leaves) {
      branch = branch.after(leaf);
    }
    let instance = branch.byShape.get(key.shape);
    if (instance === undefined) {
      instance = make();
      depths.set(instance, key.depth);
      branch.byShape.set(key.shape, instance);
      this.#remember(instance);
    }
    return instance;
  }

  /** In the order in which they were made. */
  values(): Instance[] {
    return this.#made.map((made) => made.deref()).filter((instance) => instance !== undefined);
  }

  #remember(instance: Instance): void {
    if (this.#made.length >= this.#countToSift) {
      this.#made = this.#made.filter((made) => made.deref() !== undefined);
      this.#countToSift = 16 + 2 * this.#made.length;
    }
    this.#made.push(new WeakRef(instance));
  }
}

class Branch<Instance> {
  readonly byShape = new Map<string, Instance>();
  #byLeaf: WeakMap<Type, Branch<Instance>> | undefined;

  after(leaf: Type): Branch<Instance> {
    const byLeaf = (this.#byLeaf ??= new WeakMap<Type, Branch<Instance>>());
    let next = byLeaf.get(leaf);
    if (next === undefined) {
      next = new Branch();
      byLeaf.set(leaf, next);
    }
    return next;
  }
}

/** Type arguments as text, with a hole for each type that is told by its object. */
class ArgumentsKey {
  shape = '';
  readonly leaves: Type[] = [];
  depth = 0;
  #countTypes = 0;

  constructor(typeArguments: readonly Type[]) {
    this.#addAll(typeArguments, 1);
  }

  get isEndless(): boolean {
    return this.depth > MAX_DEPTH || this.#countTypes > MAX_TYPES;
  }

  #addAll(types: readonly Type[], depth: number): void {
    for (const type of types) {
      this.#add(type, depth);
      this.shape += ',';
    }
  }

  #add(type: Type, depth: number): void {
    this.#countTypes++;
    this.depth = Math.max(this.depth, depth);
    if (this.isEndless) {
      return;
    }
    switch (type.kind) {
      case 'basic':
        this.shape += type.name;
        break;
      case 'array':
        if (type.length < 0) {
          this.#addLeaf(type, depth);
        } else {
          this.shape += `[${type.length}]`;
          this.#add(type.element, depth + 1);
        }
        break;
      case 'slice':
        this.shape += '[]';
        this.#add(type.element, depth + 1);
        break;
      case 'pointer':
        this.shape += '*';
        this.#add(type.element, depth + 1);
        break;
      case 'channel':
        this.shape += `${type.direction} `;
        this.#add(type.element, depth + 1);
        break;
      case 'map':
        this.shape += 'map[';
        this.#add(type.key, depth + 1);
        this.shape += ']';
        this.#add(type.element, depth + 1);
        break;
      case 'struct':
        this.#addStruct(type, depth);
        break;
      case 'signature':
        this.#addSignature(type, depth);
        break;
      case 'interface':
        this.#addInterface(type, depth);
        break;
      case 'tuple':
        this.#addVariables(type.variables, depth);
        break;
      case 'unknown':
      case 'union':
      case 'named':
      case 'alias':
      case 'typeParameter':
        this.#addLeaf(type, depth);
    }
  }

  #addLeaf(type: Type, depth: number): void {
    this.shape += '$';
    this.leaves.push(type);
    this.depth = Math.max(this.depth, depth + (depths.get(type) ?? 0));
  }

  #addVariables(variables: readonly VarObject[], depth: number): void {
    this.shape += '(';
    this.#addAll(
      variables.map(({ type }) => type),
      depth,
    );
    this.shape += ')';
  }

  #addStruct(type: StructType, depth: number): void {
    this.shape += 'struct{';
    for (const [index, field] of type.fields.entries()) {
      this.shape += `${field.isEmbedded ? '' : ' '}${objectId(field)} `;
      this.#add(field.type, depth + 1);
      this.shape += `${JSON.stringify(type.tagOf(index))};`;
    }
    this.shape += '}';
  }

  #addSignature(type: Signature, depth: number): void {
    if (type.typeParameters.length > 0) {
      this.#addLeaf(type, depth);
      return;
    }
    this.shape += type.isVariadic ? 'func...' : 'func';
    this.#addVariables(type.parameters.variables, depth + 1);
    this.#addVariables(type.results.variables, depth + 1);
  }

  #addInterface(type: InterfaceType, depth: number): void {
    if (type.embedded.length > 0 || type.isComparable) {
      this.#addLeaf(type, depth);
      return;
    }
    this.shape += 'interface{';
    for (const method of [...type.methods].sort(compareIds)) {
      this.shape += `${objectId(method)} `;
      this.#add(method.type, depth + 1);
      this.shape += ';';
    }
    this.shape += '}';
  }
}
