/**
 * What the lines of locations are called, and which of them are one: google/pprof, aggregate in
 * internal/driver/driver.go, nodeInfo in internal/graph/graph.go.
 */
import { Uint32List } from './columns.ts';
import { PairTable } from './pairTable.ts';
import type { Profile } from './profile.ts';

export const GRANULARITIES = ['functions', 'filefunctions', 'files', 'lines', 'addresses'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

export interface FrameOptions {
  readonly granularity: Granularity;
  /** Leaves the function that the compiler made, without what it inlined. */
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  /** Tells functions of different binaries, or that begin on different lines, apart. */
  readonly withBinaries: boolean;
  /** Cuts the beginnings of files' paths. */
  readonly trimPath: (file: string) => string;
}

export interface Frame {
  /** Empty where it is unknown, or not looked at. */
  readonly name: string;
  /** 0n where addresses are not told apart. */
  readonly address: bigint;
  readonly file: string;
  readonly startLine: number;
  readonly line: number;
  readonly column: number;
  /** The file of the mapping, where it counts. */
  readonly binary: string;
}

/** The frames of all locations, several for one where calls were inlined: the innermost first. */
export interface FrameTable {
  readonly frames: readonly Frame[];
  /** Their texts. */
  readonly names: readonly string[];
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Frames by location, from `from` to `to`. */
  readonly ofLocation: Uint32Array;
  /** The frame of a location that has one only, as most have; -1 for others. */
  readonly only: Int32Array;
}

export function frameTable(profile: Profile, options: FrameOptions): FrameTable {
  const { locations } = profile;
  const namer = new FrameNamer(profile, options);
  const from = new Uint32Array(locations.count);
  const to = new Uint32Array(locations.count);
  const ofLocation = new Uint32List();
  for (let location = 0; location < locations.count; location++) {
    from[location] = ofLocation.length;
    const first = locations.lineFrom[location] ?? 0;
    const end = locations.lineTo[location] ?? 0;
    if (first === end) {
      ofLocation.push(namer.ofAddress(location));
    }
    for (let line = options.noInlines ? Math.max(first, end - 1) : first; line < end; line++) {
      ofLocation.push(namer.ofLine(location, line));
    }
    to[location] = ofLocation.length;
  }
  const { frames } = namer;
  const frameAt = ofLocation.toArray();
  const only = new Int32Array(locations.count);
  for (let location = 0; location < locations.count; location++) {
    const start = from[location] ?? 0;
    only[location] = to[location] === start + 1 ? (frameAt[start] ?? -1) : -1;
  }
  return { frames, names: frames.map(frameText), from, to, ofLocation: frameAt, only };
}

/** The part of a frame that is the same in all lines of a function. */
type FrameTexts = Pick<Frame, 'name' | 'file' | 'startLine' | 'binary'>;

class FrameNamer {
  readonly frames: Frame[] = [];
  readonly #profile: Profile;
  readonly #options: FrameOptions;
  readonly #texts: FrameTexts[] = [];
  /** Of names that have nothing beside them, and of all others. */
  readonly #knownNames = new Map<string, number>();
  readonly #knownTexts = new Map<string, number>();
  /** The texts of each function, where they do not depend on the binary; -1 for not known yet. */
  readonly #ofFunction: Int32Array;
  /** Frames by texts, by texts and line, and those that have more than that. */
  readonly #ofTexts: number[] = [];
  readonly #pairs = new PairTable();
  readonly #ofPair: number[] = [];
  readonly #others = new Map<string, number>();
  readonly #hasAddresses: boolean;
  readonly #hasLines: boolean;
  readonly #hasFiles: boolean;
  readonly #hasFunctions: boolean;
  readonly #hasColumns: boolean;

  constructor(profile: Profile, options: FrameOptions) {
    const { granularity, noInlines, showColumns } = options;
    this.#profile = profile;
    this.#options = options;
    this.#ofFunction = new Int32Array(profile.functions.count).fill(-1);
    this.#hasAddresses = granularity === 'addresses';
    this.#hasLines = this.#hasAddresses || granularity === 'lines';
    this.#hasFiles = granularity !== 'functions';
    this.#hasFunctions = granularity !== 'files';
    // Nothing at all is aggregated by addresses, unless inlined calls are left out.
    this.#hasColumns = this.#hasLines && (showColumns || (this.#hasAddresses && !noInlines));
  }

  ofAddress(location: number): number {
    const texts = { name: '', file: '', startLine: 0, binary: this.#binaryOf(location) };
    return this.#frame(this.#numberOf(texts), location, 0, 0);
  }

  ofLine(location: number, line: number): number {
    const { lineFunction, line: lines, column } = this.#profile.locations;
    return this.#frame(
      this.#textsOf(lineFunction[line] ?? 0, location),
      location,
      this.#hasLines ? (lines[line] ?? 0) : 0,
      this.#hasColumns ? (column[line] ?? 0) : 0,
    );
  }

  #textsOf(index: number, location: number): number {
    const known = this.#ofFunction[index] ?? -1;
    if (known >= 0) {
      return known;
    }
    const { functions, strings } = this.#profile;
    const name = this.#hasFunctions ? (strings[functions.name[index] ?? 0] ?? '') : '';
    const file = this.#hasFiles ? (strings[functions.file[index] ?? 0] ?? '') : '';
    const hasBinary = this.#options.withBinaries || name === '';
    const texts = this.#numberOf({
      name,
      file: file === '' ? '' : cleanPath(this.#options.trimPath(file)),
      startLine: hasBinary ? (functions.startLine[index] ?? 0) : 0,
      binary: hasBinary ? this.#binaryOf(location) : '',
    });
    if (!hasBinary) {
      this.#ofFunction[index] = texts;
    }
    return texts;
  }

  #binaryOf(location: number): string {
    return this.#profile.mappings[this.#profile.locations.mapping[location] ?? -1]?.file ?? '';
  }

  #numberOf(texts: FrameTexts): number {
    const { name, file, startLine, binary } = texts;
    const isName = file === '' && binary === '' && startLine === 0;
    const all = isName ? this.#knownNames : this.#knownTexts;
    const key = isName ? name : `${name}\0${file}\0${binary}\0${startLine}`;
    const known = all.get(key);
    if (known !== undefined) {
      return known;
    }
    all.set(key, this.#texts.length);
    return this.#texts.push(texts) - 1;
  }

  #frame(texts: number, location: number, line: number, column: number): number {
    const address = this.#hasAddresses ? (this.#profile.locations.address[location] ?? 0n) : 0n;
    const make = () => {
      const { name, file, startLine, binary } = this.#texts[texts] ?? NO_TEXTS;
      return this.frames.push({ name, address, file, startLine, line, column, binary }) - 1;
    };
    if (address === 0n && column === 0 && line === 0) {
      return (this.#ofTexts[texts] ??= make());
    }
    if (address === 0n && column === 0 && line === line >>> 0) {
      const pair = this.#pairs.indexOf(texts, line);
      return (this.#ofPair[pair] ??= make());
    }
    const key = `${texts} ${address} ${line} ${column}`;
    const known = this.#others.get(key) ?? make();
    this.#others.set(key, known);
    return known;
  }
}

const NO_TEXTS: FrameTexts = { name: '', file: '', startLine: 0, binary: '' };

/** As tables write it: `address name file:line:column`, with what there is of these. */
function frameText(frame: Frame): string {
  const { name, address, file, line, column, binary } = frame;
  const parts = [
    ...(address === 0n ? [] : [address.toString(16).padStart(16, '0')]),
    ...(name === '' ? [] : [name]),
  ];
  if (line !== 0) {
    parts.push(`${file}:${line}${column === 0 ? '' : `:${column}`}`);
  } else if (file !== '') {
    parts.push(file);
  } else if (name === '') {
    parts.push(binary === '' ? '<unknown>' : `[${baseName(binary)}]`);
  }
  return parts.join(' ');
}

/** Go's filepath.Base, for paths with slashes. */
export function baseName(path: string): string {
  if (path === '') {
    return '.';
  }
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Go's filepath.Clean, for paths with slashes. */
function cleanPath(path: string): string {
  if (!/\/\/|\/$|(?:^|\/)\.\.?(?:\/|$)/.test(path)) {
    return path === '' ? '.' : path;
  }
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') {
      parts.pop();
    } else if (part !== '' && part !== '.' && !(part === '..' && isRooted)) {
      parts.push(part);
    }
  }
  return isRooted ? `/${parts.join('/')}` : parts.join('/') || '.';
}

/** How paths begin in profiles of builds that ran in a sandbox: google/pprof, internal/report/source.go. */
const SANDBOXES = ['/proc/self/cwd/./', '/proc/self/cwd/'];

/**
 * Cuts the first of `prefixes` that a path begins with; without any, what comes before the folder of one
 * of `searchPaths`.
 */
export function pathTrimmer(
  prefixes: readonly string[],
  searchPaths: readonly string[],
): (file: string) => string {
  const endings = prefixes.length > 0 ? [] : searchPaths.map((path) => `/${baseName(path)}/`);
  const starts = [...prefixes, ...SANDBOXES].map((prefix) =>
    prefix.endsWith('/') ? prefix : `${prefix}/`,
  );
  return (file) => {
    for (const ending of endings) {
      const found = file.indexOf(ending);
      if (found >= 0) {
        return file.slice(found + ending.length);
      }
    }
    const start = starts.find((each) => file.startsWith(each));
    return start === undefined ? file : file.slice(start.length);
  };
}
