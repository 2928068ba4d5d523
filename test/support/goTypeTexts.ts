/** Struct types made at random, each as our model of it and as Go source: the same for each seed. */
import { TypeName, VarObject } from '../../server/src/engine/types/objects.ts';
import { Package } from '../../server/src/engine/types/package.ts';
import { Scope } from '../../server/src/engine/types/scope.ts';
import {
  ArrayType,
  InterfaceType,
  MapType,
  Named,
  PointerType,
  SliceType,
  StructType,
  type Type,
} from '../../server/src/engine/types/types.ts';
import { basicTypes, universe } from '../../server/src/engine/types/universe.ts';
import { seededRandom } from './random.ts';

export interface TypeWithText {
  readonly type: Type;
  readonly text: string;
}

export interface StructWithText {
  readonly name: string;
  readonly type: Named;
  readonly fields: readonly { readonly name: string; readonly text: string }[];
}

const mainPackage = new Package('main', 'main', new Scope(universe));
const atomicPackage = new Package('sync/atomic', 'atomic', new Scope(universe));

export function fieldOf(name: string, type: Type, isEmbedded = false): VarObject {
  return new VarObject(name, mainPackage, undefined, 'field', type, isEmbedded);
}

export function namedType(name: string, underlying: Type, inPackage = mainPackage): Named {
  const { type } = new TypeName(name, inPackage, undefined, (self) => {
    return new Named(self, { underlying: () => underlying, methods: () => new Map() });
  });
  if (type.kind !== 'named') {
    throw new Error(`${name} is no defined type`);
  }
  return type;
}

/** With what aligns it to 8 bytes everywhere. */
export const atomicInt64: TypeWithText = {
  text: 'atomic.Int64',
  type: namedType(
    'Int64',
    new StructType([
      fieldOf('_', namedType('noCopy', new StructType([]), atomicPackage)),
      fieldOf('_', namedType('align64', new StructType([]), atomicPackage)),
      fieldOf('v', basicTypes.int64),
    ]),
    atomicPackage,
  ),
};

const { bool, int8, uint16, int32, float32, int64, float64, int, string, complex128 } = basicTypes;

const SIMPLE: readonly TypeWithText[] = [
  ...[bool, int8, uint16, int32, float32, int64, float64, int, string, complex128].map((type) => ({
    type,
    text: type.name,
  })),
  { type: new PointerType(int), text: '*int' },
  { type: new SliceType(bool), text: '[]bool' },
  { type: new MapType(string, int), text: 'map[string]int' },
  { type: new InterfaceType([], []), text: 'any' },
  { type: new StructType([]), text: 'struct{}' },
  { type: new ArrayType(0, int64), text: '[0]int64' },
  atomicInt64,
];

/** Their names are `T0`, `T1` …; those of their fields `f0`, `f1` …. */
export function structsWithText(count: number, seed: number): readonly StructWithText[] {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const typeOf = (depth: number): TypeWithText => {
    const simple = SIMPLE[below(SIMPLE.length)] ?? { type: bool, text: 'bool' };
    if (depth === 0 || random() < 0.75) {
      return simple;
    }
    if (random() < 0.5) {
      const element = typeOf(depth - 1);
      const length = below(4);
      return {
        type: new ArrayType(length, element.type),
        text: `[${length}]${element.text}`,
      };
    }
    const fields = Array.from({ length: 1 + below(3) }, () => typeOf(depth - 1));
    return {
      type: new StructType(fields.map(({ type }, index) => fieldOf(`g${index}`, type))),
      text: `struct{${fields.map(({ text }, index) => `g${index} ${text}`).join('; ')}}`,
    };
  };
  return Array.from({ length: count }, (_, index) => {
    const fields = Array.from({ length: 1 + below(9) }, () => typeOf(2));
    const name = `T${index}`;
    const type = new StructType(fields.map((each, at) => fieldOf(`f${at}`, each.type)));
    return {
      name,
      type: namedType(name, type),
      fields: fields.map(({ text }, at) => ({ name: `f${at}`, text })),
    };
  });
}
