/** What profile.proto has, in the order of the file; a profile once all of it is there. */
import { ColumnBuilder, Float64List, Uint32List, type Amount } from './columns.ts';
import { IdTable } from './idTable.ts';
import { Fault } from './problem.ts';
import { starts } from './profileBuilder.ts';
import type { Mapping, Profile, ValueType } from './profile.ts';

/** Texts are indexes of the strings; what is too large for one stays so. */
export interface RawMapping {
  readonly ordinal: number;
  readonly mapping: Omit<Mapping, 'file' | 'buildId'>;
  readonly file: number;
  readonly buildId: number;
}

/**
 * Messages refer to one another by ids, and to strings by indexes, of what may come later in the file: both are kept
 * as they are until {@link ProtoTables.profile} looks them up.
 */
export class ProtoTables {
  readonly strings: string[] = [];
  readonly sampleTypes: (readonly [number, number])[] = [];
  readonly mappings: RawMapping[] = [];
  readonly comments: number[] = [];
  periodType: readonly [number, number] = [0, 0];
  dropFrames = 0;
  keepFrames = 0;
  defaultSampleType = 0;
  docUrl = 0;
  timeNanos: Amount = 0;
  durationNanos: Amount = 0;
  period: Amount = 0;

  readonly locationIds = new IdTable();
  readonly functionIds = new IdTable();
  readonly mappingIds = new IdTable();

  /** Ordinals of ids, until all locations are known. */
  readonly stack = new Uint32List();
  readonly stackTo = new Uint32List();
  /** Sample by sample, until it is known how many sample types there are. */
  readonly values = new ColumnBuilder();
  readonly valuesTo = new Uint32List();
  readonly labelKey = new Uint32List();
  readonly labelText = new Uint32List();
  readonly labelNumber = new ColumnBuilder();
  readonly labelUnit = new Uint32List();
  readonly labelTo = new Uint32List();

  readonly locationOrdinal = new Uint32List();
  readonly locationMapping = new Uint32List();
  readonly address: bigint[] = [];
  readonly isFolded: number[] = [];
  readonly lineTo = new Uint32List();
  readonly lineFunction = new Uint32List();
  readonly line = new Float64List();
  readonly column = new Float64List();

  readonly functionOrdinal = new Uint32List();
  readonly functionName = new Uint32List();
  readonly functionSystemName = new Uint32List();
  readonly functionFile = new Uint32List();
  readonly functionStart = new Float64List();

  /** Throws a Fault that names what is referred to, and is not there. */
  profile(): Profile {
    return {
      sampleTypes: this.sampleTypes.map((type) => this.#textsOf(type)),
      defaultSampleType: this.#text(this.defaultSampleType),
      strings: this.strings,
      ...this.#symbols(),
      samples: this.#samples(),
      dropFrames: this.#text(this.dropFrames),
      keepFrames: this.#text(this.keepFrames),
      timeNanos: this.timeNanos,
      durationNanos: this.durationNanos,
      periodType: this.#textsOf(this.periodType),
      period: this.period,
      comments: this.comments.map((comment) => this.#text(comment)),
      docUrl: this.#text(this.docUrl),
    };
  }

  #symbols(): Pick<Profile, 'functions' | 'locations' | 'mappings'> {
    const functionOf = indexes('function', this.functionOrdinal.toArray(), this.functionIds);
    const mappingOf = indexes(
      'mapping',
      Uint32Array.from(this.mappings, ({ ordinal }) => ordinal),
      this.mappingIds,
    );
    const lineTo = this.lineTo.toArray();
    const lineFunction = this.lineFunction.toArray();
    for (const [line, ordinal] of lineFunction.entries()) {
      lineFunction[line] = known('line', line, 'function', functionOf[ordinal]);
    }
    return {
      functions: {
        count: this.functionName.length,
        name: this.#checked(this.functionName.toArray()),
        systemName: this.#checked(this.functionSystemName.toArray()),
        file: this.#checked(this.functionFile.toArray()),
        startLine: this.functionStart.toArray(),
      },
      locations: {
        count: lineTo.length,
        mapping: Int32Array.from(this.locationMapping.toArray(), (mapping) =>
          mapping === 0 ? -1 : (mappingOf[mapping - 1] ?? -1),
        ),
        address: BigUint64Array.from(this.address),
        isFolded: Uint8Array.from(this.isFolded),
        lineFrom: starts(lineTo),
        lineTo,
        lineFunction,
        line: this.line.toArray(),
        column: this.column.toArray(),
      },
      mappings: this.mappings.map(({ mapping, file, buildId }) => ({
        ...mapping,
        file: this.#text(file),
        buildId: this.#text(buildId),
      })),
    };
  }

  #samples(): Profile['samples'] {
    const locationOf = indexes('location', this.locationOrdinal.toArray(), this.locationIds);
    const stack = this.stack.toArray();
    for (let entry = 0; entry < stack.length; entry++) {
      stack[entry] = known('stack entry', entry, 'location', locationOf[stack[entry] ?? 0]);
    }
    const stackTo = this.stackTo.toArray();
    const labelTo = this.labelTo.toArray();
    const count = stackTo.length;
    return {
      count,
      stackFrom: starts(stackTo),
      stackTo,
      stack,
      values: this.#columns(count),
      labelFrom: starts(labelTo),
      labelTo,
      labels: {
        key: this.#checked(this.labelKey.toArray()),
        text: this.#checked(this.labelText.toArray()),
        number: this.labelNumber.toColumn(),
        unit: this.#checked(this.labelUnit.toArray()),
      },
    };
  }

  /** The values of all samples, turned into one column for each sample type. */
  #columns(countSamples: number) {
    const countTypes = this.sampleTypes.length;
    const ends = this.valuesTo.toArray();
    for (let sample = 0; sample < countSamples; sample++) {
      const count = (ends[sample] ?? 0) - (sample === 0 ? 0 : (ends[sample - 1] ?? 0));
      if (count !== countTypes) {
        throw new Fault(`sample ${sample + 1} has ${count} values, for ${countTypes} sample types`);
      }
    }
    const values = this.values.toColumn();
    return this.sampleTypes.map((_, type) => {
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
    const text = this.strings[index];
    if (text === undefined) {
      throw new Fault(`there is no string ${index}: the file has ${this.strings.length}`);
    }
    return text;
  }

  #checked(indexes: Uint32Array): Uint32Array {
    for (const index of indexes) {
      if (index >= this.strings.length) {
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
