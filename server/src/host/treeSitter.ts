import { Language, Parser as TreeSitterParser, type Tree, type TreeCursor } from 'web-tree-sitter';
import type { Parser, SyntaxTree } from '../engine/syntax/cursor.ts';
import {
  type FlatNodes,
  FlatTree,
  makeFlatNodes,
  NodeFlag,
  type NodeNames,
} from '../engine/syntax/flatTree.ts';
import { maskBuiltinCalls } from '../engine/syntax/builtinCalls.ts';

export interface WasmFiles {
  /** Contents of `web-tree-sitter.wasm`, or its path. */
  readonly runtimeWasm: Uint8Array | string;
  /** Contents of `tree-sitter-go.wasm`, or its path. */
  readonly grammarWasm: Uint8Array | string;
}

/** A parser that holds WASM memory until `dispose`. The trees that it makes hold none. */
export interface DisposableParser extends Parser {
  dispose(): void;
}

/** The runtime is loaded once in a process, whichever files are named later. */
export async function loadParser({
  runtimeWasm,
  grammarWasm,
}: WasmFiles): Promise<DisposableParser> {
  await TreeSitterParser.init(
    typeof runtimeWasm === 'string'
      ? { locateFile: () => runtimeWasm }
      : { wasmBinary: runtimeWasm },
  );
  return new GoParser(await Language.load(grammarWasm));
}

const ERROR_TYPE = 0xffff;

/** Rules that have no tokens below them. */
const LEAVES = new Set([
  'identifier',
  'field_identifier',
  'package_identifier',
  'type_identifier',
  'label_name',
  'blank_identifier',
  'int_literal',
  'float_literal',
  'imaginary_literal',
  'rune_literal',
  'nil',
  'true',
  'false',
  'iota',
  'comment',
  'escape_sequence',
  'interpreted_string_literal_content',
  'raw_string_literal_content',
]);

class GoParser implements DisposableParser {
  readonly #parser = new TreeSitterParser();
  readonly #names: NodeNames;
  /** By the number of a kind, the length of its text; 0 where the tree must be asked. */
  readonly #lengths: Uint8Array;
  readonly #isLeaf: readonly boolean[];
  readonly #errorKind: number;

  constructor(language: Language) {
    this.#parser.setLanguage(language);
    // There are holes in it, for rules that no node is made of.
    const types: readonly (string | undefined)[] = language.types;
    const kinds = Array.from(types, (type) => type ?? '');
    const isNamed = kinds.map((_, id) => language.nodeTypeIsNamed(id));
    this.#errorKind = kinds.length;
    this.#names = {
      kinds: [...kinds, 'ERROR'],
      isNamed: [...isNamed, true],
      fields: language.fields.map((field) => field ?? undefined),
    };
    // The tokens that end statements may be of no length.
    this.#lengths = Uint8Array.from(kinds, (kind, id) =>
      isNamed[id] === true || kind < ' ' ? 0 : kind.length,
    );
    this.#isLeaf = kinds.map((kind, id) => isNamed[id] !== true || LEAVES.has(kind));
  }

  parseDeclaration(text: string): SyntaxTree {
    const tree = this.#parse(text);
    try {
      if (!tree.rootNode.hasError || !/new|make/.test(text)) {
        return this.#flatten(text, tree);
      }
    } finally {
      tree.delete();
    }
    // A call by itself is a statement, which a newline ends.
    const masked = maskBuiltinCalls(text, (call) => this.#parses(`${call}\n`));
    const other = this.#parse(masked);
    try {
      return this.#flatten(text, other);
    } finally {
      other.delete();
    }
  }

  dispose(): void {
    this.#parser.delete();
  }

  #parse(text: string): Tree {
    // Some types at the very end are errors to the grammar, and not so before a line's end.
    const tree = this.#parser.parse(`${text}\n`);
    if (tree === null) {
      // It has a language, and nothing cancels it.
      throw new Error('tree-sitter gave no tree');
    }
    return tree;
  }

  #parses(text: string): boolean {
    const tree = this.#parse(text);
    const { hasError } = tree.rootNode;
    tree.delete();
    return !hasError;
  }

  #flatten(text: string, tree: Tree): FlatTree {
    const root = tree.rootNode;
    const nodes = makeFlatNodes(root.descendantCount);
    const cursor = tree.walk();
    this.#copy(cursor, nodes, root.hasError);
    cursor.delete();
    clampEnds(nodes, text.length);
    return new FlatTree(text, nodes, this.#names);
  }

  /** Every property of a node is a call into WASM: asks for no more than it must. */
  #copy(cursor: TreeCursor, nodes: FlatNodes, mayBeWrong: boolean): void {
    let index = 0;
    let parent = -1;
    for (;;) {
      const type = cursor.nodeTypeId;
      const kind = type === ERROR_TYPE ? this.#errorKind : type;
      const start = cursor.startIndex;
      const length = mayBeWrong ? 0 : (this.#lengths[kind] ?? 0);
      nodes.kind[index] = kind;
      nodes.field[index] = cursor.currentFieldId;
      nodes.start[index] = start;
      nodes.end[index] = length > 0 ? start + length : cursor.endIndex;
      nodes.parent[index] = parent;
      if (mayBeWrong) {
        const isError = type === ERROR_TYPE;
        const flag = isError ? NodeFlag.error : cursor.nodeIsMissing ? NodeFlag.missing : 0;
        if (flag !== 0) {
          nodes.flags[index] = flag | NodeFlag.hasError;
          markAbove(nodes, parent);
        }
      }
      const isLeaf = this.#isLeaf[kind] === true;
      index++;
      nodes.next[index - 1] = index;
      if (!isLeaf && cursor.gotoFirstChild()) {
        parent = index - 1;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (parent < 0 || !cursor.gotoParent()) {
          return;
        }
        nodes.next[parent] = index;
        parent = nodes.parent[parent] ?? -1;
      }
    }
  }
}

/** Takes off the line end that is not in the text. */
function clampEnds(nodes: FlatNodes, end: number): void {
  for (let at = 0; at < nodes.count; at++) {
    nodes.start[at] = Math.min(nodes.start[at] ?? 0, end);
    nodes.end[at] = Math.min(nodes.end[at] ?? 0, end);
  }
}

function markAbove(nodes: FlatNodes, from: number): void {
  for (let at = from; at >= 0; at = nodes.parent[at] ?? -1) {
    const flags = nodes.flags[at] ?? 0;
    if ((flags & NodeFlag.hasError) !== 0) {
      return;
    }
    nodes.flags[at] = flags | NodeFlag.hasError;
  }
}
