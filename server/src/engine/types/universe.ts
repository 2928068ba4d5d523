/** What is declared in every program: go/types/universe.go (Go 1.26). */
import type { BasicKind } from './basicKind.ts';
import {
  BuiltinObject,
  ConstObject,
  FuncObject,
  NilObject,
  TypeName,
  VarObject,
} from './objects.ts';
import { Package } from './package.ts';
import { Scope } from './scope.ts';
import { Alias, Basic, BasicInfo, InterfaceType, Named, Signature, Tuple } from './types.ts';

const { boolean, integer, unsigned, float, complex, string, untyped } = BasicInfo;

function basic(kind: BasicKind, info: number): Basic {
  return new Basic(kind, info);
}

/** The one object of each basic type. */
export const basicTypes: Readonly<Record<BasicKind, Basic>> = {
  bool: basic('bool', boolean),
  int: basic('int', integer),
  int8: basic('int8', integer),
  int16: basic('int16', integer),
  int32: basic('int32', integer),
  int64: basic('int64', integer),
  uint: basic('uint', integer | unsigned),
  uint8: basic('uint8', integer | unsigned),
  uint16: basic('uint16', integer | unsigned),
  uint32: basic('uint32', integer | unsigned),
  uint64: basic('uint64', integer | unsigned),
  uintptr: basic('uintptr', integer | unsigned),
  float32: basic('float32', float),
  float64: basic('float64', float),
  complex64: basic('complex64', complex),
  complex128: basic('complex128', complex),
  string: basic('string', string),
  'unsafe.Pointer': basic('unsafe.Pointer', 0),
  'untyped bool': basic('untyped bool', boolean | untyped),
  'untyped int': basic('untyped int', integer | untyped),
  'untyped rune': basic('untyped rune', integer | untyped),
  'untyped float': basic('untyped float', float | untyped),
  'untyped complex': basic('untyped complex', complex | untyped),
  'untyped string': basic('untyped string', string | untyped),
  'untyped nil': basic('untyped nil', untyped),
};

/** `uint8` and `int32` by their other names. */
export const byteType = new Basic('uint8', integer | unsigned, 'byte');
export const runeType = new Basic('int32', integer, 'rune');

export const emptyInterface = new InterfaceType([], []);
export const emptyTuple = new Tuple([]);

const anyName: TypeName = new TypeName(
  'any',
  undefined,
  undefined,
  (self) => new Alias(self, { actual: () => emptyInterface }),
);
export const anyType = anyName.type;

const errorName: TypeName = new TypeName('error', undefined, undefined, (self) => {
  const named: Named = new Named(self, {
    underlying: () => {
      const receiver = new VarObject('', undefined, undefined, 'receiver', named);
      const result = new VarObject('', undefined, undefined, 'result', basicTypes.string);
      const signature = new Signature({
        receiver,
        parameters: emptyTuple,
        results: new Tuple([result]),
        isVariadic: false,
      });
      return new InterfaceType(
        [new FuncObject('Error', undefined, undefined, () => signature)],
        [],
      );
    },
    methods: () => new Map(),
  });
  return named;
});
export const errorType = errorName.type;

const comparableName: TypeName = new TypeName(
  'comparable',
  undefined,
  undefined,
  (self) =>
    new Named(self, {
      underlying: () => new InterfaceType([], [], false, true),
      methods: () => new Map(),
    }),
);
/** The predeclared functions of the language, in the order of go/types. */
const BUILTINS = [
  'append',
  'cap',
  'clear',
  'close',
  'complex',
  'copy',
  'delete',
  'imag',
  'len',
  'make',
  'max',
  'min',
  'new',
  'panic',
  'print',
  'println',
  'real',
  'recover',
];

const UNSAFE_BUILTINS = [
  'Add',
  'Alignof',
  'Offsetof',
  'Sizeof',
  'Slice',
  'SliceData',
  'String',
  'StringData',
];

const nilObject = new NilObject('nil', undefined, undefined);
export const iotaObject = new ConstObject('iota', undefined, undefined, () => ({
  type: basicTypes['untyped int'],
  value: { kind: 'int', value: 0n },
}));

export const universe = makeUniverse();

function makeUniverse(): Scope {
  const scope = new Scope(undefined);
  for (const type of Object.values(basicTypes)) {
    if (!type.name.includes(' ') && !type.name.includes('.')) {
      scope.declare(new TypeName(type.name, undefined, undefined, () => type));
    }
  }
  for (const type of [byteType, runeType]) {
    scope.declare(new TypeName(type.name, undefined, undefined, () => type));
  }
  for (const name of [anyName, errorName, comparableName]) {
    scope.declare(name);
  }
  for (const value of [true, false]) {
    scope.declare(
      new ConstObject(String(value), undefined, undefined, () => ({
        type: basicTypes['untyped bool'],
        value: { kind: 'bool', value },
      })),
    );
  }
  scope.declare(iotaObject);
  scope.declare(nilObject);
  for (const name of BUILTINS) {
    scope.declare(new BuiltinObject(name, undefined, undefined));
  }
  return scope;
}

export const unsafePackage = makeUnsafe();

function makeUnsafe(): Package {
  const scope = new Scope(universe);
  const unsafe = new Package('unsafe', 'unsafe', scope);
  scope.declare(new TypeName('Pointer', unsafe, undefined, () => basicTypes['unsafe.Pointer']));
  for (const name of UNSAFE_BUILTINS) {
    scope.declare(new BuiltinObject(name, unsafe, undefined));
  }
  return unsafe;
}
