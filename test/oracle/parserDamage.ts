/** What our parser makes of damaged Go: text as it is while somebody types. */
import { parseDeclaration } from '../../server/src/engine/syntax/parser.ts';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';

/** Typed in the middle of anything: punctuation, keywords, quotes, what is no Go at all. */
const PIECES =
  '( ) { } [ ] , ; : = := . ... " \' ` x 1 0x * & <- < ~ | ! # // /* \\ if for func else case var type return struct'.split(
    ' ',
  );

/** Typed at the end of a line of a function. */
const LINES = [
  'x.',
  'x.y(',
  'foo(a, ',
  'if x',
  'if x {',
  'for i := range',
  'y := T{',
  'y :=',
  'x[',
  'return ',
  'func(',
  'foo(func() {',
  'switch x {',
  'var ',
  'defer ',
];

/** Deleted where they stand next. */
const MARKS = ['(', ')', '{', '}', '[', ']', ',', ':=', '"', '.', 'func', 'if'];

export interface DamagedText {
  readonly text: string;
  /** The part of the original that is not held against the damaged text: the lines of the damage. */
  readonly start: number;
  readonly end: number;
  /** How far the text after it has moved. */
  readonly shift: number;
}

function pick<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** A file cut off, or with some characters less, or with a piece more. */
export function damageFile(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  switch (Math.floor(random() * 3)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() ** 3 * 40));
    default: {
      const piece = pick(PIECES, random) ?? '';
      return `${text.slice(0, at)}${random() < 0.5 ? piece : ` ${piece} `}${text.slice(at)}`;
    }
  }
}

/** A function in whose body something is typed or deleted; undefined where that cannot be. */
export function damageFunction(text: string, random: () => number): DamagedText | undefined {
  const body = text.indexOf('{');
  const from = body + Math.floor(random() * (text.length - body));
  if (random() < 0.5) {
    const at = text.indexOf('\n', from);
    const line = `\n\t${pick(LINES, random) ?? ''}`;
    return body < 0 || at < 0
      ? undefined
      : { text: text.slice(0, at) + line + text.slice(at), start: at, end: at, shift: line.length };
  }
  const mark = pick(MARKS, random) ?? '';
  const at = text.indexOf(mark, from);
  if (body < 0 || at < 0) {
    return undefined;
  }
  const lineEnd = text.indexOf('\n', at);
  return {
    text: text.slice(0, at) + text.slice(at + mark.length),
    start: text.lastIndexOf('\n', at) + 1,
    end: lineEnd < 0 ? text.length : lineEnd,
    shift: -mark.length,
  };
}

/** A node of a tree, by what all have. */
interface AnyNode {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly id?: number;
}

function isNode(value: object): value is AnyNode {
  return 'kind' in value && 'start' in value;
}

/** Calls `visit` for each node of a tree and what it stands in. */
function visitNodes(root: unknown, visit: (node: AnyNode, parent: AnyNode | undefined) => void) {
  const pending: { readonly value: unknown; readonly parent: AnyNode | undefined }[] = [
    { value: root, parent: undefined },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, parent } = next;
    if (typeof value !== 'object' || value === null) {
      continue;
    }
    const isTreeNode = isNode(value);
    if (isTreeNode) {
      visit(value, parent);
    }
    for (const child of Object.values(value)) {
      pending.push({ value: child, parent: isTreeNode ? value : parent });
    }
  }
}

function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 60), at + 60);
}

/** What is not as it must be in the trees of a file, whatever its text. */
export function treeFaults(text: string): string[] {
  const faults: string[] = [];
  const slices = sliceFile(text);
  for (const declaration of slices.declarations) {
    const piece = slices.textOf(declaration);
    const { syntax, others, errors, countExpressions } = parseDeclaration(piece);
    const ids = new Set<number>();
    visitNodes([syntax, others], (node, parent) => {
      const { kind, start, end, id } = node;
      const isInside =
        start >= (parent?.start ?? 0) && start <= end && end <= (parent?.end ?? piece.length);
      if (!isInside) {
        faults.push(`${kind} ${start}-${end} in ${parent?.kind ?? ''}: ${around(piece, start)}`);
      }
      if (id !== undefined) {
        if (ids.has(id) || id < 0 || id >= countExpressions) {
          faults.push(`id ${id} of ${countExpressions}: ${around(piece, start)}`);
        }
        ids.add(id);
      }
    });
    for (const { start, end, message } of errors) {
      if (start < 0 || start > end || end > piece.length) {
        faults.push(`${message} ${start}-${end}: ${around(piece, start)}`);
      }
    }
    if (!declaration.isComplete && errors.length === 0) {
      faults.push(`no error: ${around(piece, piece.length)}`);
    }
  }
  return faults;
}

export interface Kept {
  /** Of the nodes of the whole text, those that the damage does not touch. */
  readonly countNodes: number;
  /** Of these, those that the damaged text's tree has. */
  readonly countKept: number;
}

/** How much of a function's tree is there after a damage. */
export function keptNodes(original: string, damaged: DamagedText): Kept {
  const { start: from, end: to, shift } = damaged;
  const { syntax, others } = parseDeclaration(damaged.text);
  const found = new Set<string>();
  visitNodes([syntax, others], ({ kind, start, end }) => {
    found.add(`${kind} ${start} ${end}`);
  });
  let countNodes = 0;
  let countKept = 0;
  visitNodes(parseDeclaration(original).syntax, ({ kind, start, end }) => {
    const isBefore = end <= from;
    if (isBefore || start >= to) {
      const moved = isBefore ? 0 : shift;
      countNodes++;
      countKept += found.has(`${kind} ${start + moved} ${end + moved}`) ? 1 : 0;
    }
  });
  return { countNodes, countKept };
}
