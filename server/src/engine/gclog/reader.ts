import { LineSplitter } from './lines.ts';
import { Processes } from './processes.ts';
import type { Run } from './run.ts';
import type { RuntimeLine } from './runtimeFields.ts';
import { beginsAsRuntimeLine, mayBeRuntimeLine } from './runtimeForms.ts';
import { readRuntimeLine } from './runtimeLine.ts';
import { mendedCycle } from './torn.ts';
import { mayHideText, unwrap, withoutColours } from './wrappers.ts';

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

interface Pieces {
  readonly line: number;
  text: string;
}

/** Reads a log in pieces, as they come, and knows at each moment what was in it. */
export class GcLogReader {
  readonly #splitter = new LineSplitter((line) => {
    this.#read(line);
  });
  readonly #processes = new Map<string, Processes>();
  /** Those of the line before. */
  #last: { readonly source: string; readonly processes: Processes } | undefined;
  readonly #pieces = new Map<string, Pieces>();
  readonly #torn = new Map<string, Torn>();
  readonly #runs: Run[] = [];
  readonly #rejects: Reject[] = [];
  #countOmittedRuns = 0;
  #countRejects = 0;
  #countLines = 0;

  push(text: string): void {
    this.#splitter.push(text);
  }

  /** What has been read so far. The runs go on when more is read. */
  get log(): GcLog {
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
    for (const [source, { text, line }] of this.#pieces) {
      this.#take(source, text, line);
    }
    this.#pieces.clear();
    this.#giveUpTorn(Infinity);
    this.#rejects.sort((a, b) => a.line - b.line);
    return this.log;
  }

  #read(raw: string): void {
    this.#countLines++;
    const line = withoutColours(raw);
    const isAwaited = this.#pieces.size > 0 || this.#torn.size > 0;
    if (!mayBeRuntimeLine(line) && !isAwaited && !mayHideText(line)) {
      return;
    }
    if (this.#torn.size > 0) {
      this.#giveUpTorn(this.#countLines - MOST_LINES_TORN);
    }
    const { source, text, isPartial } = unwrap(line);
    const begun = this.#begunPieces(source, text);
    if (isPartial) {
      this.#keepPiece(source, begun ?? { line: this.#countLines, text: '' }, text);
      return;
    }
    this.#pieces.delete(source);
    const whole = begun ? begun.text + text : text;
    const lineNumber = begun?.line ?? this.#countLines;
    if (whole.includes('\n')) {
      for (const part of whole.split('\n')) {
        this.#take(source, part, lineNumber);
      }
    } else {
      this.#take(source, whole, lineNumber);
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
        this.#takeFound(this.#processesOf(source), found, line);
      }
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

  #takeFound(
    processes: Processes,
    found: Exclude<RuntimeLine, { kind: 'reject' }>,
    line: number,
  ): void {
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
