/** Writes profile.proto as google/pprof does (profile/encode.go); not compressed. */
import { at, type Amount } from './columns.ts';
import type { Mapping, Profile, ValueType } from './profile.ts';
import { encodeUtf8 } from './utf8.ts';

export function writeProto(profile: Profile): Uint8Array {
  return new ProtoWriter(profile).write();
}

/** Bytes that grow at the end. */
class Bytes {
  #bytes = new Uint8Array(1024);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  varint(value: Amount): void {
    this.#reserve(10);
    if (typeof value === 'number' && value >= 0 && value < 0x8000_0000) {
      let rest = value;
      while (rest >= 0x80) {
        this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
        rest >>>= 7;
      }
      this.#bytes[this.length++] = rest;
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 0x80n) {
      this.#bytes[this.length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.length++] = Number(rest);
  }

  number(field: number, value: Amount): void {
    if (value !== 0 && value !== 0n) {
      this.varint(field << 3);
      this.varint(value);
    }
  }

  flag(field: number, value: boolean): void {
    this.number(field, value ? 1 : 0);
  }

  message(field: number, bytes: Uint8Array): void {
    this.varint((field << 3) | 2);
    this.varint(bytes.length);
    this.append(bytes);
  }

  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }

  #reserve(count: number): void {
    if (this.length + count > this.#bytes.length) {
      const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + count));
      bytes.set(this.#bytes.subarray(0, this.length));
      this.#bytes = bytes;
    }
  }
}

class ProtoWriter {
  readonly #profile: Profile;
  readonly #strings: Map<string, number>;
  readonly #out = new Bytes();
  /** Of the messages that are being written, from the outer to the inner one. */
  readonly #message = new Bytes();
  readonly #inner = new Bytes();

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#strings = new Map(profile.strings.map((text, index) => [text, index]));
  }

  write(): Uint8Array {
    const profile = this.#profile;
    profile.sampleTypes.forEach((type) => {
      this.#valueType(1, type);
    });
    for (let sample = 0; sample < profile.samples.count; sample++) {
      this.#sample(sample);
    }
    profile.mappings.forEach((mapping, index) => {
      this.#mapping(mapping, index + 1);
    });
    for (let location = 0; location < profile.locations.count; location++) {
      this.#location(location);
    }
    for (let index = 0; index < profile.functions.count; index++) {
      this.#function(index);
    }
    const rest = new Bytes();
    rest.number(7, this.#string(profile.dropFrames));
    rest.number(8, this.#string(profile.keepFrames));
    rest.number(9, profile.timeNanos);
    rest.number(10, profile.durationNanos);
    const period = this.#valueTypeBytes(profile.periodType);
    if (period.length > 0) {
      rest.message(11, period);
    }
    rest.number(12, profile.period);
    for (const comment of profile.comments) {
      rest.varint(13 << 3);
      rest.varint(this.#string(comment));
    }
    rest.number(14, this.#string(profile.defaultSampleType));
    rest.number(15, this.#string(profile.docUrl));
    this.#writeStrings();
    this.#out.append(rest.view());
    return this.#out.view().slice();
  }

  /** Those of the profile keep their indexes; some may be there twice. */
  #writeStrings(): void {
    const { strings } = this.#profile;
    const added = [...this.#strings].filter(([, index]) => index >= strings.length);
    for (const text of [...strings, ...added.map(([text]) => text)]) {
      this.#out.message(6, encodeUtf8(text));
    }
  }

  #string(text: string): number {
    const known = this.#strings.get(text);
    if (known !== undefined) {
      return text === '' ? 0 : known;
    }
    const index = this.#profile.strings.length + this.#countAdded++;
    this.#strings.set(text, index);
    return index;
  }
  #countAdded = 0;

  #valueTypeBytes({ type, unit }: ValueType): Uint8Array {
    this.#message.clear();
    this.#message.number(1, this.#string(type));
    this.#message.number(2, this.#string(unit));
    return this.#message.view();
  }

  #valueType(field: number, type: ValueType): void {
    this.#out.message(field, this.#valueTypeBytes(type));
  }

  #sample(sample: number): void {
    const { samples } = this.#profile;
    const message = this.#message;
    message.clear();
    this.#packed(
      1,
      samples.stackFrom[sample] ?? 0,
      samples.stackTo[sample] ?? 0,
      (entry) => (samples.stack[entry] ?? 0) + 1,
    );
    this.#packed(2, 0, samples.values.length, (type) => {
      const column = samples.values[type];
      return column === undefined ? 0 : at(column, sample);
    });
    const to = samples.labelTo[sample] ?? 0;
    for (let label = samples.labelFrom[sample] ?? 0; label < to; label++) {
      const { key, text, number, unit } = samples.labels;
      this.#inner.clear();
      this.#inner.number(1, key[label] ?? 0);
      this.#inner.number(2, text[label] ?? 0);
      this.#inner.number(3, at(number, label));
      this.#inner.number(4, unit[label] ?? 0);
      message.message(3, this.#inner.view());
    }
    this.#out.message(2, message.view());
  }

  #packed(field: number, from: number, to: number, valueAt: (index: number) => Amount): void {
    this.#inner.clear();
    for (let index = from; index < to; index++) {
      this.#inner.varint(valueAt(index));
    }
    if (to > from) {
      this.#message.message(field, this.#inner.view());
    }
  }

  #mapping(mapping: Mapping, id: number): void {
    const message = this.#message;
    message.clear();
    message.number(1, id);
    message.number(2, mapping.start);
    message.number(3, mapping.limit);
    message.number(4, mapping.offset);
    message.number(5, this.#string(mapping.file));
    message.number(6, this.#string(mapping.buildId));
    message.flag(7, mapping.hasFunctions);
    message.flag(8, mapping.hasFilenames);
    message.flag(9, mapping.hasLineNumbers);
    message.flag(10, mapping.hasInlineFrames);
    this.#out.message(3, message.view());
  }

  #location(index: number): void {
    const { locations } = this.#profile;
    const message = this.#message;
    message.clear();
    message.number(1, index + 1);
    message.number(2, (locations.mapping[index] ?? -1) + 1);
    message.number(3, locations.address[index] ?? 0n);
    const to = locations.lineTo[index] ?? 0;
    for (let line = locations.lineFrom[index] ?? 0; line < to; line++) {
      this.#inner.clear();
      this.#inner.number(1, (locations.lineFunction[line] ?? 0) + 1);
      this.#inner.number(2, locations.line[line] ?? 0);
      this.#inner.number(3, locations.column[line] ?? 0);
      message.message(4, this.#inner.view());
    }
    message.flag(5, locations.isFolded[index] === 1);
    this.#out.message(4, message.view());
  }

  #function(index: number): void {
    const { functions } = this.#profile;
    const message = this.#message;
    message.clear();
    message.number(1, index + 1);
    message.number(2, functions.name[index] ?? 0);
    message.number(3, functions.systemName[index] ?? 0);
    message.number(4, functions.file[index] ?? 0);
    message.number(5, functions.startLine[index] ?? 0);
    this.#out.message(5, message.view());
  }
}
