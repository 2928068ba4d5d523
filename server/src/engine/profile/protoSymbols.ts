/** Mappings, locations and functions of profile.proto: what stacks are made of. */
import { unsignedBigint } from './columns.ts';
import type { IdTable } from './idTable.ts';
import { Fault } from './problem.ts';
import type { ProtoTables } from './protoTables.ts';
import type { Wire } from './wire.ts';

/** More than any program has; what is beyond is damage. */
const MAXIMUM_MAPPINGS = 1_000_000;

export function readMapping(wire: Wire, tables: ProtoTables): void {
  if (tables.mappings.length === MAXIMUM_MAPPINGS) {
    throw new Fault(`more than ${MAXIMUM_MAPPINGS} mappings before byte ${wire.position}`);
  }
  let id: readonly [number, number] = [0, 0];
  const numbers = [0n, 0n, 0n];
  let file = 0;
  let buildId = 0;
  const has = [false, false, false, false];
  wire.message(() => {
    const { field } = wire;
    if (field >= 1 && field <= 10) {
      wire.expect(0);
    }
    if (field === 1) {
      id = [wire.low, wire.high];
    } else if (field >= 2 && field <= 4) {
      numbers[field - 2] = unsignedBigint(wire.low, wire.high);
    } else if (field === 5) {
      file = wire.asIndex();
    } else if (field === 6) {
      buildId = wire.asIndex();
    } else if (field >= 7 && field <= 10) {
      has[field - 7] = wire.low !== 0 || wire.high !== 0;
    }
  });
  const [start = 0n, limit = 0n, offset = 0n] = numbers;
  const [hasFunctions = false, hasFilenames = false, hasLineNumbers = false] = has;
  tables.mappings.push({
    ordinal: definedId(wire, 'mapping', tables.mappingIds, ...id),
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

/** There are tens of thousands: without a function for each, as functions below. */
export function readLocation(wire: Wire, tables: ProtoTables): void {
  wire.expect(2);
  const { to } = wire;
  wire.position = wire.from;
  let idLow = 0;
  let idHigh = 0;
  // The first ordinal is that of id 0, which is none.
  let mapping = 0;
  let addressLow = 0;
  let addressHigh = 0;
  let isFolded = 0;
  while (wire.next(to)) {
    if (wire.field === 4) {
      readLine(wire, tables);
      continue;
    }
    if (wire.field >= 1 && wire.field <= 5) {
      wire.expect(0);
    }
    const { low, high } = wire;
    if (wire.field === 1) {
      idLow = low;
      idHigh = high;
    } else if (wire.field === 2) {
      mapping = 1 + tables.mappingIds.ordinal(low, high);
    } else if (wire.field === 3) {
      addressLow = low;
      addressHigh = high;
    } else if (wire.field === 5) {
      isFolded = low !== 0 || high !== 0 ? 1 : 0;
    }
  }
  tables.locationOrdinal.push(definedId(wire, 'location', tables.locationIds, idLow, idHigh));
  tables.locationMapping.push(mapping);
  tables.addressLow.push(addressLow);
  tables.addressHigh.push(addressHigh);
  tables.isFolded.push(isFolded);
  tables.lineTo.push(tables.lineFunction.length);
}

function readLine(wire: Wire, tables: ProtoTables): void {
  wire.expect(2);
  const { from, to } = wire;
  wire.position = from;
  let ordinal = -1;
  let line = 0;
  let column = 0;
  while (wire.next(to)) {
    if (wire.field === 1) {
      wire.expect(0);
      ordinal =
        wire.low === 0 && wire.high === 0 ? -1 : tables.functionIds.ordinal(wire.low, wire.high);
    } else if (wire.field === 2) {
      line = Number(wire.int64());
    } else if (wire.field === 3) {
      column = Number(wire.int64());
    }
  }
  if (ordinal < 0) {
    throw new Fault(`the line at byte ${from} is of no function`);
  }
  tables.lineFunction.push(ordinal);
  tables.line.push(line);
  tables.column.push(column);
}

export function readFunction(wire: Wire, tables: ProtoTables): void {
  wire.expect(2);
  const { to } = wire;
  wire.position = wire.from;
  let idLow = 0;
  let idHigh = 0;
  let name = 0;
  let systemName = 0;
  let file = 0;
  let start = 0;
  while (wire.next(to)) {
    switch (wire.field) {
      case 1:
        wire.expect(0);
        idLow = wire.low;
        idHigh = wire.high;
        break;
      case 2:
        name = wire.index();
        break;
      case 3:
        systemName = wire.index();
        break;
      case 4:
        file = wire.index();
        break;
      case 5:
        start = Number(wire.int64());
        break;
    }
  }
  tables.functionOrdinal.push(definedId(wire, 'function', tables.functionIds, idLow, idHigh));
  tables.functionName.push(name);
  tables.functionSystemName.push(systemName);
  tables.functionFile.push(file);
  tables.functionStart.push(start);
}

function definedId(wire: Wire, what: string, table: IdTable, low: number, high: number): number {
  if (low === 0 && high === 0) {
    throw new Fault(`the ${what} before byte ${wire.position} has no id`);
  }
  return table.ordinal(low, high);
}
