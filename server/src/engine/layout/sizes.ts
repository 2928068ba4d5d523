/**
 * Size, alignment and pointers of types as the gc compiler lays them out:
 * cmd/compile/internal/types/size.go (CalcSize, CalcStructSize, PtrDataSize) of Go 1.26.
 * All in bytes; undefined where a type is not known, or depends on type parameters.
 */
import type { Sizes } from '../types/sizes.ts';
import {
  type ArrayType,
  type Basic,
  type StructType,
  type Type,
  unalias,
  underlying,
} from '../types/types.ts';
import type { Architecture } from './architectures.ts';

export interface TypeLayout {
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** Up to the end of the last word that may hold a pointer; 0 for types without any. */
  readonly pointerBytes: number;
}

export interface StructLayout extends TypeLayout {
  readonly offsetsBytes: readonly number[];
}

const SCALAR_BYTES: Partial<Record<Basic['basic'], number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  int64: 8,
  uint64: 8,
  float64: 8,
  complex64: 8,
  complex128: 16,
  'untyped bool': 1,
  'untyped rune': 4,
  'untyped float': 8,
  'untyped complex': 16,
};

export class GoSizes implements Sizes {
  readonly architecture: Architecture;
  readonly wordBytes: 4 | 8;
  readonly #layouts = new WeakMap<Type, TypeLayout>();
  /** Named types whose layout is being worked out: a type cannot hold itself. */
  readonly #open = new Set<Type>();

  constructor(architecture: Architecture) {
    this.architecture = architecture;
    this.wordBytes = architecture.wordBytes;
  }

  sizeOf(type: Type): number | undefined {
    return this.layoutOf(type)?.sizeBytes;
  }

  alignOf(type: Type): number | undefined {
    return this.layoutOf(type)?.alignBytes;
  }

  offsetsOf(struct: StructType): readonly number[] | undefined {
    return this.structLayout(struct)?.offsetsBytes;
  }

  layoutOf(type: Type): TypeLayout | undefined {
    const known = this.#layouts.get(type);
    if (known !== undefined) {
      return known;
    }
    const actual = unalias(type);
    if (actual.kind === 'typeParameter' || this.#open.has(actual)) {
      return undefined;
    }
    this.#open.add(actual);
    const layout = this.#compute(underlying(actual), isAlign64(actual));
    this.#open.delete(actual);
    if (layout) {
      this.#layouts.set(type, layout);
    }
    return layout;
  }

  structLayout(struct: StructType): StructLayout | undefined {
    const offsetsBytes: number[] = [];
    let at = 0;
    let alignBytes = 1;
    let pointerBytes = 0;
    let lastBytes = 0;
    for (const { type } of struct.fields) {
      const field = this.layoutOf(type);
      if (field === undefined) {
        return undefined;
      }
      at = alignUp(at, field.alignBytes);
      offsetsBytes.push(at);
      if (field.pointerBytes > 0) {
        pointerBytes = at + field.pointerBytes;
      }
      alignBytes = Math.max(alignBytes, field.alignBytes);
      lastBytes = field.sizeBytes;
      at += field.sizeBytes;
    }
    // The address of a last field without size must not be that of the next object on the heap.
    if (at > 0 && lastBytes === 0) {
      at++;
    }
    return { sizeBytes: alignUp(at, alignBytes), alignBytes, pointerBytes, offsetsBytes };
  }

  #compute(type: Type, isAligned64: boolean): TypeLayout | undefined {
    const word = this.wordBytes;
    switch (type.kind) {
      case 'basic':
        return this.#basic(type);
      case 'pointer':
      case 'signature':
      case 'channel':
      case 'map':
        return { sizeBytes: word, alignBytes: word, pointerBytes: word };
      case 'slice':
        return { sizeBytes: 3 * word, alignBytes: word, pointerBytes: word };
      case 'interface':
        return { sizeBytes: 2 * word, alignBytes: word, pointerBytes: 2 * word };
      case 'array':
        return this.#array(type);
      case 'struct': {
        const layout = this.structLayout(type);
        return isAligned64 && layout ? { ...layout, alignBytes: 8 } : layout;
      }
      default:
        return undefined;
    }
  }

  #basic({ basic }: Basic): TypeLayout | undefined {
    const word = this.wordBytes;
    switch (basic) {
      case 'int':
      case 'uint':
      case 'uintptr':
      case 'untyped int':
        return { sizeBytes: word, alignBytes: word, pointerBytes: 0 };
      case 'unsafe.Pointer':
      case 'untyped nil':
        return { sizeBytes: word, alignBytes: word, pointerBytes: word };
      case 'string':
      case 'untyped string':
        return { sizeBytes: 2 * word, alignBytes: word, pointerBytes: word };
      default: {
        const sizeBytes = SCALAR_BYTES[basic];
        if (sizeBytes === undefined) {
          return undefined;
        }
        // A complex64 is aligned as the two float32 that it is.
        const natural = basic === 'complex64' ? 4 : sizeBytes;
        const alignBytes = Math.min(natural, this.architecture.registerBytes);
        return { sizeBytes, alignBytes, pointerBytes: 0 };
      }
    }
  }

  #array({ length, element }: ArrayType): TypeLayout | undefined {
    const layout = this.layoutOf(element);
    if (layout === undefined || length < 0) {
      return undefined;
    }
    const { sizeBytes, alignBytes, pointerBytes } = layout;
    return {
      sizeBytes: length * sizeBytes,
      alignBytes,
      pointerBytes: length > 0 && pointerBytes > 0 ? (length - 1) * sizeBytes + pointerBytes : 0,
    };
  }
}

/** The marker type that aligns `atomic.Int64` to 8 bytes everywhere: size.go (isAtomicStdPkg). */
function isAlign64(type: Type): boolean {
  if (type.kind !== 'named' || type.object.name !== 'align64') {
    return false;
  }
  const path = type.object.package?.path;
  return path === 'sync/atomic' || path === 'internal/runtime/atomic';
}

export function alignUp(bytes: number, alignBytes: number): number {
  return Math.ceil(bytes / alignBytes) * alignBytes;
}
