/**
 * Where binaries were mapped, as profiles in gperftools' formats have it at their ends (`MAPPED_LIBRARIES`, the lines
 * of /proc/self/maps), read as google/pprof does: parseMappingEntry and remapMappingIDs of
 * profile/legacy_profile.go, massageMappings of profile/profile.go.
 */
import type { Mapping } from './profile.ts';
import type { ProfileBuilder } from './profileBuilder.ts';

const HEX_RANGE = '^\\s*(?:0x)?([0-9a-fA-F]+)[\\s-]?\\s*(?:0x)?([0-9a-fA-F]+):?';
const PERMISSIONS = '(?:\\s+([-rwxp]+))?';
const FILE = '(?:\\s+(\\S+))?';
const HEX = '(?:\\s+([0-9a-fA-F]+))?';
const PROC_MAPS = new RegExp(
  `${HEX_RANGE}${PERMISSIONS}${HEX}\\s+[0-9a-fA-F]+:[0-9a-fA-F]+\\s+\\d+${FILE}`,
);
const BRIEF_MAPS = new RegExp(
  `${HEX_RANGE}${PERMISSIONS}${FILE}(?:\\s+\\(@([0-9a-fA-F]+)\\))?${HEX}`,
);
/** What a logger puts before a line. */
const LOGGED = /^[^[\]]+:\d+]\s/;
const LIBRARY = /[.]so$|[.]so[._]\d+/;
/** What is longer is no line of a map, and what stands for more is damage. */
const LONGEST_LINE = 4096;
/** Where the first segment of a binary lies that is linked to a fixed place. */
const FIXED_START = 0x400000n;
const HIGHEST = (1n << 64n) - 1n;

type Range = {
  -readonly [Key in 'start' | 'limit' | 'offset' | 'file' | 'buildId']: Mapping[Key];
};

/** Whether a line stands before a map. */
export function beginsMap(line: string): boolean {
  return /--- Memory map: ---|MAPPED_LIBRARIES:/.test(line);
}

/** Gives the location of each address; they have no names, and are numbered as they are asked for. */
export function addressLocations(
  builder: ProfileBuilder,
  map: MemoryMap,
): (address: bigint) => number {
  const locations = new Map<bigint, number>();
  return (address) => {
    const known =
      locations.get(address) ??
      builder.addLocation({ mapping: map.find(address), address, isFolded: false, lines: [] });
    locations.set(address, known);
    return known;
  };
}

/** Mappings are final once all addresses have been looked up: each may extend one of them, or need one more. */
export class MemoryMap {
  readonly #ranges: Range[];
  #unknown: number | undefined;

  constructor(lines: readonly string[]) {
    this.#ranges = withMainFirst(joined(rangesOf(lines)));
    const [first, second] = this.#ranges;
    if (first?.file.startsWith('/anon_hugepage') && first.limit === second?.start) {
      this.#ranges.shift();
    }
    const [main] = this.#ranges;
    if (main && main.start - main.offset === FIXED_START) {
      main.start = FIXED_START;
      main.offset = 0n;
    }
  }

  /** The number of the mapping that an address lies in; -1 for an address of 0. */
  find(address: bigint): number {
    if (address === 0n) {
      return -1;
    }
    const within = this.#ranges.findIndex(
      ({ start, limit }) => start <= address && address < limit,
    );
    return within >= 0 ? within : (this.#findBefore(address) ?? this.#addUnknown());
  }

  mappings(): readonly Mapping[] {
    return this.#ranges.map((range) => ({
      ...range,
      hasFunctions: false,
      hasFilenames: false,
      hasLineNumbers: false,
      hasInlineFrames: false,
    }));
  }

  /** Some write only the later parts of a mapping that is split. */
  #findBefore(address: bigint): number | undefined {
    const index = this.#ranges.findIndex(
      ({ start, offset }) =>
        offset !== 0n && offset <= start && start - offset <= address && address < start,
    );
    const range = this.#ranges[index];
    if (range) {
      range.start -= range.offset;
      range.offset = 0n;
      return index;
    }
    return undefined;
  }

  #addUnknown(): number {
    this.#unknown ??=
      this.#ranges.push({ start: 0n, limit: HIGHEST, offset: 0n, file: '', buildId: '' }) - 1;
    return this.#unknown;
  }
}

function rangesOf(lines: readonly string[]): Range[] {
  const ranges: Range[] = [];
  const attributes: (readonly [name: string, value: string])[] = [];
  for (const raw of lines) {
    const line = raw.length > LONGEST_LINE ? '' : expanded(raw.replace(LOGGED, ''), attributes);
    if (line.length > LONGEST_LINE) {
      continue;
    }
    const proc = PROC_MAPS.exec(line);
    const brief = proc === null ? BRIEF_MAPS.exec(line) : null;
    const found = proc ?? brief;
    if (found === null) {
      // `build=/a/binary` is what `$build` stands for in lines behind it.
      const [, name, value] = /^([^=]*)=(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) {
        attributes.push([`$${name.trim()}`, value.trim()]);
      }
      continue;
    }
    const [, start = '', limit = '', permissions = ''] = found;
    const [offset = '', file = '', buildId = ''] = proc
      ? [proc[4], proc[5]]
      : [brief?.[5], brief?.[4], brief?.[6]];
    const [from = 0n, to = 0n, at = 0n] = [start, limit, offset].map((hex) =>
      BigInt(`0x${hex || '0'}`),
    );
    const isAddress = [from, to, at].every((each) => each <= HIGHEST);
    if (isAddress && (permissions === '' || permissions.includes('x'))) {
      ranges.push({ start: from, limit: to, offset: at, file, buildId });
    }
  }
  return ranges;
}

function expanded(line: string, attributes: readonly (readonly [string, string])[]): string {
  return attributes.reduce(
    (text, [name, value]) => (text.length > LONGEST_LINE ? text : text.replaceAll(name, value)),
    line,
  );
}

/** Parts that follow each other are one. */
function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const range of ranges) {
    const last = all.at(-1);
    if (last && isNext(last, range)) {
      last.limit = range.limit;
      last.file = range.file || last.file;
      last.buildId = range.buildId || last.buildId;
    } else {
      all.push(range);
    }
  }
  return all;
}

function isNext(range: Range, next: Range): boolean {
  const isSame = (one: string, other: string) => one === '' || other === '' || one === other;
  const hasOffsets = range.offset !== 0n && next.offset !== 0n;
  return (
    isSame(range.file, next.file) &&
    isSame(range.buildId, next.buildId) &&
    range.limit === next.start &&
    (!hasOffsets || range.offset + (range.limit - range.start) === next.offset)
  );
}

/** What is no library is the program's own binary. */
function withMainFirst(ranges: Range[]): Range[] {
  const main = ranges.findIndex(({ file }) => {
    const name = file.replaceAll('(deleted)', '').trim();
    return name !== '' && !LIBRARY.test(name) && !name.startsWith('[');
  });
  const [first, own] = [ranges[0], ranges[main]];
  if (first && own) {
    ranges[0] = own;
    ranges[main] = first;
  }
  return ranges;
}
