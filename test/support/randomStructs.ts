/** Random struct types, as one Go file: the same seed gives the same file on every machine. */
import { seededRandom } from './random.ts';

export interface RandomStruct {
  readonly name: string;
  /** Names of its fields in order, `_` for blank ones. */
  readonly fields: readonly string[];
}

export interface RandomStructs {
  /** A file of package main, without a function. */
  readonly source: string;
  /** The types that are asked about; the file has some more that they are made of. */
  readonly structs: readonly RandomStruct[];
}

export function randomStructs(count: number, seed: number): RandomStructs {
  return new Generator(seededRandom(seed), count).generate();
}

/** A type expression. */
interface TypeText {
  readonly text: string;
  /** It is not larger on any GOARCH. */
  readonly atMostBytes: number;
}

/** A generic type. Its type arguments are of no more than `MAXIMUM_ARGUMENT_BYTES`. */
interface Generic extends RandomStruct {
  readonly parameters: readonly ('any' | 'comparable')[];
  readonly atMostBytes: number;
}

/** A declared struct type. */
interface Declared extends RandomStruct {
  readonly atMostBytes: number;
}

const WORD_BYTES = 8;
/** Larger ones are of no interest, and nesting makes them grow without end. */
const MAXIMUM_BYTES = 4096;
const MAXIMUM_ARGUMENT_BYTES = 64;
const MAXIMUM_FIELDS = 9;
/** Structs are made of those that were declared not long before. */
const NEAR = 40;

const BASIC: readonly TypeText[] = [
  ...['bool', 'int8', 'uint8', 'byte'].map((text) => ({ text, atMostBytes: 1 })),
  ...['int16', 'uint16'].map((text) => ({ text, atMostBytes: 2 })),
  ...['int32', 'uint32', 'rune', 'float32'].map((text) => ({ text, atMostBytes: 4 })),
  ...['int64', 'uint64', 'float64', 'complex64'].map((text) => ({ text, atMostBytes: 8 })),
  ...['int', 'uint', 'uintptr', 'unsafe.Pointer'].map((text) => ({
    text,
    atMostBytes: WORD_BYTES,
  })),
  ...['complex128', 'string', 'any', 'error'].map((text) => ({ text, atMostBytes: 16 })),
];

/** Types of other packages, with the names that they are embedded by. */
const FOREIGN: readonly (TypeText & { readonly embeddedAs: string })[] = [
  { text: 'atomic.Int64', embeddedAs: 'Int64', atMostBytes: 8 },
  { text: 'atomic.Uint64', embeddedAs: 'Uint64', atMostBytes: 8 },
  { text: 'atomic.Int32', embeddedAs: 'Int32', atMostBytes: 4 },
  { text: 'atomic.Bool', embeddedAs: 'Bool', atMostBytes: 4 },
  { text: 'atomic.Uintptr', embeddedAs: 'Uintptr', atMostBytes: WORD_BYTES },
  { text: 'atomic.Value', embeddedAs: 'Value', atMostBytes: 16 },
  { text: 'atomic.Pointer[string]', embeddedAs: 'Pointer', atMostBytes: WORD_BYTES },
  { text: 'sync.Mutex', embeddedAs: 'Mutex', atMostBytes: 8 },
  { text: 'sync.WaitGroup', embeddedAs: 'WaitGroup', atMostBytes: 32 },
  { text: 'time.Time', embeddedAs: 'Time', atMostBytes: 24 },
];

const WITHOUT_SIZE = ['struct{}', '[0]int64', '[0]func()', '[0]byte', 'Empty', '[3]struct{}'];

const KEYS = ['string', 'int', 'uint8', 'any', '[2]int16', '*byte', 'struct{ a int8; b string }'];

const HEAD = `package main

import (
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type Empty struct{}

// Every import is used, whatever the types are.
var (
	_ sync.Mutex
	_ atomic.Int64
	_ time.Time
	_ unsafe.Pointer
)
`;

class Generator {
  readonly #random: () => number;
  readonly #count: number;
  readonly #structs: Declared[] = [];
  readonly #generics: Generic[] = [];
  readonly #declarations: string[] = [];

  constructor(random: () => number, count: number) {
    this.#random = random;
    this.#count = count;
  }

  generate(): RandomStructs {
    while (this.#structs.length < this.#count) {
      if (this.#happens(0.08)) {
        this.#declareGeneric();
      }
      const name = `T${this.#structs.length}`;
      const generic = this.#happens(0.1) ? this.#near(this.#generics) : undefined;
      const earlier = this.#happens(0.04) ? this.#near(this.#structs) : undefined;
      if (generic) {
        const sign = this.#happens(0.5) ? '=' : '';
        this.#declarations.push(`type ${name} ${sign} ${this.#instance(generic)}`);
        this.#structs.push({ ...generic, name });
      } else if (earlier) {
        this.#declarations.push(`type ${name} ${earlier.name}`);
        this.#structs.push({ ...earlier, name });
      } else {
        const { text, fields, atMostBytes } = this.#struct([]);
        this.#declarations.push(`type ${name} ${text}`);
        this.#structs.push({ name, fields, atMostBytes });
      }
    }
    return { source: `${HEAD}\n${this.#declarations.join('\n\n')}\n`, structs: this.#structs };
  }

  #declareGeneric(): void {
    const name = `G${this.#generics.length}`;
    const parameters = this.#list(1, 3, () =>
      this.#happens(0.3) ? ('comparable' as const) : ('any' as const),
    );
    const names = parameters.map((_, index) => `P${index}`);
    const { text, fields, atMostBytes } = this.#struct(names, parameters);
    const list = parameters.map((constraint, index) => `P${index} ${constraint}`).join(', ');
    this.#declarations.push(`type ${name}[${list}] ${text}`);
    this.#generics.push({ name, fields, parameters, atMostBytes });
  }

  #struct(
    typeParameters: readonly string[],
    constraints: Generic['parameters'] = [],
  ): TypeText & { readonly fields: readonly string[] } {
    const lines: string[] = [];
    const fields: string[] = [];
    let atMostBytes = WORD_BYTES;
    const add = (names: readonly string[], { text, atMostBytes: bytes }: TypeText) => {
      const sum = atMostBytes + names.length * (bytes + WORD_BYTES);
      if (sum <= MAXIMUM_BYTES) {
        atMostBytes = sum;
        lines.push(`\t${names.join(', ')} ${text}`);
        fields.push(...names);
      }
    };
    const fresh = () => (this.#happens(0.08) ? '_' : `F${fields.length}`);
    if (this.#happens(0.08)) {
      add(['_'], this.#withoutSize());
    }
    const countFields = this.#happens(0.03) ? 0 : Math.ceil(this.#random() ** 1.3 * MAXIMUM_FIELDS);
    for (let index = 0; index < countFields; index++) {
      const embedded = this.#happens(0.15) ? this.#embedded() : undefined;
      if (embedded) {
        const { text, embeddedAs, atMostBytes: bytes } = embedded;
        const sum = atMostBytes + bytes + WORD_BYTES;
        if (!fields.includes(embeddedAs) && sum <= MAXIMUM_BYTES) {
          atMostBytes = sum;
          lines.push(`\t${text}`);
          fields.push(embeddedAs);
        }
      } else if (this.#happens(0.1)) {
        add([`F${fields.length}`, `F${fields.length + 1}`], this.#type(2));
      } else {
        add([fresh()], this.#type(3));
      }
    }
    for (const [index, parameter] of typeParameters.entries()) {
      add([fresh()], this.#ofParameter(parameter, constraints[index] === 'comparable'));
    }
    if (this.#happens(0.15)) {
      add([fresh()], this.#withoutSize());
    }
    const text = lines.length === 0 ? 'struct{}' : `struct {\n${lines.join('\n')}\n}`;
    return { text, fields, atMostBytes };
  }

  /** A type that is made of a type parameter. */
  #ofParameter(parameter: string, isComparable: boolean): TypeText {
    const bytes = MAXIMUM_ARGUMENT_BYTES;
    const forms: TypeText[] = [
      { text: parameter, atMostBytes: bytes },
      { text: parameter, atMostBytes: bytes },
      { text: `[3]${parameter}`, atMostBytes: 3 * bytes },
      { text: `*${parameter}`, atMostBytes: WORD_BYTES },
      { text: `[]${parameter}`, atMostBytes: 3 * WORD_BYTES },
      { text: `struct { a byte; b ${parameter} }`, atMostBytes: bytes + 2 * WORD_BYTES },
      { text: `func(${parameter}) *${parameter}`, atMostBytes: WORD_BYTES },
      { text: `[0]${parameter}`, atMostBytes: 0 },
      ...(isComparable ? [{ text: `map[${parameter}]int`, atMostBytes: WORD_BYTES }] : []),
    ];
    return this.#oneOf(forms);
  }

  #embedded(): (TypeText & { readonly embeddedAs: string }) | undefined {
    if (this.#happens(0.25)) {
      return this.#oneOf(FOREIGN);
    }
    if (this.#happens(0.1)) {
      return { text: 'Empty', embeddedAs: 'Empty', atMostBytes: 0 };
    }
    const generic = this.#happens(0.2) ? this.#near(this.#generics) : undefined;
    const declared = generic ?? this.#near(this.#structs);
    if (declared === undefined) {
      return undefined;
    }
    const text = generic ? this.#instance(generic) : declared.name;
    const { name: embeddedAs, atMostBytes } = declared;
    return this.#happens(0.3)
      ? { text: `*${text}`, embeddedAs, atMostBytes: WORD_BYTES }
      : { text, embeddedAs, atMostBytes };
  }

  #instance({ name, parameters }: Generic): string {
    const arguments_ = parameters.map((constraint) => {
      if (constraint === 'comparable') {
        return this.#oneOf(KEYS);
      }
      const { text, atMostBytes } = this.#type(1);
      return atMostBytes <= MAXIMUM_ARGUMENT_BYTES ? text : `*${text}`;
    });
    return `${name}[${arguments_.join(', ')}]`;
  }

  /** `depth` is how many types may be inside one another. */
  #type(depth: number): TypeText {
    const kind = this.#random();
    if (depth === 0 || kind < 0.45) {
      return this.#oneOf(BASIC);
    }
    if (kind < 0.53) {
      return this.#oneOf(FOREIGN);
    }
    if (kind < 0.66) {
      return this.#reference(depth - 1);
    }
    if (kind < 0.76) {
      return this.#array(this.#type(depth - 1));
    }
    if (kind < 0.83) {
      const { text, atMostBytes } = this.#literal(depth - 1);
      return { text, atMostBytes };
    }
    if (kind < 0.86) {
      return this.#withoutSize();
    }
    if (kind < 0.9) {
      const generic = this.#near(this.#generics);
      return generic
        ? { text: this.#instance(generic), atMostBytes: generic.atMostBytes }
        : this.#oneOf(BASIC);
    }
    const declared = this.#near(this.#structs);
    return declared
      ? { text: declared.name, atMostBytes: declared.atMostBytes }
      : this.#oneOf(BASIC);
  }

  /** What is not larger for what it refers to; that may be declared later. */
  #reference(depth: number): TypeText {
    const to = this.#happens(0.3)
      ? `T${Math.floor(this.#random() * this.#count)}`
      : this.#type(depth).text;
    const [text, words] = this.#oneOf<readonly [string, number]>([
      [`*${to}`, 1],
      [`*${to}`, 1],
      [`[]${to}`, 3],
      [`map[${this.#oneOf(KEYS)}]${to}`, 1],
      [`chan ${to}`, 1],
      [`<-chan *${to}`, 1],
      [`func(*${to}) []${to}`, 1],
      [`interface { M(*${to}) }`, 2],
    ]);
    return { text, atMostBytes: words * WORD_BYTES };
  }

  #array({ text, atMostBytes }: TypeText): TypeText {
    const length = this.#oneOf([0, 1, 2, 3, 4, 5, 7, 8, 16, 33]);
    const bytes = length * atMostBytes;
    return bytes <= MAXIMUM_BYTES / 4
      ? { text: `[${length}]${text}`, atMostBytes: bytes }
      : { text, atMostBytes };
  }

  #literal(depth: number): TypeText {
    const fields = this.#list(1, 4, (index) => {
      const { text, atMostBytes } = this.#type(depth);
      return { text: `${this.#happens(0.1) ? '_' : `f${index}`} ${text}`, atMostBytes };
    });
    const atMostBytes = fields.reduce(
      (sum, each) => sum + each.atMostBytes + WORD_BYTES,
      WORD_BYTES,
    );
    return { text: `struct { ${fields.map(({ text }) => text).join('; ')} }`, atMostBytes };
  }

  #withoutSize(): TypeText {
    return { text: this.#oneOf(WITHOUT_SIZE), atMostBytes: 0 };
  }

  #happens(probability: number): boolean {
    return this.#random() < probability;
  }

  #oneOf<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) {
      throw new Error('there is nothing to choose from');
    }
    return item;
  }

  /** One of the last, if there is any. */
  #near<Item>(items: readonly Item[]): Item | undefined {
    return items.at(-1 - Math.floor(this.#random() * Math.min(NEAR, items.length)));
  }

  /** From `least` to `most` items. */
  #list<Item>(least: number, most: number, make: (index: number) => Item): Item[] {
    const length = least + Math.floor(this.#random() * (most - least + 1));
    return Array.from({ length }, (_, index) => make(index));
  }
}
