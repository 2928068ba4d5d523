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
  readonly addressLow = new Uint32List();
  readonly addressHigh = new Uint32List();
  readonly isFolded = new Uint32List();
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
      sampleTypes: this.sampleTypes.map((type, index) =>
        this.#textsOf(type, () => `sample type ${index + 1}`),
      ),
      defaultSampleType: this.#text(this.defaultSampleType, () => 'default_sample_type'),
      strings: this.strings,
      ...this.#symbols(),
      samples: this.#samples(),
      dropFrames: this.#text(this.dropFrames, () => 'drop_frames'),
      keepFrames: this.#text(this.keepFrames, () => 'keep_frames'),
      timeNanos: this.timeNanos,
      durationNanos: this.durationNanos,
      periodType: this.#textsOf(this.periodType, () => 'period_type'),
      period: this.period,
      comments: this.comments.map((comment, index) =>
        this.#text(comment, () => `comment ${index + 1}`),
      ),
      docUrl: this.#text(this.docUrl, () => 'doc_url'),
    };
  }

  #symbols(): Pick<Profile, 'functions' | 'locations' | 'mappings'> {
    const functionOf = indexes('function', this.functionOrdinal.toArray(), this.functionIds);
    const mappingOf = indexes(
      'mapping',
      Uint32Array.from(this.mappings, ({ ordinal }) => ordinal),
      this.mappingIds,
    );
    const ofFunction = (field: string) => (index: number) =>
      `the ${field} of function ${index + 1}`;
    const lineTo = this.lineTo.toArray();
    const lineFunction = this.lineFunction.toArray();
    for (let line = 0; line < lineFunction.length; line++) {
      const place = functionOf[lineFunction[line] ?? 0] ?? -1;
      if (place < 0) {
        throw refersToNothing(placeIn('line', line, 'location', lineTo), 'function');
      }
      lineFunction[line] = place;
    }
    return {
      functions: {
        count: this.functionName.length,
        name: this.#checked(this.functionName, ofFunction('name')),
        systemName: this.#checked(this.functionSystemName, ofFunction('system_name')),
        file: this.#checked(this.functionFile, ofFunction('filename')),
        startLine: this.functionStart.toArray(),
      },
      locations: {
        count: lineTo.length,
        mapping: new Int32Array(this.locationMapping.toArray()).map((mapping) =>
          mapping === 0 ? -1 : (mappingOf[mapping - 1] ?? -1),
        ),
        address: joinedHalves(this.addressLow.toArray(), this.addressHigh.toArray()),
        isFolded: new Uint8Array(this.isFolded.toArray()),
        lineFrom: starts(lineTo),
        lineTo,
        lineFunction,
        line: this.line.toArray(),
        column: this.column.toArray(),
      },
      mappings: this.mappings.map(({ mapping, file, buildId }, index) => ({
        ...mapping,
        file: this.#text(file, () => `the filename of mapping ${index + 1}`),
        buildId: this.#text(buildId, () => `the build_id of mapping ${index + 1}`),
      })),
    };
  }

  #samples(): Profile['samples'] {
    const locationOf = indexes('location', this.locationOrdinal.toArray(), this.locationIds);
    const stack = this.stack.toArray();
    const stackTo = this.stackTo.toArray();
    for (let entry = 0; entry < stack.length; entry++) {
      const location = locationOf[stack[entry] ?? 0] ?? -1;
      if (location < 0) {
        throw refersToNothing(placeIn('stack entry', entry, 'sample', stackTo), 'location');
      }
      stack[entry] = location;
    }
    const labelTo = this.labelTo.toArray();
    const ofLabel = (field: string) => (label: number) =>
      `the ${field} of ${placeIn('label', label, 'sample', labelTo)}`;
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
        key: this.#checked(this.labelKey, ofLabel('key')),
        text: this.#checked(this.labelText, ofLabel('str')),
        number: this.labelNumber.toColumn(),
        unit: this.#checked(this.labelUnit, ofLabel('num_unit')),
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

  #textsOf([type, unit]: readonly [number, number], who: () => string): ValueType {
    return {
      type: this.#text(type, () => `the type of ${who()}`),
      unit: this.#text(unit, () => `the unit of ${who()}`),
    };
  }

  #text(index: number, who: () => string): string {
    const text = this.strings[index];
    if (text === undefined) {
      throw new Fault(`${who()} is string ${index}, and the file has ${this.strings.length}`);
    }
    return text;
  }

  #checked(list: Uint32List, who: (place: number) => string): Uint32Array {
    const indexes = list.toArray();
    for (let place = 0; place < indexes.length; place++) {
      const index = indexes[place] ?? 0;
      if (index >= this.strings.length) {
        this.#text(index, () => who(place));
      }
    }
    return indexes;
  }
}

/** Which half of a 64-bit number comes first in the memory of this machine. */
const LOW_PLACE = new Uint32Array(BigUint64Array.of(1n).buffer)[0] === 1 ? 0 : 1;

/** No bigint is made, each of which is an object: there may be as many as addresses in a program. */
function joinedHalves(low: Uint32Array, high: Uint32Array): BigUint64Array {
  const numbers = new BigUint64Array(low.length);
  const halves = new Uint32Array(numbers.buffer);
  for (let place = 0; place < numbers.length; place++) {
    halves[2 * place + LOW_PLACE] = low[place] ?? 0;
    halves[2 * place + 1 - LOW_PLACE] = high[place] ?? 0;
  }
  return numbers;
}

/** From the ordinals of ids to places in their table; -1 for ids that nothing has. */
function indexes(what: string, ordinals: Uint32Array, { count }: IdTable): Int32Array {
  const places = new Int32Array(count).fill(-1);
  for (let place = 0; place < ordinals.length; place++) {
    const ordinal = ordinals[place] ?? 0;
    if (places[ordinal] !== -1) {
      throw new Fault(`${what}s ${(places[ordinal] ?? 0) + 1} and ${place + 1} have the same id`);
    }
    places[ordinal] = place;
  }
  return places;
}

function refersToNothing(who: string, what: string): Fault {
  return new Fault(`${who} refers to a ${what} that is not there`);
}

/** `stack entry 2 of sample 7`: of an item of a list that all samples share, each with its part up to `ends`. */
function placeIn(what: string, item: number, owner: string, ends: Uint32Array): string {
  const place = ends.findIndex((end) => end > item);
  const from = place > 0 ? (ends[place - 1] ?? 0) : 0;
  return `${what} ${item - from + 1} of ${owner} ${place + 1}`;
}
