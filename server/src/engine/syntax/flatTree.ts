import type { SyntaxNode, SyntaxTree } from './cursor.ts';

/** Names behind the numbers in `FlatNodes`; shared by all trees of one grammar. */
export interface NodeNames {
  readonly kinds: readonly string[];
  readonly isNamed: readonly boolean[];
  /** Field 0 is no field. */
  readonly fields: readonly (string | undefined)[];
}

export const NodeFlag = { error: 1, missing: 2, hasError: 4 } as const;

/** The nodes of a tree in pre-order, as columns. */
export interface FlatNodes {
  readonly count: number;
  readonly kind: Uint16Array;
  readonly field: Uint8Array;
  readonly flags: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly parent: Int32Array;
  /** Index of the first node after the subtree. */
  readonly next: Int32Array;
}

export function makeFlatNodes(count: number): FlatNodes {
  return {
    count,
    kind: new Uint16Array(count),
    field: new Uint8Array(count),
    flags: new Uint8Array(count),
    start: new Int32Array(count),
    end: new Int32Array(count),
    parent: new Int32Array(count),
    next: new Int32Array(count),
  };
}

/** A tree as columns of numbers: twenty bytes a node, until somebody looks at the node. */
export class FlatTree implements SyntaxTree {
  readonly text: string;
  readonly nodes: FlatNodes;
  readonly names: NodeNames;
  readonly #views: (FlatNode | undefined)[] = [];

  constructor(text: string, nodes: FlatNodes, names: NodeNames) {
    this.text = text;
    this.nodes = nodes;
    this.names = names;
  }

  get root(): SyntaxNode {
    return this.view(0);
  }

  get size(): number {
    return this.nodes.count;
  }

  nodeAt(offset: number, end = offset): SyntaxNode {
    const { nodes } = this;
    let found = 0;
    for (let at = 1; at < (nodes.next[found] ?? 0);) {
      const contains =
        (nodes.start[at] ?? 0) <= offset &&
        (end > offset ? end <= (nodes.end[at] ?? 0) : offset < (nodes.end[at] ?? 0));
      if (contains) {
        found = at;
        at++;
      } else {
        at = nodes.next[at] ?? nodes.count;
      }
    }
    return this.view(found);
  }

  view(index: number): FlatNode {
    return (this.#views[index] ??= new FlatNode(this, index));
  }
}

class FlatNode implements SyntaxNode {
  readonly #tree: FlatTree;
  readonly #index: number;
  #children: readonly FlatNode[] | undefined;

  constructor(tree: FlatTree, index: number) {
    this.#tree = tree;
    this.#index = index;
  }

  get kind(): string {
    const { nodes, names } = this.#tree;
    return names.kinds[nodes.kind[this.#index] ?? 0] ?? '';
  }

  get start(): number {
    return this.#tree.nodes.start[this.#index] ?? 0;
  }

  get end(): number {
    return this.#tree.nodes.end[this.#index] ?? 0;
  }

  get isNamed(): boolean {
    const { nodes, names } = this.#tree;
    return names.isNamed[nodes.kind[this.#index] ?? 0] ?? false;
  }

  get isError(): boolean {
    return this.#has(NodeFlag.error);
  }

  get isMissing(): boolean {
    return this.#has(NodeFlag.missing);
  }

  get hasError(): boolean {
    return this.#has(NodeFlag.hasError);
  }

  get field(): string | undefined {
    const { nodes, names } = this.#tree;
    return names.fields[nodes.field[this.#index] ?? 0];
  }

  get parent(): SyntaxNode | undefined {
    return this.#index === 0
      ? undefined
      : this.#tree.view(this.#tree.nodes.parent[this.#index] ?? 0);
  }

  get children(): readonly FlatNode[] {
    if (this.#children === undefined) {
      const { next } = this.#tree.nodes;
      const children: FlatNode[] = [];
      const end = next[this.#index] ?? 0;
      for (let at = this.#index + 1; at < end; at = next[at] ?? end) {
        children.push(this.#tree.view(at));
      }
      this.#children = children;
    }
    return this.#children;
  }

  get namedChildren(): readonly FlatNode[] {
    return this.children.filter((child) => child.isNamed && child.kind !== 'comment');
  }

  get text(): string {
    return this.#tree.text.slice(this.start, this.end);
  }

  get(name: string): FlatNode | undefined {
    return this.children.find((child) => child.field === name);
  }

  getAll(name: string): readonly FlatNode[] {
    return this.children.filter((child) => child.field === name && child.isNamed);
  }

  #has(flag: number): boolean {
    return ((this.#tree.nodes.flags[this.#index] ?? 0) & flag) !== 0;
  }
}
