/** Reads profile.proto into columns: github.com/google/pprof, proto/profile.proto; profile/encode.go. */
import { signedAmount, type Amount } from './columns.ts';
import { Fault } from './problem.ts';
import type { Profile } from './profile.ts';
import { readFunction, readLocation, readMapping } from './protoSymbols.ts';
import { ProtoTables } from './protoTables.ts';
import { decodeUtf8 } from './utf8.ts';
import { Wire } from './wire.ts';

/** More than any program has; what is beyond is damage. */
const MAXIMUM_SAMPLE_TYPES = 1000;

/** The profile of an uncompressed file. Throws a Fault that names the byte. */
export function readProto(bytes: Uint8Array): Profile {
  const wire = new Wire(bytes);
  const tables = new ProtoTables();
  while (wire.next(bytes.length)) {
    readField(wire, tables);
  }
  return tables.profile();
}

function readField(wire: Wire, tables: ProtoTables): void {
  switch (wire.field) {
    case 1:
      if (tables.sampleTypes.length === MAXIMUM_SAMPLE_TYPES) {
        throw new Fault(
          `more than ${MAXIMUM_SAMPLE_TYPES} sample types before byte ${wire.position}`,
        );
      }
      tables.sampleTypes.push(readValueType(wire));
      break;
    case 2:
      readSample(wire, tables);
      break;
    case 3:
      readMapping(wire, tables);
      break;
    case 4:
      readLocation(wire, tables);
      break;
    case 5:
      readFunction(wire, tables);
      break;
    case 6: {
      wire.expect(2);
      const text = decodeUtf8(wire.bytes, wire.from, wire.to);
      if (tables.strings.length === 0 && text !== '') {
        throw new Fault(`the first string, at byte ${wire.from}, is not empty`);
      }
      tables.strings.push(text);
      break;
    }
    case 7:
      tables.dropFrames = wire.index();
      break;
    case 8:
      tables.keepFrames = wire.index();
      break;
    case 9:
      if (tables.timeNanos !== 0) {
        throw new Fault(
          `a second profile begins before byte ${wire.position}: profiles are one behind the other`,
        );
      }
      tables.timeNanos = wire.int64();
      break;
    case 10:
      tables.durationNanos = wire.int64();
      break;
    case 11:
      tables.periodType = readValueType(wire);
      break;
    case 12:
      tables.period = wire.int64();
      break;
    case 13:
      wire.repeated(() => tables.comments.push(wire.asIndex()));
      break;
    case 14:
      tables.defaultSampleType = wire.index();
      break;
    case 15:
      tables.docUrl = wire.index();
      break;
  }
}

function readValueType(wire: Wire): readonly [number, number] {
  let type = 0;
  let unit = 0;
  wire.message(() => {
    if (wire.field === 1) {
      type = wire.index();
    } else if (wire.field === 2) {
      unit = wire.index();
    }
  });
  return [type, unit];
}

function readSample(wire: Wire, tables: ProtoTables): void {
  wire.expect(2);
  const { to } = wire;
  wire.position = wire.from;
  while (wire.next(to)) {
    switch (wire.field) {
      case 1:
        readStackEntries(wire, tables);
        break;
      case 2:
        readValues(wire, tables);
        break;
      case 3:
        readLabel(wire, tables);
        break;
    }
  }
  tables.stackTo.push(tables.stack.length);
  tables.valuesTo.push(tables.values.length);
  tables.labelTo.push(tables.labelKey.length);
}

/** Stacks and values are most of a large file: without a function for each. */
function readStackEntries(wire: Wire, { stack, locationIds }: ProtoTables): void {
  if (wire.type !== 2) {
    wire.expect(0);
    stack.push(locationIds.ordinal(wire.low, wire.high));
    return;
  }
  const { from, to } = wire;
  wire.position = from;
  while (wire.position < to) {
    wire.varint(to);
    stack.push(locationIds.ordinal(wire.low, wire.high));
  }
}

function readValues(wire: Wire, { values }: ProtoTables): void {
  if (wire.type !== 2) {
    values.push(wire.int64());
    return;
  }
  const { from, to } = wire;
  wire.position = from;
  while (wire.position < to) {
    wire.varint(to);
    values.push(signedAmount(wire.low, wire.high));
  }
}

function readLabel(wire: Wire, tables: ProtoTables): void {
  wire.expect(2);
  const { to } = wire;
  wire.position = wire.from;
  let key = 0;
  let text = 0;
  let number: Amount = 0;
  let unit = 0;
  while (wire.next(to)) {
    switch (wire.field) {
      case 1:
        key = wire.index();
        break;
      case 2:
        text = wire.index();
        break;
      case 3:
        number = wire.int64();
        break;
      case 4:
        unit = wire.index();
        break;
    }
  }
  // A number 0 without a unit is what a label without anything looks like.
  if (text !== 0 || number !== 0 || unit !== 0) {
    tables.labelKey.push(key);
    tables.labelText.push(text);
    tables.labelNumber.push(text === 0 ? number : 0);
    tables.labelUnit.push(text === 0 ? unit : 0);
  }
}
