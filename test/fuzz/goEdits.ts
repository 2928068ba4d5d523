import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';

/** One replaced range of one text. */
export interface GoEdit {
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
}

/** What an edit is made of: a text, those of other files, and chance. */
export interface EditSource {
  readonly text: string;
  readonly others: readonly string[];
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/** Edits in the order in which they are made, each of the text that the one before led to. */
type EditKind = (source: EditSource) => readonly GoEdit[];

const CHARACTERS = Array.from('abcxyz019_ \t\n.,;:=+-*/&|<>(){}[]"`\'éß日😀');

const LINES = [
  '\t_ = new(int)',
  '\t_ = make([]byte, 64)',
  '\tfuzzed := new(struct{ a, b int })\n\tfuzzSink = fuzzed',
  '\tfuzzSink = &struct{ n [8]int }{}',
  '\tfor i := range 3 {\n\t\tfuzzSink = &i\n\t}',
  '\t// A comment.',
  '',
  '\treturn',
  'var _ = 1',
  '//go:noinline',
  '/* open',
  'import "fmt"',
];

const DECLARATIONS = [
  'func fuzzNew() *int {\n\tn := 1\n\treturn &n\n}',
  'func fuzzBox(v int) any { return v }',
  'var fuzzSink any',
  'type fuzzPair[T any] struct{ a, b T }',
  'func fuzzMake[T any](a T) *fuzzPair[T] { return &fuzzPair[T]{a, a} }',
  'const fuzzConst = 1 << 10',
];

const BRACKETS = Array.from('{}()[]"`\'');

/** Kinds of edits and how often each is made. */
const KINDS: readonly (readonly [weight: number, kind: EditKind])[] = [
  [10, insertCharacters],
  [8, deleteCharacters],
  [10, insertLine],
  [5, deleteLines],
  [8, changeNumber],
  [8, insertComment],
  [6, duplicateDeclaration],
  [4, deleteDeclaration],
  [6, moveDeclaration],
  [6, appendDeclaration],
  [5, addImport],
  [6, toggleInlining],
  [2, addConstraint],
  [4, breakBracket],
  [4, mendBracket],
  [4, pasteLines],
  [4, pasteDeclaration],
  [2, replaceAll],
];

/** A random edit, as a person or a tool might make it. */
export function randomEdit(source: EditSource): readonly GoEdit[] {
  const total = KINDS.reduce((sum, [weight]) => sum + weight, 0);
  let at = source.random() * total;
  for (const [weight, kind] of KINDS) {
    at -= weight;
    if (at < 0) {
      return kind(source);
    }
  }
  return [];
}

export function applyEdit(text: string, { start, end, inserted }: GoEdit): string {
  return text.slice(0, start) + inserted + text.slice(end);
}

/** The smallest edit that leads from one text to another. */
export function editBetween(from: string, to: string): GoEdit {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) {
    start++;
  }
  let tail = 0;
  while (
    tail < from.length - start &&
    tail < to.length - start &&
    from[from.length - 1 - tail] === to[to.length - 1 - tail]
  ) {
    tail++;
  }
  return { start, end: from.length - tail, inserted: to.slice(start, to.length - tail) };
}

function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}

function pick<T>(random: () => number, items: readonly T[]): T | undefined {
  return items[below(random, items.length)];
}

/** An offset that does not part the halves of a character. */
function placeIn({ text, random }: EditSource): number {
  const at = below(random, text.length + 1);
  const isHalf = /[\uDC00-\uDFFF]/.test(text.charAt(at));
  return isHalf ? at - 1 : at;
}

function lineStartIn(source: EditSource): number {
  return source.text.lastIndexOf('\n', placeIn(source) - 1) + 1;
}

function insertCharacters(source: EditSource): GoEdit[] {
  const start = placeIn(source);
  const count = 1 + below(source.random, 4);
  const inserted = Array.from({ length: count }, () => pick(source.random, CHARACTERS) ?? '');
  return [{ start, end: start, inserted: inserted.join('') }];
}

function deleteCharacters(source: EditSource): GoEdit[] {
  const start = placeIn(source);
  const wanted = Math.min(source.text.length, start + 1 + below(source.random, 10));
  const isHalf = /[\uDC00-\uDFFF]/.test(source.text.charAt(wanted));
  return [{ start, end: isHalf ? wanted + 1 : wanted, inserted: '' }];
}

function insertLine(source: EditSource): GoEdit[] {
  const start = lineStartIn(source);
  return [{ start, end: start, inserted: `${pick(source.random, LINES) ?? ''}\n` }];
}

function insertComment(source: EditSource): GoEdit[] {
  const start = lineStartIn(source);
  return [{ start, end: start, inserted: `// note ${below(source.random, 100)} ünï\n` }];
}

function deleteLines(source: EditSource): GoEdit[] {
  const start = lineStartIn(source);
  let end = start;
  for (let count = 1 + below(source.random, 3); count > 0 && end < source.text.length; count--) {
    const next = source.text.indexOf('\n', end);
    end = next < 0 ? source.text.length : next + 1;
  }
  return [{ start, end, inserted: '' }];
}

/** A change that a package goes on compiling with. */
function changeNumber({ text, random }: EditSource): GoEdit[] {
  const number = pick(random, [...text.matchAll(/\b[1-9][0-9]?\b/g)]);
  return number
    ? [
        {
          start: number.index,
          end: number.index + number[0].length,
          inserted: String(1 + below(random, 99)),
        },
      ]
    : [];
}

function declarationIn({ text, random }: EditSource): { start: number; end: number } | undefined {
  const declaration = pick(random, sliceFile(text).declarations);
  return declaration && { start: declaration.docStart, end: declaration.end };
}

/** Where a declaration may stand: before one of those that are there. */
function gapIn({ text, random }: EditSource): number {
  return pick(random, sliceFile(text).declarations)?.docStart ?? text.length;
}

function duplicateDeclaration(source: EditSource): GoEdit[] {
  const from = declarationIn(source);
  if (!from) {
    return [];
  }
  const copy = source.text.slice(from.start, from.end);
  // A copy under another name compiles, for a function at least.
  const inserted =
    source.random() < 0.7
      ? copy.replace(
          /^((?:func|type|var|const) (?:\([^)]*\) )?)(\w+)/m,
          `$1$2${below(source.random, 1000)}`,
        )
      : copy;
  const start = gapIn(source);
  return [{ start, end: start, inserted: `${inserted}\n\n` }];
}

function deleteDeclaration(source: EditSource): GoEdit[] {
  const from = declarationIn(source);
  return from ? [{ ...from, inserted: '' }] : [];
}

function moveDeclaration(source: EditSource): GoEdit[] {
  const from = declarationIn(source);
  if (!from) {
    return [];
  }
  const cut = { ...from, inserted: '' };
  const rest = applyEdit(source.text, cut);
  const start = gapIn({ ...source, text: rest });
  const inserted = `${source.text.slice(from.start, from.end)}\n\n`;
  return [cut, { start, end: start, inserted }];
}

function appendDeclaration({ text, random }: EditSource): GoEdit[] {
  const inserted = `\n${pick(random, DECLARATIONS) ?? ''}\n`;
  return [{ start: text.length, end: text.length, inserted }];
}

const IMPORTS = [
  ['container/list', 'New()'],
  ['errors', 'New("fuzz")'],
  ['math/big', 'NewInt(1)'],
  ['text/tabwriter', 'NewWriter(nil, 0, 8, 1, 32, 0)'],
] as const;

/** An import that was not there, and what uses it. */
function addImport({ text, random }: EditSource): GoEdit[] {
  const clause = sliceFile(text).declarations.find(({ keyword }) => keyword === 'package');
  const [path, use] = pick(random, IMPORTS) ?? IMPORTS[0];
  const name = `fuzz${below(random, 10_000)}`;
  const start = clause?.end ?? 0;
  const imported = { start, end: start, inserted: `\n\nimport ${name} "${path}"` };
  const end = text.length + imported.inserted.length;
  const used = `\nfunc use${name}() any { return ${name}.${use} }\n`;
  return [imported, { start: end, end, inserted: used }];
}

/** What other functions have of this one's allocations depends on whether it is inlined. */
function toggleInlining({ text, random }: EditSource): GoEdit[] {
  const functions = sliceFile(text).declarations.filter(({ keyword }) => keyword === 'func');
  const declaration = pick(random, functions);
  if (!declaration) {
    return [];
  }
  const directive = '//go:noinline\n';
  const { start, docStart } = declaration;
  const at = text.slice(docStart, start).lastIndexOf(directive);
  return at < 0
    ? [{ start, end: start, inserted: directive }]
    : [{ start: docStart + at, end: docStart + at + directive.length, inserted: '' }];
}

/** A constraint above all else: the file is part of the build, or is not. */
function addConstraint({ text, random }: EditSource): GoEdit[] {
  const first = /^\/\/go:build .*\n\n?/.exec(text);
  if (first) {
    return [{ start: 0, end: first[0].length, inserted: '' }];
  }
  const tag = random() < 0.5 ? 'ignore' : '!ignore';
  return [{ start: 0, end: 0, inserted: `//go:build ${tag}\n\n` }];
}

function breakBracket({ text, random }: EditSource): GoEdit[] {
  const places = Array.from(text.matchAll(/[{}()[\]"`']/g), ({ index }) => index);
  const at = pick(random, places);
  return at === undefined ? [] : [{ start: at, end: at + 1, inserted: '' }];
}

function mendBracket(source: EditSource): GoEdit[] {
  const start = placeIn(source);
  return [{ start, end: start, inserted: pick(source.random, BRACKETS) ?? '' }];
}

function pasteLines(source: EditSource): GoEdit[] {
  const lines = (pick(source.random, source.others) ?? '').split('\n');
  const first = below(source.random, lines.length);
  const pasted = lines.slice(first, first + 1 + below(source.random, 8));
  const start = lineStartIn(source);
  return [{ start, end: start, inserted: `${pasted.join('\n')}\n` }];
}

function pasteDeclaration(source: EditSource): GoEdit[] {
  const text = pick(source.random, source.others) ?? '';
  const from = declarationIn({ ...source, text });
  const start = gapIn(source);
  return from ? [{ start, end: start, inserted: `${text.slice(from.start, from.end)}\n\n` }] : [];
}

/** As a formatter does that knows no better: the whole text at once. */
function replaceAll({ text }: EditSource): GoEdit[] {
  return [{ start: 0, end: text.length, inserted: text.replace(/\n{3,}/g, '\n\n') }];
}
