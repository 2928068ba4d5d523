/** Reads profile.proto into columns: github.com/google/pprof, proto/profile.proto; profile/encode.go. */
import {
  ColumnBuilder,
  Float64List,
  signedAmount,
  Uint32List,
  unsignedBigint,
  type Amount,
} from './columns.ts';
import { IdTable } from './idTable.ts';
import { Fault } from './problem.ts';
import { starts } from './profileBuilder.ts';
import type { Mapping, Profile, ValueType } from './profile.ts';
import { decodeUtf8 } from './utf8.ts';
import { Wire } from './wire.ts';

/** More than any program has; what is beyond is damage. */
const MAXIMUM_SAMPLE_TYPES = 1000;
const MAXIMUM_MAPPINGS = 1_000_000;

/** The profile of an uncompressed file. Throws a Fault that names the byte. */
export function readProto(bytes: Uint8Array): Profile {
  const reader = new ProtoReader(bytes);
  reader.read();
  return reader.profile();
}

interface RawMapping {
  readonly ordinal: number;
  readonly mapping: Omit<Mapping, 'file' | 'buildId'>;
  readonly file: number;
  readonly buildId: number;
}

class ProtoReader {
  readonly #wire: Wire;
  readonly #strings: string[] = [];
  readonly #sampleTypes: (readonly [number, number])[] = [];
  readonly #mappings: RawMapping[] = [];
  readonly #comments: number[] = [];
  #periodType: readonly [number, number] = [0, 0];
  #dropFrames = 0;
  #keepFrames = 0;
  #defaultSampleType = 0;
  #docUrl = 0;
  #timeNanos: Amount = 0;
  #durationNanos: Amount = 0;
  #period: Amount = 0;

  readonly #locationIds = new IdTable();
  readonly #functionIds = new IdTable();
  readonly #mappingIds = new IdTable();

  /** Ordinals of ids, until all locations are known. */
  readonly #stack = new Uint32List();
  readonly #stackTo = new Uint32List();
  /** Sample by sample, until it is known how many sample types there are. */
  readonly #values = new ColumnBuilder();
  readonly #valuesTo = new Uint32List();
  readonly #labelKey = new Uint32List();
  readonly #labelText = new Uint32List();
  readonly #labelNumber = new ColumnBuilder();
  readonly #labelUnit = new Uint32List();
  readonly #labelTo = new Uint32List();

  readonly #locationOrdinal = new Uint32List();
  readonly #locationMapping = new Uint32List();
  readonly #address: bigint[] = [];
  readonly #isFolded: number[] = [];
  readonly #lineTo = new Uint32List();
  readonly #lineFunction = new Uint32List();
  readonly #line = new Float64List();
  readonly #column = new Float64List();

  readonly #functionOrdinal = new Uint32List();
  readonly #functionName = new Uint32List();
  readonly #functionSystemName = new Uint32List();
  readonly #functionFile = new Uint32List();
  readonly #functionStart = new Float64List();

  constructor(bytes: Uint8Array) {
    this.#wire = new Wire(bytes);
  }

  read(): void {
    const wire = this.#wire;
    const end = wire.bytes.length;
    while (wire.next(end)) {
      this.#field();
    }
  }

  #field(): void {
    const wire = this.#wire;
    switch (wire.field) {
      case 1:
        if (this.#sampleTypes.length === MAXIMUM_SAMPLE_TYPES) {
          throw new Fault(`more than ${MAXIMUM_SAMPLE_TYPES} sample types`);
        }
        this.#sampleTypes.push(this.#valueType());
        break;
      case 2:
        this.#sample();
        break;
      case 3:
        this.#mapping();
        break;
      case 4:
        this.#location();
        break;
      case 5:
        this.#function();
        break;
      case 6: {
        wire.expect(2);
        const text = decodeUtf8(wire.bytes, wire.from, wire.to);
        if (this.#strings.length === 0 && text !== '') {
          throw new Fault(`the first string, at byte ${wire.from}, is not empty`);
        }
        this.#strings.push(text);
        break;
      }
      case 7:
        this.#dropFrames = this.#index();
        break;
      case 8:
        this.#keepFrames = this.#index();
        break;
      case 9:
        if (this.#timeNanos !== 0) {
          throw new Fault(
            `a second profile begins before byte ${wire.position}: profiles are one behind the other`,
          );
        }
        this.#timeNanos = this.#int64();
        break;
      case 10:
        this.#durationNanos = this.#int64();
        break;
      case 11:
        this.#periodType = this.#valueType();
        break;
      case 12:
        this.#period = this.#int64();
        break;
      case 13:
        this.#repeated(() => this.#comments.push(this.#asIndex()));
        break;
      case 14:
        this.#defaultSampleType = this.#index();
        break;
      case 15:
        this.#docUrl = this.#index();
        break;
    }
  }

  #int64(): Amount {
    this.#wire.expect(0);
    return signedAmount(this.#wire.low, this.#wire.high);
  }

  /** A number of which only small ones make sense. */
  #number(): number {
    return Number(this.#int64());
  }

  /** An index of the strings; what is too large for one stays so. */
  #index(): number {
    this.#wire.expect(0);
    return this.#asIndex();
  }

  #asIndex(): number {
    return this.#wire.high === 0 ? this.#wire.low : 0xffff_ffff;
  }

  /** Walks over numbers, packed or one field each. */
  #repeated(take: () => void): void {
    const wire = this.#wire;
    if (wire.type === 2) {
      const { from, to } = wire;
      wire.position = from;
      while (wire.position < to) {
        wire.varint(to);
        take();
      }
    } else {
      wire.expect(0);
      take();
    }
  }

  /** Walks over the fields of the message that was read. */
  #message(take: () => void): void {
    const wire = this.#wire;
    wire.expect(2);
    const { from, to } = wire;
    wire.position = from;
    while (wire.next(to)) {
      take();
    }
  }

  #valueType(): readonly [number, number] {
    let type = 0;
    let unit = 0;
    this.#message(() => {
      if (this.#wire.field === 1) {
        type = this.#index();
      } else if (this.#wire.field === 2) {
        unit = this.#index();
      }
    });
    return [type, unit];
  }

  #sample(): void {
    const wire = this.#wire;
    wire.expect(2);
    const { to } = wire;
    wire.position = wire.from;
    while (wire.next(to)) {
      switch (wire.field) {
        case 1:
          this.#stackEntries();
          break;
        case 2:
          this.#repeated(() => {
            this.#values.push(signedAmount(wire.low, wire.high));
          });
          break;
        case 3:
          this.#label();
          break;
      }
    }
    this.#stackTo.push(this.#stack.length);
    this.#valuesTo.push(this.#values.length);
    this.#labelTo.push(this.#labelKey.length);
  }

  /** Most of a large file: without a call for each. */
  #stackEntries(): void {
    const wire = this.#wire;
    if (wire.type !== 2) {
      wire.expect(0);
      this.#stack.push(this.#locationIds.ordinal(wire.low, wire.high));
      return;
    }
    const { from, to } = wire;
    wire.position = from;
    while (wire.position < to) {
      wire.varint(to);
      this.#stack.push(this.#locationIds.ordinal(wire.low, wire.high));
    }
  }

  #label(): void {
    let key = 0;
    let text = 0;
    let number: Amount = 0;
    let unit = 0;
    this.#message(() => {
      switch (this.#wire.field) {
        case 1:
          key = this.#index();
          break;
        case 2:
          text = this.#index();
          break;
        case 3:
          number = this.#int64();
          break;
        case 4:
          unit = this.#index();
          break;
      }
    });
    // A number 0 without a unit is what a label without anything looks like.
    if (text !== 0 || number !== 0 || unit !== 0) {
      this.#labelKey.push(key);
      this.#labelText.push(text);
      this.#labelNumber.push(text === 0 ? number : 0);
      this.#labelUnit.push(text === 0 ? unit : 0);
    }
  }

  #mapping(): void {
    const wire = this.#wire;
    if (this.#mappings.length === MAXIMUM_MAPPINGS) {
      throw new Fault(`more than ${MAXIMUM_MAPPINGS} mappings`);
    }
    let id: readonly [number, number] = [0, 0];
    const numbers = [0n, 0n, 0n];
    let file = 0;
    let buildId = 0;
    const has = [false, false, false, false];
    this.#message(() => {
      const { field } = wire;
      if (field >= 1 && field <= 10) {
        wire.expect(0);
      }
      if (field === 1) {
        id = [wire.low, wire.high];
      } else if (field >= 2 && field <= 4) {
        numbers[field - 2] = unsignedBigint(wire.low, wire.high);
      } else if (field === 5) {
        file = this.#asIndex();
      } else if (field === 6) {
        buildId = this.#asIndex();
      } else if (field >= 7 && field <= 10) {
        has[field - 7] = wire.low !== 0 || wire.high !== 0;
      }
    });
    const [start = 0n, limit = 0n, offset = 0n] = numbers;
    const [hasFunctions = false, hasFilenames = false, hasLineNumbers = false] = has;
    this.#mappings.push({
      ordinal: this.#defined('mapping', this.#mappingIds, id),
      mapping: {
        start,
        limit,
        offset,
        hasFunctions,
        hasFilenames,
        hasLineNumbers,
        hasInlineFrames: has[3] ?? false,
      },
      file,
      buildId,
    });
  }

  #location(): void {
    const wire = this.#wire;
    let id: readonly [number, number] = [0, 0];
    // The first ordinal is that of id 0, which is none.
    let mapping = 0;
    let address = 0n;
    let isFolded = 0;
    this.#message(() => {
      if (wire.field === 4) {
        this.#lineOfLocation();
        return;
      }
      if (wire.field >= 1 && wire.field <= 5) {
        wire.expect(0);
      }
      if (wire.field === 1) {
        id = [wire.low, wire.high];
      } else if (wire.field === 2) {
        mapping = 1 + this.#mappingIds.ordinal(wire.low, wire.high);
      } else if (wire.field === 3) {
        address = unsignedBigint(wire.low, wire.high);
      } else if (wire.field === 5) {
        isFolded = wire.low !== 0 || wire.high !== 0 ? 1 : 0;
      }
    });
    this.#locationOrdinal.push(this.#defined('location', this.#locationIds, id));
    this.#locationMapping.push(mapping);
    this.#address.push(address);
    this.#isFolded.push(isFolded);
    this.#lineTo.push(this.#lineFunction.length);
  }

  #lineOfLocation(): void {
    const wire = this.#wire;
    const start = wire.from;
    let ordinal = -1;
    let line = 0;
    let column = 0;
    this.#message(() => {
      if (wire.field === 1) {
        wire.expect(0);
        ordinal =
          wire.low === 0 && wire.high === 0 ? -1 : this.#functionIds.ordinal(wire.low, wire.high);
      } else if (wire.field === 2) {
        line = this.#number();
      } else if (wire.field === 3) {
        column = this.#number();
      }
    });
    if (ordinal < 0) {
      throw new Fault(`the line at byte ${start} is of no function`);
    }
    this.#lineFunction.push(ordinal);
    this.#line.push(line);
    this.#column.push(column);
  }

  #function(): void {
    const wire = this.#wire;
    let id: readonly [number, number] = [0, 0];
    const texts = [0, 0, 0];
    let start = 0;
    this.#message(() => {
      if (wire.field === 1) {
        wire.expect(0);
        id = [wire.low, wire.high];
      } else if (wire.field >= 2 && wire.field <= 4) {
        texts[wire.field - 2] = this.#index();
      } else if (wire.field === 5) {
        start = this.#number();
      }
    });
    this.#functionOrdinal.push(this.#defined('function', this.#functionIds, id));
    this.#functionName.push(texts[0] ?? 0);
    this.#functionSystemName.push(texts[1] ?? 0);
    this.#functionFile.push(texts[2] ?? 0);
    this.#functionStart.push(start);
  }

  #defined(what: string, table: IdTable, [low, high]: readonly [number, number]): number {
    if (low === 0 && high === 0) {
      throw new Fault(`the ${what} before byte ${this.#wire.position} has no id`);
    }
    return table.ordinal(low, high);
  }

  profile(): Profile {
    const functionOf = indexes('function', this.#functionOrdinal.toArray(), this.#functionIds);
    const locationOf = indexes('location', this.#locationOrdinal.toArray(), this.#locationIds);
    const mappingOf = indexes(
      'mapping',
      Uint32Array.from(this.#mappings, ({ ordinal }) => ordinal),
      this.#mappingIds,
    );
    const lineTo = this.#lineTo.toArray();
    const lineFunction = this.#lineFunction.toArray();
    for (const [line, ordinal] of lineFunction.entries()) {
      lineFunction[line] = known('line', line, 'function', functionOf[ordinal]);
    }
    const stack = this.#stack.toArray();
    for (let entry = 0; entry < stack.length; entry++) {
      stack[entry] = known('stack entry', entry, 'location', locationOf[stack[entry] ?? 0]);
    }
    const stackTo = this.#stackTo.toArray();
    const labelTo = this.#labelTo.toArray();
    const count = stackTo.length;
    return {
      sampleTypes: this.#sampleTypes.map((type) => this.#textsOf(type)),
      defaultSampleType: this.#text(this.#defaultSampleType),
      strings: this.#strings,
      samples: {
        count,
        stackFrom: starts(stackTo),
        stackTo,
        stack,
        values: this.#columns(count),
        labelFrom: starts(labelTo),
        labelTo,
        labels: {
          key: this.#checked(this.#labelKey.toArray()),
          text: this.#checked(this.#labelText.toArray()),
          number: this.#labelNumber.toColumn(),
          unit: this.#checked(this.#labelUnit.toArray()),
        },
      },
      locations: {
        count: lineTo.length,
        mapping: Int32Array.from(this.#locationMapping.toArray(), (mapping) =>
          mapping === 0 ? -1 : (mappingOf[mapping - 1] ?? -1),
        ),
        address: BigUint64Array.from(this.#address),
        isFolded: Uint8Array.from(this.#isFolded),
        lineFrom: starts(lineTo),
        lineTo,
        lineFunction,
        line: this.#line.toArray(),
        column: this.#column.toArray(),
      },
      functions: {
        count: this.#functionName.length,
        name: this.#checked(this.#functionName.toArray()),
        systemName: this.#checked(this.#functionSystemName.toArray()),
        file: this.#checked(this.#functionFile.toArray()),
        startLine: this.#functionStart.toArray(),
      },
      mappings: this.#mappings.map(({ mapping, file, buildId }) => ({
        ...mapping,
        file: this.#text(file),
        buildId: this.#text(buildId),
      })),
      dropFrames: this.#text(this.#dropFrames),
      keepFrames: this.#text(this.#keepFrames),
      timeNanos: this.#timeNanos,
      durationNanos: this.#durationNanos,
      periodType: this.#textsOf(this.#periodType),
      period: this.#period,
      comments: this.#comments.map((comment) => this.#text(comment)),
      docUrl: this.#text(this.#docUrl),
    };
  }

  /** The values of all samples, turned into one column for each sample type. */
  #columns(countSamples: number) {
    const countTypes = this.#sampleTypes.length;
    const ends = this.#valuesTo.toArray();
    for (let sample = 0; sample < countSamples; sample++) {
      const count = (ends[sample] ?? 0) - (sample === 0 ? 0 : (ends[sample - 1] ?? 0));
      if (count !== countTypes) {
        throw new Fault(`sample ${sample + 1} has ${count} values, for ${countTypes} sample types`);
      }
    }
    const values = this.#values.toColumn();
    return this.#sampleTypes.map((_, type) => {
      const column =
        values instanceof Float64Array
          ? new Float64Array(countSamples)
          : new BigInt64Array(countSamples);
      for (let sample = 0; sample < countSamples; sample++) {
        const value = values[sample * countTypes + type] ?? 0;
        if (column instanceof Float64Array) {
          column[sample] = Number(value);
        } else {
          column[sample] = BigInt(value);
        }
      }
      return column;
    });
  }

  #textsOf([type, unit]: readonly [number, number]): ValueType {
    return { type: this.#text(type), unit: this.#text(unit) };
  }

  #text(index: number): string {
    const text = this.#strings[index];
    if (text === undefined) {
      throw new Fault(`there is no string ${index}: the file has ${this.#strings.length}`);
    }
    return text;
  }

  #checked(indexes: Uint32Array): Uint32Array {
    for (const index of indexes) {
      if (index >= this.#strings.length) {
        this.#text(index);
      }
    }
    return indexes;
  }
}

/** From the ordinals of ids to places in their table; -1 for ids that nothing has. */
function indexes(what: string, ordinals: Uint32Array, { count }: IdTable): Int32Array {
  const places = new Int32Array(count).fill(-1);
  ordinals.forEach((ordinal, place) => {
    if (places[ordinal] !== -1) {
      throw new Fault(`${what}s ${(places[ordinal] ?? 0) + 1} and ${place + 1} have the same id`);
    }
    places[ordinal] = place;
  });
  return places;
}

function known(who: string, ordinal: number, what: string, place = -1): number {
  if (place < 0) {
    throw new Fault(`${who} ${ordinal + 1} refers to a ${what} that is not there`);
  }
  return place;
}
