/** Which code a row of the compiler is about, and so how many bytes: by place, kind and text. */
import { withoutShapes, type Site } from '../compilerlog/sites.ts';
import type { Variable } from '../ir/func.ts';
import { type Func } from '../ir/func.ts';
import { CodeFormatter, textOf } from '../ir/format.ts';
import { isCallOf } from '../ir/builtins.ts';
import type { Expression } from '../ir/nodes.ts';
import { forEachNode, type IrNode } from '../ir/walk.ts';
import { MAXIMUM_CAPTURED_VALUE_BYTES } from '../layout/closure.ts';
import type { Package } from '../types/package.ts';
import type { FixedBytes, HeapBytes, HeapSurroundings } from './heapBytes.ts';
import { bytesOf } from './objectBytes.ts';

type SiteKey = Pick<Site, 'kind' | 'what' | 'countHeap'>;

interface Candidate {
  readonly node: Expression | Variable;
  readonly bytes: HeapBytes;
}

/** Of a function and of its closures, by their offsets. */
interface Parts {
  readonly variables: ReadonlyMap<number, readonly Variable[]>;
  readonly expressions: ReadonlyMap<number, readonly Expression[]>;
}

/** The objects that the code of one declaration makes, by where the compiler would report them. */
export class CodeBytes {
  readonly #make: () => Func | undefined;
  readonly #surroundings: HeapSurroundings;
  readonly #formatter: CodeFormatter;
  #made: Parts | undefined;

  /**
   * `make` gives the code as it is written, without what is inlined into it, if there is any; it is
   * called once somebody asks for something.
   */
  constructor(make: () => Func | undefined, current: Package, surroundings: HeapSurroundings) {
    this.#make = make;
    this.#surroundings = surroundings;
    this.#formatter = new CodeFormatter(current);
  }

  get #parts(): Parts {
    return (this.#made ??= partsOf(this.#make()));
  }

  /** Of a site on the heap; undefined where it is not known what code it is about. */
  ofSite(offset: number, site: SiteKey): HeapBytes | undefined {
    return site.kind === 'var'
      ? theOnly(
          this.#variablesAt(offset, site.what).map((variable) =>
            bytesOf(variable, this.#surroundings),
          ),
        )
      : this.#ofExpression(offset, site);
  }

  /** Of what the runtime makes without a row. */
  ofRuntimeSite(offset: number, operation: 'chan' | 'map'): HeapBytes | undefined {
    const ops = operation === 'chan' ? ['makeChan'] : ['makeMap', 'mapLit'];
    return theOnly(this.#at(offset, ({ op }) => ops.includes(op)).map(({ bytes }) => bytes));
  }

  /** Of what `go` and `defer` keep arguments in, only what is too large for a closure is ever moved. */
  #variablesAt(offset: number, what: string): readonly Variable[] {
    const named = (this.#parts.variables.get(offset) ?? []).filter((each) => isNamed(each, what));
    return named.length > 1 ? named.filter((each) => this.#isTooLarge(each)) : named;
  }

  #isTooLarge({ type, isTemporary }: Variable): boolean {
    const sizeBytes = this.#surroundings.sizes.sizeOf(type) ?? Infinity;
    return !isTemporary || sizeBytes > MAXIMUM_CAPTURED_VALUE_BYTES;
  }

  #ofExpression(offset: number, { kind, what, countHeap }: SiteKey): HeapBytes | undefined {
    const isAppend = kind === 'append';
    const all = this.#at(offset, (node) =>
      isAppend ? isCallOf('append', node) : !isCallOf('append', node) && node.op !== 'makeChan',
    );
    if (all.length <= 1) {
      return all[0]?.bytes;
    }
    const alike = all
      .filter(({ node }) => withoutShapes(textOf(this.#formatter, node)) === what)
      .map(({ bytes }) => bytes);
    // What is put into an interface is printed as the value is, which may be an object as well.
    return alike.length === countHeap ? sumOf(alike) : theOnly(alike);
  }

  #at(offset: number, isWanted: (node: Expression) => boolean): Candidate[] {
    return (this.#parts.expressions.get(offset) ?? []).flatMap((node) => {
      const bytes = isWanted(node) ? bytesOf(node, this.#surroundings) : undefined;
      // What is put into an interface as it is has no row of its own.
      return bytes && !(bytes.kind === 'none' && bytes.because === 'pointer')
        ? [{ node, bytes }]
        : [];
    });
  }
}

function partsOf(func: Func | undefined): Parts {
  const variables = new Map<number, Variable[]>();
  const expressions = new Map<number, Expression[]>();
  const take = (each: Func): void => {
    for (const variable of each.variables) {
      add(variables, variable);
    }
  };
  if (func) {
    take(func);
  }
  forEachNode(
    func?.body ?? [],
    (node) => {
      if (isExpression(node)) {
        add(expressions, node);
      }
      if (node.op === 'closure') {
        take(node.func);
      }
    },
    true,
  );
  return { variables, expressions };
}

function isExpression(node: IrNode): node is Expression {
  return 'type' in node;
}

function add<Node extends { readonly offset: number }>(to: Map<number, Node[]>, node: Node): void {
  const here = to.get(node.offset);
  if (here) {
    here.push(node);
  } else {
    to.set(node.offset, [node]);
  }
}

/** The temporary of `new(x)`, or of an argument of `go`, has a number of the compiler's own. */
function isNamed(variable: Variable, what: string): boolean {
  return variable.isTemporary ? what.startsWith('.autotmp_') : variable.name === what;
}

/** What all say; undefined if they differ, as which of them is meant is not known. */
function theOnly(all: readonly (HeapBytes | undefined)[]): HeapBytes | undefined {
  const [first, ...others] = all;
  const text = JSON.stringify(first);
  return others.every((each) => JSON.stringify(each) === text) ? first : undefined;
}

/** Several objects that come into being together. */
function sumOf(all: readonly HeapBytes[]): HeapBytes | undefined {
  const taking = all.filter(({ kind }) => kind !== 'none');
  if (taking.length <= 1) {
    return taking[0] ?? all[0];
  }
  const fixed = taking.filter((each): each is FixedBytes => each.kind === 'fixed');
  return fixed.length < taking.length
    ? undefined
    : {
        kind: 'fixed',
        takenBytes: sum(fixed.map(({ takenBytes }) => takenBytes)),
        askedBytes: sum(fixed.map(({ askedBytes }) => askedBytes)),
        countObjects: sum(fixed.map(({ countObjects }) => countObjects)),
        object: undefined,
        noscan: fixed.every(({ noscan }) => noscan),
        condition: undefined,
      };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
