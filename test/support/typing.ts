import type { InlayHint, Range } from 'vscode-languageserver/node';
import { settledHints } from './goScene.ts';
import { hintLines, type LanguageServer } from './languageServer.ts';

/** The key that deletes what is before the cursor. */
const BACKSPACE = '⌫';

/** Keys pressed one after the other, with the cursor at one place first. */
export interface Strokes {
  /** A text that is in the file once; its `‸` is where the cursor goes. */
  readonly at: string;
  /** Characters, `⌫` and, for Enter, `\n`: it brings the indentation of its line along. */
  readonly keys: string;
}

/** What somebody typed in one file. */
export interface Recording {
  readonly file: string;
  readonly story: string;
  readonly strokes: readonly Strokes[];
}

/** Hints that changed, counted by keystroke and line. */
export interface TypingFigures {
  readonly keystrokes: number;
  /** Texts on the way that the compiler took. */
  readonly compiled: number;
  /** On lines that the edit does not touch, and not so because the program changed. */
  readonly elsewhere: readonly string[];
  /**
   * On such lines, as a compiler says that never saw another text; or hints that our own analysis had
   * before the text compiled, and that are still there when it does.
   */
  readonly borneOut: number;
  /** On the lines that the edit touches. */
  readonly onEditedLines: number;
  /** The most by which one keystroke changed them. */
  readonly mostAtOnce: number;
  /** On lines that the edit does not touch, gone or there only until the compiler had answered. */
  readonly meanwhile: readonly string[];
}

/** A hint on a text that does not compile. */
interface Early {
  readonly label: string;
  readonly change: string;
}

interface HintChanges {
  /** On lines that the edit does not touch, as `line:column label`. */
  readonly gone: readonly string[];
  readonly come: readonly string[];
  readonly onEditedLines: number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
}

/** Who is there while somebody types. */
export interface Typing {
  readonly server: LanguageServer;
  /** Is asked about texts without having seen others. */
  readonly witness: LanguageServer;
  /** Is told of each keystroke, and of what the server answers. */
  readonly onAnswer: (edit: TypedEdit, answer: Answer) => Promise<void>;
}

/** Types a recording as an editor passes it on, asking for hints after each keystroke. */
export async function type(
  { server, witness, onAnswer }: Typing,
  uri: string,
  recording: Recording,
  original: string,
): Promise<TypingFigures> {
  await server.open(uri, original);
  let hints: readonly InlayHint[] = (await settledHints(server, uri)).hints;
  const elsewhere: string[] = [];
  const meanwhile: string[] = [];
  let early: readonly Early[] = [];
  let keystrokes = 0;
  let compiled = 0;
  let borneOut = 0;
  let onEditedLines = 0;
  let mostAtOnce = 0;
  for (const edit of editsOf(recording, original)) {
    const { text, range, inserted } = edit;
    await server.change(uri, inserted, range);
    const now = await answeredHints(server, uri);
    await onAnswer(edit, now);
    const changes = compareHints(hints, now.hints, range, inserted);
    const changesAtOnce = compareHints(hints, now.atOnce, range, inserted);
    meanwhile.push(
      ...without(changesAtOnce.gone, changes.gone).map(
        (hint) => `${hint} went: ${text.split('\n')[range.start.line]}`,
      ),
      ...without(changesAtOnce.come, changes.come).map(
        (hint) => `${hint} came: ${text.split('\n')[range.start.line]}`,
      ),
    );
    hints = now.hints;
    keystrokes++;
    compiled += now.compiles ? 1 : 0;
    onEditedLines += changes.onEditedLines;
    mostAtOnce = Math.max(mostAtOnce, changes.onEditedLines);
    if (now.compiles) {
      const kept = early.filter(({ label }) => hints.some((hint) => labelOf(hint) === label));
      borneOut += kept.length;
      elsewhere.push(...early.filter((each) => !kept.includes(each)).map(({ change }) => change));
      early = [];
    }
    if (changes.gone.length + changes.come.length > 0) {
      const line = text.split('\n')[range.start.line] ?? '';
      const withKey = (change: string) => `${change}, with \`${line.trim()}\``;
      if (now.compiles && (await isBorneOut(witness, uri, text, hints))) {
        borneOut += changes.gone.length + changes.come.length;
      } else if (!now.compiles && changes.gone.length === 0) {
        const come = changes.come.map((hint) => ({
          label: hint.slice(hint.indexOf(' ') + 1),
          change: withKey(`${hint} came`),
        }));
        early = [...early, ...come];
      } else {
        elsewhere.push(
          ...changes.gone.map((hint) => withKey(`${hint} went`)),
          ...changes.come.map((hint) => withKey(`${hint} came`)),
        );
      }
    }
  }
  elsewhere.push(...early.map(({ change }) => change));
  return { keystrokes, compiled, elsewhere, borneOut, onEditedLines, mostAtOnce, meanwhile };
}

/** One keystroke: what it puts in the place of a range, and the text that is there then. */
export interface TypedEdit {
  readonly text: string;
  readonly range: Range;
  readonly inserted: string;
}

function* editsOf({ strokes }: Recording, original: string): Generator<TypedEdit, void> {
  let text = original;
  for (const { at, keys } of strokes) {
    let cursor = cursorAt(text, at);
    for (const key of keys) {
      const { start, end, inserted } = editOf(text, cursor, key);
      const range = rangeOf(text, { start, end, inserted });
      text = text.slice(0, start) + inserted + text.slice(end);
      cursor = start + inserted.length;
      yield { text, range, inserted };
    }
  }
}

function cursorAt(text: string, marked: string): number {
  const before = marked.indexOf('‸');
  const wanted = marked.replace('‸', '');
  const found = text.indexOf(wanted);
  if (before < 0 || found < 0 || text.includes(wanted, found + 1)) {
    throw new Error(`not one place: ${marked}`);
  }
  return found + before;
}

function editOf(text: string, cursor: number, key: string): Edit {
  if (key === BACKSPACE) {
    return { start: cursor - 1, end: cursor, inserted: '' };
  }
  const line = text.slice(text.lastIndexOf('\n', cursor - 1) + 1, cursor);
  const indentation = key === '\n' ? (/^\t*/.exec(line)?.[0] ?? '') : '';
  return { start: cursor, end: cursor, inserted: key + indentation };
}

function rangeOf(text: string, { start, end }: Edit): Range {
  return { start: positionOf(text, start), end: positionOf(text, end) };
}

function positionOf(text: string, offset: number): Range['start'] {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** The server's answer on a text, and whether the compiler takes that text. */
export interface Answer {
  /** Before the compiler has seen the text. */
  readonly atOnce: readonly InlayHint[];
  readonly hints: readonly InlayHint[];
  readonly compiles: boolean;
}

async function answeredHints(server: LanguageServer, uri: string): Promise<Answer> {
  const atOnce = await server.hints(uri);
  const { hints, status } = await settledHints(server, uri);
  if (status.state === 'failed') {
    throw new Error(status.message);
  }
  return { atOnce, hints, compiles: status.state === 'ready' };
}

/** What an editor shows that only moved its hints along, against what the server now says. */
function compareHints(
  before: readonly InlayHint[],
  after: readonly InlayHint[],
  { start, end }: Range,
  inserted: string,
): HintChanges {
  const lastLine = start.line + inserted.split('\n').length - 1;
  const shift = lastLine - end.line;
  const isOld = ({ position: { line } }: InlayHint) => line >= start.line && line <= end.line;
  const isNew = ({ position: { line } }: InlayHint) => line >= start.line && line <= lastLine;
  const expected = before
    .filter((hint) => !isOld(hint))
    .map(({ position: { line, character }, label }) =>
      describeHint(line > end.line ? line + shift : line, character, label),
    );
  const found = after
    .filter((hint) => !isNew(hint))
    .map(({ position: { line, character }, label }) => describeHint(line, character, label));
  // A line that is split or joined takes its hint along, to either half.
  const oldLabels = before.filter(isOld).map(labelOf);
  const newLabels = after.filter(isNew).map(labelOf);
  return {
    gone: without(expected, found),
    come: without(found, expected),
    onEditedLines: Math.max(
      without(oldLabels, newLabels).length,
      without(newLabels, oldLabels).length,
    ),
  };
}

function describeHint(line: number, character: number, label: InlayHint['label']): string {
  return `${line + 1}:${character + 1} ${labelText(label)}`;
}

function labelOf({ label }: InlayHint): string {
  return labelText(label);
}

function labelText(label: InlayHint['label']): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

/** What of `items` is not in `others`, each as often as it is there too much. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    left.splice(at, at < 0 ? 0 : 1);
    return at < 0;
  });
}

/** Whether these are the hints of a text for a server that knows no other. */
async function isBorneOut(
  witness: LanguageServer,
  uri: string,
  text: string,
  hints: readonly InlayHint[],
): Promise<boolean> {
  await witness.open(uri, text);
  const settled = await settledHints(witness, uri);
  // With its last document the server forgets the package.
  await witness.close(uri);
  return (
    settled.status.state === 'ready' &&
    hintLines(settled.hints).join('\n') === hintLines(hints).join('\n')
  );
}
