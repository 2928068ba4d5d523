import { Documents } from './documents.ts';
import { linesInJson } from './jsonLines.ts';
import { LineSplitter } from './lines.ts';
import { NewestFirst } from './newestFirst.ts';
import { Processes } from './processes.ts';
import type { Run } from './run.ts';
import type { RuntimeLine } from './runtimeFields.ts';
import { beginsAsRuntimeLine, mayBeRuntimeLine } from './runtimeForms.ts';
import { readRuntimeLine } from './runtimeLine.ts';
import { mendedCycle } from './torn.ts';
import { withoutColours, type UnwrappedLine } from './unwrapped.ts';
import { mayHideText, unwrap } from './wrappers.ts';

/** A line that looks like one of the runtime's, and could not be read. */
export interface Reject {
  readonly line: number;
  readonly reason: string;
  /** As it is in the log, cut where it is long. */
  readonly text: string;
}

export interface GcLog {
  readonly countLines: number;
  /** In the order in which they begin. */
  readonly runs: readonly Run[];
  /** Processes beyond the most that are kept. */
  readonly countOmittedRuns: number;
  readonly countRejects: number;
  /** The first of them. */
  readonly rejects: readonly Reject[];
}

const MOST_RUNS = 10_000;
const MOST_REJECTS = 200;
const LONGEST_REJECT = 240;
/** Sources whose processes are kept apart, and whose pieces wait for their ends: beyond them the oldest is let go. */
const MOST_SOURCES = 4096;
const LONGEST_JOINED = 1 << 18;

const LONGEST_TORN = 512;
/** Lines of a log within which the rest of a torn line is expected. */
const MOST_LINES_TORN = 32;

/** The beginning of a line whose rest has not come yet. */
interface Torn extends Reject {
  readonly head: string;
}

type FoundLine = Exclude<RuntimeLine, { kind: 'reject' }>;

interface Found {
  readonly source: string;
  readonly found: FoundLine;
  readonly line: number;
}

interface Pieces {
  readonly line: number;
  text: string;
}

/** Reads a log in pieces, as they come, and knows at each moment what was in it. */
export class GcLogReader {
  readonly #splitter = new LineSplitter((line) => {
    this.#readRaw(line);
  });
  readonly #documents = new Documents();
  readonly #order = new NewestFirst();
  /** What has been found, until the order of the log is known, and in one that has the newest first. */
  #found: Found[] | undefined = [];
  readonly #processes = new Map<string, Processes>();
  /** Those of the line before. */
  #last: { readonly source: string; readonly processes: Processes } | undefined;
  readonly #pieces = new Map<string, Pieces>();
  readonly #torn = new Map<string, Torn>();
  #runs: Run[] = [];
  readonly #rejects: Reject[] = [];
  #countOmittedRuns = 0;
  #countRejects = 0;
  #countLines = 0;

  push(text: string): void {
    this.#splitter.push(text);
  }

  /** What has been read so far. The runs go on when more is read. */
  get log(): GcLog {
    if (this.#found && this.#order.isSo) {
      this.#takeAnew(this.#found.toReversed());
    }
    return {
      countLines: this.#countLines,
      runs: this.#runs,
      countOmittedRuns: this.#countOmittedRuns,
      countRejects: this.#countRejects,
      rejects: this.#rejects,
    };
  }

  /** The text has ended, and the last line with it. */
  end(): GcLog {
    this.#splitter.end();
    for (const { text, line } of this.#documents.end()) {
      this.#read(text, line);
    }
    for (const [source, { text, line }] of this.#pieces) {
      this.#take(source, text, line);
    }
    this.#pieces.clear();
    this.#giveUpTorn(Infinity);
    this.#rejects.sort((a, b) => a.line - b.line);
    return this.log;
  }

  #readRaw(raw: string): void {
    this.#countLines++;
    if (!this.#documents.isOpen) {
      this.#read(raw, this.#countLines);
      return;
    }
    const taken = this.#documents.take(raw, this.#countLines);
    if (taken.kind === 'lines') {
      for (const { text, line } of taken.lines) {
        this.#read(text, line);
      }
    } else if (taken.kind === 'document') {
      for (const { unwrapped, line } of taken.lines) {
        this.#takeUnwrapped(unwrapped, line);
      }
    }
  }

  #read(raw: string, lineNumber: number): void {
    const line = withoutColours(raw);
    const many = mayHaveSeveral(line) ? linesInJson(line) : undefined;
    if (many) {
      for (const unwrapped of many) {
        this.#takeUnwrapped(unwrapped, lineNumber);
      }
      return;
    }
    const isAwaited = this.#pieces.size > 0 || this.#torn.size > 0;
    if (!mayBeRuntimeLine(line) && !isAwaited && !mayHideText(line)) {
      return;
    }
    if (this.#torn.size > 0) {
      this.#giveUpTorn(lineNumber - MOST_LINES_TORN);
    }
    const { source, text, isPartial } = unwrap(line);
    const begun = this.#begunPieces(source, text);
    if (isPartial) {
      this.#keepPiece(source, begun ?? { line: lineNumber, text: '' }, text);
      return;
    }
    this.#pieces.delete(source);
    this.#takeLines(source, begun ? begun.text + text : text, begun?.line ?? lineNumber);
  }

  /** What an export says of a line may be around another logger's. */
  #takeUnwrapped({ source, text }: UnwrappedLine, line: number): void {
    const inner = unwrap(text);
    this.#takeLines([source, inner.source].filter(Boolean).join(' '), inner.text, line);
  }

  #takeLines(source: string, text: string, line: number): void {
    if (text.includes('\n')) {
      for (const part of text.split('\n')) {
        this.#take(source, part, line);
      }
    } else {
      this.#take(source, text, line);
    }
  }

  /** What a line goes on with; a line of the runtime that begins is of none, though the end before it is lost. */
  #begunPieces(source: string, text: string): Pieces | undefined {
    const begun = this.#pieces.get(source);
    if (begun && beginsAsRuntimeLine(text)) {
      this.#pieces.delete(source);
      this.#take(source, begun.text, begun.line);
      return undefined;
    }
    return begun;
  }

  #keepPiece(source: string, pieces: Pieces, text: string): void {
    pieces.text = (pieces.text + text).slice(0, LONGEST_JOINED);
    remember(this.#pieces, source, pieces);
  }

  #take(source: string, text: string, line: number): void {
    const torn = this.#torn.get(source);
    const mended = torn && mendedCycle(torn.head, text);
    if (torn && mended !== undefined) {
      this.#torn.delete(source);
      this.#take(source, mended, torn.line);
      return;
    }
    for (const found of readRuntimeLine(text, line)) {
      if (found.kind === 'reject') {
        this.#reject(source, text, { line, reason: found.reason, text }, found.torn);
      } else {
        this.#note({ source, found, line });
        this.#takeFound(this.#processesOf(source), found, line);
      }
    }
  }

  /** Of a log in the order of its times nothing is kept but what it comes to. */
  #note(found: Found): void {
    if (!this.#found) {
      return;
    }
    this.#found.push(found);
    if (!this.#order.isKnown && found.found.kind === 'cycle') {
      this.#order.add(found.source, found.found.cycle);
    }
    if (this.#order.isKnown && !this.#order.isSo) {
      this.#found = undefined;
    }
  }

  #takeAnew(all: readonly Found[]): void {
    this.#processes.clear();
    this.#last = undefined;
    this.#runs = [];
    this.#countOmittedRuns = 0;
    for (const { source, found, line } of all) {
      this.#takeFound(this.#processesOf(source), found, line);
    }
  }

  #reject(source: string, text: string, reject: Reject, tornFrom: number | undefined): void {
    if (tornFrom === undefined) {
      this.#countReject(reject);
      return;
    }
    const before = this.#torn.get(source);
    if (before) {
      this.#countReject(before);
    }
    remember(this.#torn, source, {
      ...reject,
      head: text.slice(tornFrom, tornFrom + LONGEST_TORN),
    });
  }

  #countReject({ line, reason, text }: Reject): void {
    this.#countRejects++;
    if (this.#rejects.length < MOST_REJECTS) {
      this.#rejects.push({ line, reason, text: text.slice(0, LONGEST_REJECT) });
    }
  }

  /** The rest of what began at this line or before does not come. */
  #giveUpTorn(line: number): void {
    for (const [source, torn] of this.#torn) {
      if (torn.line <= line) {
        this.#torn.delete(source);
        this.#countReject(torn);
      }
    }
  }

  #takeFound(processes: Processes, found: FoundLine, line: number): void {
    switch (found.kind) {
      case 'cycle':
        processes.ofCycle(found.cycle).addCycle(found.cycle);
        break;
      case 'scavenge':
        processes.ofLine(line).scavenges.push(found.row);
        break;
      case 'pacer':
        processes.ofLine(line).pacers.push(found.row);
        break;
      case 'sched':
        processes.ofSched(found.row.ms, line).scheds.push(found.row);
        break;
      case 'init':
        processes.ofInit(found.init).inits.push(found.init);
        break;
      case 'failure':
        processes.ofLine(line).addFailure(found.failure);
        break;
      case 'goroutine':
        processes.ofLine(line).addGoroutine(found.state, found.waitMinutes);
        break;
    }
  }

  #processesOf(source: string): Processes {
    if (source === this.#last?.source) {
      return this.#last.processes;
    }
    const processes =
      this.#processes.get(source) ??
      new Processes(source, (run) => {
        this.#begin(run);
      });
    remember(this.#processes, source, processes);
    this.#last = { source, processes };
    return processes;
  }

  #begin(run: Run): void {
    if (this.#runs.length < MOST_RUNS) {
      this.#runs.push(run);
    } else {
      this.#countOmittedRuns++;
    }
  }
}

/** Makes it the newest of the map, and lets the oldest go. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (oldest !== undefined && map.size > MOST_SOURCES) {
    map.delete(oldest);
  }
}

/** What an export gives in one line of JSON: an array, or an object with several lines of the runtime in it. */
function mayHaveSeveral(line: string): boolean {
  return line.startsWith('[{') || (line.startsWith('{') && /gc \d+ @.*gc \d+ @/.test(line));
}
