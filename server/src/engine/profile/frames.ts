/**
 * What the lines of locations are called, and which of them are one: google/pprof, aggregate in
 * internal/driver/driver.go, nodeInfo in internal/graph/graph.go.
 */
import { Uint32List } from './columns.ts';
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
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Frames by location, from `from` to `to`. */
  readonly ofLocation: Uint32Array;
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
  return { frames: namer.frames, from, to, ofLocation: ofLocation.toArray() };
}

class FrameNamer {
  readonly frames: Frame[] = [];
  readonly #profile: Profile;
  readonly #options: FrameOptions;
  readonly #known = new Map<string, number>();
  /** By function, where nothing but that tells frames apart. */
  readonly #ofFunction: Int32Array;
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
    const { locations } = this.#profile;
    return this.#frame({
      name: '',
      address: this.#addressOf(location),
      file: '',
      startLine: 0,
      line: 0,
      column: 0,
      binary: this.#binaryOf(locations.mapping[location] ?? -1),
    });
  }

  ofLine(location: number, line: number): number {
    const { locations, functions, strings } = this.#profile;
    const index = locations.lineFunction[line] ?? 0;
    const isOfFunction = !this.#hasLines && !this.#options.withBinaries && this.#hasFunctions;
    const known = isOfFunction ? (this.#ofFunction[index] ?? -1) : -1;
    if (known >= 0) {
      return known;
    }
    const name = this.#hasFunctions ? (strings[functions.name[index] ?? 0] ?? '') : '';
    const file = this.#hasFiles ? (strings[functions.file[index] ?? 0] ?? '') : '';
    const hasBinary = this.#options.withBinaries || name === '';
    const frame = this.#frame({
      name,
      address: this.#addressOf(location),
      file: file === '' ? '' : cleanPath(this.#options.trimPath(file)),
      startLine: hasBinary ? (functions.startLine[index] ?? 0) : 0,
      line: this.#hasLines ? (locations.line[line] ?? 0) : 0,
      column: this.#hasColumns ? (locations.column[line] ?? 0) : 0,
      binary: hasBinary ? this.#binaryOf(locations.mapping[location] ?? -1) : '',
    });
    if (isOfFunction && !hasBinary) {
      this.#ofFunction[index] = frame;
    }
    return frame;
  }

  #addressOf(location: number): bigint {
    return this.#hasAddresses ? (this.#profile.locations.address[location] ?? 0n) : 0n;
  }

  #binaryOf(mapping: number): string {
    return this.#profile.mappings[mapping]?.file ?? '';
  }

  #frame(frame: Frame): number {
    const key = `${frame.name}\0${frame.file}\0${frame.binary}\0${frame.address} ${frame.line} ${frame.column} ${frame.startLine}`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#known.set(key, this.frames.length);
    return this.frames.push(frame) - 1;
  }
}

/** As tables write it: `address name file:line:column`, with what there is of these. */
export function frameText(frame: Frame): string {
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
