/** Makes profiles sample by sample, from objects. */
import { ColumnBuilder, Float64List, Uint32List, type Amount } from './columns.ts';
import type { Mapping, Profile, ValueType } from './profile.ts';

export interface NewFunction {
  readonly name: string;
  readonly systemName: string;
  readonly file: string;
  readonly startLine: number;
}

export interface NewLine {
  /** What {@link ProfileBuilder.addFunction} gave. */
  readonly functionIndex: number;
  readonly line: number;
  readonly column: number;
}

export interface NewLocation {
  /** -1 for none. */
  readonly mapping: number;
  readonly address: bigint;
  readonly isFolded: boolean;
  /** The innermost first. */
  readonly lines: readonly NewLine[];
}

export interface NewLabel {
  readonly key: string;
  readonly value: string | Amount;
  /** Of a number. */
  readonly unit: string;
}

/** What a profile says beside its samples. */
export type ProfileHeader = Omit<
  Profile,
  'strings' | 'samples' | 'locations' | 'functions' | 'mappings'
>;

export const EMPTY_HEADER: ProfileHeader = {
  sampleTypes: [],
  defaultSampleType: '',
  dropFrames: '',
  keepFrames: '',
  timeNanos: 0,
  durationNanos: 0,
  periodType: { type: '', unit: '' },
  period: 0,
  comments: [],
  docUrl: '',
};

export class ProfileBuilder {
  readonly #header: ProfileHeader;
  readonly #strings = new Map([['', 0]]);
  readonly #mappings: Mapping[] = [];
  readonly #functions: (readonly [number, number, number, number])[] = [];
  readonly #locations: NewLocation[] = [];
  readonly #stack = new Uint32List();
  readonly #stackTo = new Uint32List();
  readonly #labelTo = new Uint32List();
  readonly #labelKey = new Uint32List();
  readonly #labelText = new Uint32List();
  readonly #labelUnit = new Uint32List();
  readonly #labelNumber = new ColumnBuilder();
  readonly #values: Amount[][];

  constructor(header: ProfileHeader) {
    this.#header = header;
    this.#values = header.sampleTypes.map(() => []);
  }

  get countMappings(): number {
    return this.#mappings.length;
  }

  get countLocations(): number {
    return this.#locations.length;
  }

  addMapping(mapping: Mapping): number {
    return this.#mappings.push(mapping) - 1;
  }

  mappingAt(index: number): Mapping | undefined {
    return this.#mappings[index];
  }

  addFunction({ name, systemName, file, startLine }: NewFunction): number {
    const texts = [name, systemName, file].map((text) => this.#string(text));
    return this.#functions.push([texts[0] ?? 0, texts[1] ?? 0, texts[2] ?? 0, startLine]) - 1;
  }

  addLocation(location: NewLocation): number {
    return this.#locations.push(location) - 1;
  }

  /** `stack` has the leaf first; gives the sample's number. */
  addSample(
    stack: Iterable<number>,
    values: readonly Amount[],
    labels: readonly NewLabel[],
  ): number {
    for (const location of stack) {
      this.#stack.push(location);
    }
    this.#stackTo.push(this.#stack.length);
    this.#values.forEach((column, type) => column.push(values[type] ?? 0));
    for (const { key, value, unit } of labels) {
      const isText = typeof value === 'string';
      this.#labelKey.push(this.#string(key));
      this.#labelText.push(isText ? this.#string(value) : 0);
      this.#labelNumber.push(isText ? 0 : value);
      this.#labelUnit.push(isText ? 0 : this.#string(unit));
    }
    this.#labelTo.push(this.#labelKey.length);
    return this.#stackTo.length - 1;
  }

  valueOf(sample: number, type: number): Amount {
    return this.#values[type]?.[sample] ?? 0;
  }

  setValue(sample: number, type: number, value: Amount): void {
    const column = this.#values[type];
    if (column !== undefined) {
      column[sample] = value;
    }
  }

  #string(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) {
      return known;
    }
    this.#strings.set(text, this.#strings.size);
    return this.#strings.size - 1;
  }

  build(): Profile {
    const stackTo = this.#stackTo.toArray();
    const labelTo = this.#labelTo.toArray();
    const functions = this.#functions;
    return {
      ...this.#header,
      strings: [...this.#strings.keys()],
      samples: {
        count: stackTo.length,
        stackFrom: starts(stackTo),
        stackTo,
        stack: this.#stack.toArray(),
        values: this.#values.map(columnOf),
        labelFrom: starts(labelTo),
        labelTo,
        labels: {
          key: this.#labelKey.toArray(),
          text: this.#labelText.toArray(),
          number: this.#labelNumber.toColumn(),
          unit: this.#labelUnit.toArray(),
        },
      },
      locations: this.#locationColumns(),
      functions: {
        count: functions.length,
        name: Uint32Array.from(functions, ([name]) => name),
        systemName: Uint32Array.from(functions, ([, name]) => name),
        file: Uint32Array.from(functions, ([, , file]) => file),
        startLine: Float64Array.from(functions, ([, , , line]) => line),
      },
      mappings: this.#mappings,
    };
  }

  #locationColumns(): Profile['locations'] {
    const locations = this.#locations;
    const lineTo = new Uint32List();
    const lineFunction = new Uint32List();
    const line = new Float64List();
    const column = new Float64List();
    for (const { lines } of locations) {
      for (const each of lines) {
        lineFunction.push(each.functionIndex);
        line.push(each.line);
        column.push(each.column);
      }
      lineTo.push(lineFunction.length);
    }
    const ends = lineTo.toArray();
    return {
      count: locations.length,
      mapping: Int32Array.from(locations, ({ mapping }) => mapping),
      address: BigUint64Array.from(locations, ({ address }) => address),
      isFolded: Uint8Array.from(locations, ({ isFolded }) => (isFolded ? 1 : 0)),
      lineFrom: starts(ends),
      lineTo: ends,
      lineFunction: lineFunction.toArray(),
      line: line.toArray(),
      column: column.toArray(),
    };
  }
}

function columnOf(values: readonly Amount[]) {
  const builder = new ColumnBuilder();
  values.forEach((value) => {
    builder.push(value);
  });
  return builder.toColumn();
}

/** Each thing begins where the one before it ends. */
export function starts(ends: Uint32Array): Uint32Array {
  const result = new Uint32Array(ends.length);
  for (let index = 1; index < ends.length; index++) {
    result[index] = ends[index - 1] ?? 0;
  }
  return result;
}

/** A type of which the values count something. */
export function counting(type: string): ValueType {
  return { type, unit: 'count' };
}
