import { Explanations } from './explanations.ts';
import { parseLogLine, type LogLine } from './message.ts';
import {
  placeKey,
  samePlace,
  type Capture,
  type CompileError,
  type CompilerLog,
  type Explanation,
  type Flow,
  type FlowStep,
  type InlineFact,
  type InlinedCall,
  type Place,
  type VerdictRow,
} from './rows.ts';

interface OpenFlow extends Flow {
  readonly steps: FlowStep[];
}

interface OpenExplanation extends Explanation {
  readonly flows: OpenFlow[];
}

interface Effects {
  readonly place: Place;
  readonly what: string;
  readonly effects: string[];
}

const MAXIMUM_UNPLACED_LINES = 20;

/**
 * Reads the compiler's `-m=2 -d=escapemutationscalls=1` text line by line as it streams, and builds
 * its rows: a `-m=2` run explains while it solves and gives its verdicts afterwards, so the two are
 * joined here.
 *
 * `resolveFile` turns a file name as printed (relative, `$GOROOT/…`, a stand-in for an unsaved
 * buffer) into the name that the rest of the product knows; it is asked once per name.
 */
export class CompilerLogReader {
  readonly #resolveFile: (printed: string) => string;
  readonly #files = new Map<string, string>();
  readonly #rows: VerdictRow[] = [];
  readonly #inlineFacts: InlineFact[] = [];
  readonly #inlinedCalls: InlinedCall[] = [];
  readonly #inlinedPlaces = new Set<string>();
  readonly #captures: Capture[] = [];
  readonly #remarks: CompileError[] = [];
  readonly #explanations = new Explanations();
  readonly #effects = new Map<string, Effects>();
  /** The parameter that the last row says leaks: what it says of it next is of the same function. */
  #leaking: string | undefined;
  readonly #unplaced: string[] = [];
  #open: OpenExplanation | undefined;
  #isEscapeAnalysisOver = false;

  constructor(resolveFile: (printed: string) => string = (printed) => printed) {
    this.#resolveFile = resolveFile;
  }

  /** True once the backend has spoken: no verdict comes after that. Needs `-W` among the flags. */
  get isEscapeAnalysisOver(): boolean {
    return this.#isEscapeAnalysisOver;
  }

  /** The first lines that name no place: what a compiler says that cannot even begin. */
  get unplacedText(): string {
    return this.#unplaced.join('\n');
  }

  readLine(text: string): void {
    if (this.#isEscapeAnalysisOver) {
      return;
    }
    const line = parseLogLine(text.endsWith('\r') ? text.slice(0, -1) : text);
    switch (line.type) {
      case 'row':
        this.#addRow(line);
        break;
      case 'explains':
        this.#explain(line);
        break;
      case 'flow':
        this.#open?.flows.push({
          destination: line.destination,
          operator: line.operator,
          source: line.source,
          steps: [],
        });
        break;
      case 'step':
        this.#open?.flows.at(-1)?.steps.push({
          expression: line.expression,
          reason: line.reason,
          at: this.#resolve(line.at),
        });
        break;
      case 'effect':
        this.#addEffect(line);
        break;
      case 'inline': {
        const { functionName, cost, reason } = line;
        this.#inlineFacts.push({
          place: this.#resolve(line.place),
          functionName,
          ...(cost === undefined ? {} : { cost }),
          ...(reason === undefined ? {} : { reason }),
        });
        break;
      }
      case 'inlined':
        this.#addInlinedCall({ place: this.#resolve(line.place), callee: line.callee });
        break;
      case 'capture': {
        const { functionName, variable, byReference } = line;
        this.#captures.push({
          place: this.#resolve(line.place),
          functionName,
          variable,
          byReference,
        });
        break;
      }
      case 'remark':
        this.#remarks.push({ place: this.#resolve(line.place), message: line.message });
        break;
      case 'walk':
        this.#isEscapeAnalysisOver = true;
        break;
      case 'noise':
        if (this.#unplaced.length < MAXIMUM_UNPLACED_LINES) {
          this.#unplaced.push(text);
        }
        break;
    }
  }

  finish(): CompilerLog {
    return {
      rows: [
        ...this.#rows.map((row) => this.#withExplanation(this.#withOrigin(row))),
        ...[...this.#effects.values()].map(({ place, what, effects }): VerdictRow => ({
          place,
          kind: 'param',
          what,
          verdict: 'noleak',
          detail: effects.join(', '),
          isInlined: false,
        })),
      ],
      inlineFacts: this.#inlineFacts,
      inlinedCalls: this.#inlinedCalls,
      captures: this.#captures,
      remarks: this.#remarks,
    };
  }

  #resolve(place: Place): Place {
    let file = this.#files.get(place.file);
    if (file === undefined) {
      file = this.#resolveFile(place.file);
      this.#files.set(place.file, file);
    }
    return { file, line: place.line, column: place.column };
  }

  #addInlinedCall(call: InlinedCall): void {
    this.#inlinedCalls.push(call);
    this.#inlinedPlaces.add(placeKey(call.place));
  }

  #withOrigin(row: VerdictRow): VerdictRow {
    const isInlined =
      row.kind !== 'param' &&
      row.what !== '... argument' &&
      this.#inlinedPlaces.has(placeKey(row.place));
    return isInlined ? { ...row, isInlined } : row;
  }

  #addRow(line: LogLine & { type: 'row' }): void {
    const place = this.#resolve(line.place);
    const previous = this.#rows.at(-1);
    // A conversion without a copy is said right after the verdict on it, and does not name itself.
    const isSameConversion =
      line.row.kind === 'zerocopy' && previous !== undefined && samePlace(previous.place, place);
    this.#rows.push({
      place,
      isInlined: false,
      ...line.row,
      ...(isSameConversion ? { what: previous.what } : {}),
    });
    const { what, verdict } = line.row;
    this.#leaking = verdict.startsWith('leak') ? `${placeKey(place)} ${what}` : undefined;
  }

  #addEffect(line: LogLine & { type: 'effect' }): void {
    const place = this.#resolve(line.place);
    const key = `${placeKey(place)} ${line.what}`;
    if (key === this.#leaking) {
      return;
    }
    const known = this.#effects.get(key);
    if (!known) {
      this.#effects.set(key, { place, what: line.what, effects: [line.effect] });
    } else if (!known.effects.includes(line.effect)) {
      known.effects.push(line.effect);
    }
  }

  #explain(line: LogLine & { type: 'explains' }): void {
    this.#open = { functionName: line.functionName, flows: [] };
    this.#explanations.add(this.#resolve(line.place), line, this.#open);
  }

  #withExplanation(row: VerdictRow): VerdictRow {
    if (row.verdict === 'stack' || row.verdict === 'noleak') {
      return row;
    }
    const explanation = this.#explanations.take(row);
    return explanation ? { ...row, explanation } : row;
  }
}
