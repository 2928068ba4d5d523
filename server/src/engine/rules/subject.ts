/** A function as rules look at it: its typed syntax, and what is known of the memory it takes. */
import type { Allocation } from '../alloc/allocations.ts';
import type { DeclarationTypes } from '../checker/declarationTypes.ts';
import type { CheckedBody } from '../checker/packageChecker.ts';
import type { Localize } from '../features/localize.ts';
import type { Frequency } from '../frequency/frequency.ts';
import { positionOf } from '../syntax/positions.ts';
import type {
  Block,
  Call,
  Expression,
  FunctionDeclaration,
  Identifier,
  Span,
} from '../syntax/ast.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { type AstNode, forEachNode, forEachChild } from '../syntax/walk.ts';
import type { GoObject, VarObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Type } from '../types/types.ts';
import { universe } from '../types/universe.ts';
import { runsAtStart } from './atStart.ts';
import { calledFunction, calleeOf, namedType } from '../checker/callee.ts';
import type { ImportedName } from './imports.ts';
import { oneLine } from './oneLine.ts';
import { runsOnFailure } from './onFailure.ts';
import { runsOnceInMain } from './onceInMain.ts';
import { serves } from './serving.ts';

export { namedType };

export interface SubjectSource {
  /** Of the declaration. */
  readonly text: string;
  /** Where the comment above it begins, relative to it: 0 or less. */
  readonly docStart: number;
  readonly syntax: FunctionDeclaration & { readonly body: Block };
  readonly types: DeclarationTypes;
  readonly package: Package;
  /** Bytes that a value takes; undefined where that is not known, as of what a type parameter stands for. */
  readonly sizeOf: (type: Type) => number | undefined;
  /** Of the language, as in 1.26: its second number. */
  readonly goMinor: number;
  readonly allocations: readonly Allocation[];
  /** What the code of another function puts on the heap, beside what is inlined into its callers; nothing where that is not at hand. */
  readonly allocationsIn: (body: CheckedBody) => readonly Allocation[];
  /** How often what stands at an offset runs. */
  readonly frequencyAt: (offset: number) => Frequency;
  /** Of the file. */
  readonly imports: readonly ImportedName[];
  readonly localize: Localize;
}

/** Made for one version of a declaration, and for all rules together. */
export class Subject {
  readonly source: SubjectSource;
  readonly #byKind = new Map<AstNode['kind'], AstNode[]>();
  readonly #parents = new Map<AstNode, AstNode>();
  readonly #uses = new Map<GoObject, Identifier[]>();
  readonly #names = new Set<string>();
  #byCallee: ReadonlyMap<string, readonly Call[]> | undefined;
  #runsSeldom: boolean | undefined;
  #runsOnce: boolean | undefined;

  constructor(source: SubjectSource) {
    this.source = source;
    forEachNode(source.syntax, (node) => {
      addTo(this.#byKind, node.kind, node);
      forEachChild(node, (child) => this.#parents.set(child, node));
      if (node.kind === 'identifier') {
        this.#names.add(node.name);
        const object = source.types.objectOf(node);
        if (object) {
          addTo(this.#uses, object, node);
        }
      }
    });
  }

  get body(): Block {
    return this.source.syntax.body;
  }

  /** Whether it runs only while the program starts, or once something has failed: all code of its package is asked, once. */
  get runsSeldom(): boolean {
    return (this.#runsSeldom ??= runsAtStart(this.source) || runsOnFailure(this.source));
  }

  /** Whether the program calls it once, or for long: what is in its loops may be done often all the same. */
  get runsOnce(): boolean {
    return (this.#runsOnce ??= serves(this.source.syntax) || runsOnceInMain(this.source));
  }

  get localize(): Localize {
    return this.source.localize;
  }

  /** All nodes of a kind, in the order of the text. */
  all<Kind extends AstNode['kind']>(kind: Kind): readonly Extract<AstNode, { kind: Kind }>[] {
    // Each list holds nodes of its own kind only.
    return (this.#byKind.get(kind) ?? []) as Extract<AstNode, { kind: Kind }>[];
  }

  parentOf(node: AstNode): AstNode | undefined {
    return this.#parents.get(node);
  }

  /** From what holds a node directly up to the declaration. */
  *parentsOf(node: AstNode): Iterable<AstNode> {
    for (let at = this.#parents.get(node); at; at = this.#parents.get(at)) {
      yield at;
    }
  }

  /** The innermost function around a node: a literal, or the declaration. */
  functionAround(node: AstNode): AstNode {
    for (const parent of this.parentsOf(node)) {
      if (parent.kind === 'function') {
        return parent;
      }
    }
    return this.source.syntax;
  }

  textOf({ start, end }: Span): string {
    return this.source.text.slice(start, end);
  }

  /** The same in a sentence. */
  shortTextOf(span: Span): string {
    return oneLine(this.textOf(span));
  }

  /** From the first to the last of them, with what is in between. */
  textOfAll(list: readonly Span[]): string {
    const [first] = list;
    const last = list.at(-1);
    return first && last ? this.source.text.slice(first.start, last.end) : '';
  }

  typeOf(expression: Expression): Type | undefined {
    return this.source.types.typeOf(expression);
  }

  objectOf(expression: Expression): GoObject | undefined {
    return expression.kind === 'identifier' ? this.source.types.objectOf(expression) : undefined;
  }

  /** Whether it is given something of one of these types, or a pointer to it. */
  hasParameterOf(names: ReadonlySet<string>): boolean {
    const { syntax, types } = this.source;
    const object = types.objectOf(syntax.name);
    const signature = object?.kind === 'func' ? object.type : undefined;
    return (
      signature?.kind === 'signature' &&
      signature.parameters.variables.some(({ type }) => names.has(namedType(type) ?? ''))
    );
  }

  /** The variable that an expression names. */
  variableOf(expression: Expression): VarObject | undefined {
    const object = this.objectOf(unparenthesized(expression));
    return object?.kind === 'var' ? object : undefined;
  }

  /** Those that are named in it. */
  variablesIn(node: AstNode): ReadonlySet<VarObject> {
    const variables = new Set<VarObject>();
    forEachNode(node, (each) => {
      const variable = each.kind === 'identifier' ? this.variableOf(each) : undefined;
      if (variable) {
        variables.add(variable);
      }
    });
    return variables;
  }

  isNil(expression: Expression): boolean {
    return this.objectOf(unparenthesized(expression))?.kind === 'nil';
  }

  /** Where a variable is named, its declaration included, in the order of the text. */
  usesOf(object: GoObject): readonly Identifier[] {
    return this.#uses.get(object) ?? [];
  }

  isConstant(expression: Expression): boolean {
    return this.source.types.valueOf(expression) !== undefined;
  }

  /** Of a constant string: one unit for each byte. */
  stringOf(expression: Expression): string | undefined {
    const value = this.source.types.valueOf(expression);
    return value?.kind === 'string' ? value.bytes : undefined;
  }

  /** Of a constant that is a whole number. */
  integerOf(expression: Expression): number | undefined {
    const value = this.source.types.valueOf(expression);
    return value?.kind === 'int' ? Number(value.value) : undefined;
  }

  /**
   * What is called, by its full name: `fmt.Sprintf`, `bytes.Buffer.String`, `append`. Undefined for
   * conversions and for values of function type.
   */
  calleeOf(call: Call): string | undefined {
    return calleeOf(this.source.types, call);
  }

  /** Whether it calls a method as io.Writer has it: "Write must not modify the slice data, even temporarily". */
  isWrite(call: Call): boolean {
    const { callee } = call;
    const called = callee.kind === 'selector' ? calledFunction(this.source.types, call) : undefined;
    const signature = called?.name === 'Write' ? called.type : undefined;
    return (
      signature?.kind === 'signature' &&
      signature.parameters.variables.length === 1 &&
      signature.results.variables.length === 2
    );
  }

  callsOf(...names: readonly string[]): readonly Call[] {
    const all = (this.#byCallee ??= this.#callsByCallee());
    return names.flatMap((name) => all.get(name) ?? []).sort((a, b) => a.start - b.start);
  }

  #callsByCallee(): ReadonlyMap<string, readonly Call[]> {
    const calls = new Map<string, Call[]>();
    for (const call of this.all('call')) {
      const callee = this.calleeOf(call);
      if (callee !== undefined) {
        addTo(calls, callee, call);
      }
    }
    return calls;
  }

  /** What `make(T, …)` is given; undefined for all else. */
  makeOf(
    value: Expression | undefined,
  ): { readonly type: Expression; readonly sizes: readonly Expression[] } | undefined {
    const isMake = value?.kind === 'call' && this.calleeOf(value) === 'make';
    const [type, ...sizes] = isMake ? value.arguments : [];
    return type && { type, sizes };
  }

  /** `&T{}`, and `new(T)`: from Go 1.26 on, `new` is given values as well. */
  isPointerToZero(value: Expression): boolean {
    if (value.kind === 'unary') {
      const { operator, operand } = value;
      return operator === '&' && operand.kind === 'composite' && operand.elements.length === 0;
    }
    const [type] = value.kind === 'call' && this.calleeOf(value) === 'new' ? value.arguments : [];
    return type !== undefined && this.source.types.modeOf(type) === 'type';
  }

  /** Whether a call is a conversion to a type. */
  isConversion({ callee }: Call): boolean {
    return this.source.types.modeOf(callee) === 'type';
  }

  /** What is put on the heap at the place where the compiler reports an expression. */
  heapAt(expression: Expression): readonly Allocation[] {
    const { allocations } = this.source;
    const inner = unparenthesized(expression);
    // What is in parentheses is put into an interface where they begin.
    const outer = allocations.filter(({ offset }) => offset === expression.start);
    return inner !== expression && outer.length > 0
      ? outer
      : allocations.filter(({ offset }) => offset === positionOf(inner));
  }

  /** The same of what the compiler calls an expression: no variable, append or inlined copy. */
  expressionAt(expression: Expression): Allocation | undefined {
    return this.heapAt(expression).find(({ kind }) => kind === 'expression');
  }

  /** The copy that a conversion puts on the heap: where it begins, or where its operand is. */
  copyAt(conversion: Expression, operand: Expression): Allocation | undefined {
    return this.expressionAt(conversion) ?? this.expressionAt(operand);
  }

  frequencyOf(node: Expression): Frequency {
    return this.source.frequencyAt(positionOf(node));
  }

  /**
   * The name that a package has in the file, or would have once it is imported; undefined where
   * something else has that name, in the function or in the package.
   */
  qualifierOf(path: string): string | undefined {
    const imported = this.source.imports.find((each) => each.path === path);
    const name = imported?.name ?? path.slice(path.lastIndexOf('/') + 1);
    if (name === '.' || name === '_') {
      return undefined;
    }
    const isTaken = imported ? this.#declares(name) : this.#isTaken(name);
    return isTaken ? undefined : name;
  }

  /** The function's own name, as one begins that the package does not export. */
  get unexportedName(): string {
    const { name } = this.source.syntax.name;
    return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  }

  /** A name that nothing in the package or in the function has, or undefined if all are taken. */
  freshName(...wanted: readonly string[]): string | undefined {
    return wanted.find((name) => !this.#isTaken(name));
  }

  /** The same, for as many fixes of one function as there are: `name`, `name2`, `name3`, …. */
  numberedName(name: string, index: number): string {
    let fresh = name;
    let countFree = this.#isTaken(fresh) ? 0 : 1;
    for (let number = 2; countFree <= index; number++) {
      fresh = `${name}${number}`;
      countFree += this.#isTaken(fresh) ? 0 : 1;
    }
    return fresh;
  }

  /** Whether a predeclared name, such as `len`, stands for something else in the function or in the package. */
  isShadowed(name: string): boolean {
    return (
      universe.get(name) !== undefined &&
      (this.#declares(name) || this.source.package.scope.get(name) !== undefined)
    );
  }

  #isTaken(name: string): boolean {
    return (
      this.#names.has(name) ||
      this.source.package.scope.get(name) !== undefined ||
      this.source.imports.some((each) => each.name === name)
    );
  }

  /** Whether a name means something of the function's own somewhere in it. */
  #declares(name: string): boolean {
    return [...this.#uses.keys()].some(
      (object) =>
        object.name === name && object.kind !== 'packageName' && object !== universe.get(name),
    );
  }
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}
