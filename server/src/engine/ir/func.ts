/** Functions and their variables: cmd/compile/internal/ir/func.go and name.go of Go 1.26. */
import type { FuncObject, VarObject } from '../types/objects.ts';
import type { Package } from '../types/package.ts';
import type { Type } from '../types/types.ts';
import { typeString } from '../types/typeString.ts';
import type { ClosureExpression, Statement } from './nodes.ts';
import type { Frame, Position } from './position.ts';

export type VariableClass = 'auto' | 'parameter' | 'result';

/** A local variable, or one of the compiler's own. */
export class Variable implements Position {
  /**
   * `~r0` for a result without a name, `#rv1` for one that the body of a range over a function sets,
   * `.autotmp_N` for a temporary; `_` for what is blank.
   */
  name: string;
  readonly type: Type;
  readonly frame: Frame;
  readonly offset: number;
  /** Undefined for the compiler's own. */
  readonly object: VarObject | undefined;
  readonly class: VariableClass;
  /** The function whose frame it is in. */
  readonly func: Func;
  /** The statement that declares it with a value, `:=`, `var x = …` or `range`: see definitions.ts. */
  definition: Statement | undefined;
  /** Whether it is assigned to elsewhere, or its address is taken: see definitions.ts. */
  isReassigned = false;

  constructor(fields: {
    readonly name: string;
    readonly type: Type;
    readonly position: Position;
    readonly class: VariableClass;
    readonly func: Func;
    readonly object?: VarObject | undefined;
  }) {
    this.name = fields.name;
    this.type = fields.type;
    this.frame = fields.position.frame;
    this.offset = fields.position.offset;
    this.class = fields.class;
    this.func = fields.func;
    this.object = fields.object;
  }

  get isBlank(): boolean {
    return this.name === '_';
  }

  /** A result without a name. */
  get isUnnamed(): boolean {
    return this.name.startsWith('~');
  }

  /** A parameter that the source does not have: of the body of a range over a function, or of a wrapper. */
  get isHiddenParameter(): boolean {
    return this.name.startsWith('#p') || this.name.startsWith('~p');
  }

  get isTemporary(): boolean {
    return this.name.startsWith('.autotmp_');
  }
}

/** What a call names: a function or a method by its origin, and the shapes that it is used with. */
export interface Callee {
  readonly object: FuncObject;
  /** Of the function or of the method's receiver; empty for what is not generic. */
  readonly typeArguments: readonly Type[];
  /**
   * Of an instance, the package that it is compiled in: each compiles what it asks for itself, with the
   * bodies that it has (noder/reader.go, funcExt). Undefined for what is not generic.
   */
  readonly compiledIn?: Package | undefined;
}

/** Tells the instances of one function from each other. */
export function instanceKey({ typeArguments, compiledIn }: Callee): string {
  const types = typeArguments.map((each) => typeString(each)).join(';');
  return compiledIn ? `${types} ${compiledIn.path}` : types;
}

/** A callee as code asks for it that is compiled in a package. */
export function askedBy<Asked extends Callee>(
  compiledIn: Package | undefined,
  callee: Asked,
): Asked {
  const isInstance = callee.typeArguments.length > 0;
  return isInstance && callee.compiledIn !== compiledIn ? { ...callee, compiledIn } : callee;
}

/** A callee where code names it. */
export interface NamedCallee extends Callee {
  /**
   * Of an instance. Where its type arguments are made of those of the code around, it is in the dictionary
   * there, or in a variable that holds it.
   */
  readonly dictionary: 'static' | 'derived' | 'held';
}

export interface CopyOrigin {
  readonly func: Func;
  readonly variables: ReadonlyMap<Variable, Variable>;
}

/** What the compiler says while it changes the code. */
export interface Remark extends Position {
  readonly message: string;
}

/** A call in whose place a function was put. */
export interface CallInlined extends Position {
  readonly callee: Func;
}

/**
 * Why a closure exists: written as such, made of a range over a function, around `go`, `defer`, or around a
 * function that is a value in generic code.
 */
export type ClosureOrigin = 'literal' | 'rangeFunc' | 'go' | 'defer' | 'curried';

const CLOSURE_SUFFIXES: Readonly<Record<ClosureOrigin, string>> = {
  literal: '.func',
  rangeFunc: '-range',
  go: '.gowrap',
  defer: '.deferwrap',
  curried: '.func',
};

export class Func implements Position {
  /** As the compiler names it: `F`, `(*T).M`, `T.M.func1`, `F.deferwrap1`, `glob..func1`. */
  readonly name: string;
  readonly frame: Frame;
  readonly offset: number;
  /** Undefined for closures. */
  readonly callee: Callee | undefined;
  /** The package whose compilation it is a part of; undefined where nobody asks for that. */
  readonly compiledIn: Package | undefined;
  /** The receiver first. */
  readonly parameters: Variable[] = [];
  readonly results: Variable[] = [];
  /** All variables of its frame, parameters and results included, in the order of declaration. */
  readonly variables: Variable[] = [];
  /** Variables of the functions around that it uses, by where it first does, in that order. */
  readonly captures = new Map<Variable, Position>();
  body: readonly Statement[] = [];
  /** Of what sets variables: its code with what is laid out without running anything. */
  written: readonly Statement[] | undefined;
  /** Without one it is written in assembly, or elsewhere. */
  hasBody = true;
  /** The function that it is written in. */
  readonly outer: Func | undefined;
  readonly closureOrigin: ClosureOrigin | undefined;
  /** Function literals in it that hold nothing: they are compiled even if nothing uses them. */
  literals: readonly Func[] = [];
  /** Calls that were inlined in it and in its closures, also in those that are gone since. */
  readonly inlinedCalls: CallInlined[] = [];
  readonly remarks: Remark[] = [];
  /** How many ranges over functions are made in it, those in the bodies of others included. */
  readonly rangeFuncs = { begun: 0, ended: 0 };
  /** What this function was copied from, and what became of the variables that it uses. */
  origin: CopyOrigin | undefined;
  /** The expression that makes the closure. */
  closure: ClosureExpression | undefined;
  /** Whether it is a closure in generic code, which holds the dictionary in any case. */
  readonly hasDictionary: boolean;
  /** `go:noinline`, `go:noescape` … */
  readonly pragmas: ReadonlySet<string>;
  readonly #closures = new Map<ClosureOrigin, number>();
  #temporaries = 0;

  constructor(fields: {
    readonly name: string;
    readonly position: Position;
    readonly callee?: Callee | undefined;
    readonly compiledIn?: Package | undefined;
    readonly outer?: Func | undefined;
    readonly closureOrigin?: ClosureOrigin | undefined;
    readonly hasDictionary?: boolean;
    readonly pragmas?: ReadonlySet<string>;
  }) {
    this.name = fields.name;
    this.frame = fields.position.frame;
    this.offset = fields.position.offset;
    this.callee = fields.callee;
    this.outer = fields.outer;
    this.compiledIn =
      fields.outer?.compiledIn ??
      fields.compiledIn ??
      fields.callee?.compiledIn ??
      fields.callee?.object.package;
    this.closureOrigin = fields.closureOrigin;
    this.hasDictionary = fields.hasDictionary ?? false;
    this.pragmas = fields.pragmas ?? new Set();
  }

  /**
   * Whether it holds anything of the functions around: a function literal that does not is one of
   * its own for the compiler (ir.Func.IsClosure).
   */
  get isCapturing(): boolean {
    return this.outer !== undefined && (this.hasDictionary || this.captures.size > 0);
  }

  /** Whether the compiler made it around a call, and says nothing of where it is put. */
  get isWrapper(): boolean {
    return ['go', 'defer', 'curried'].includes(this.closureOrigin ?? 'literal');
  }

  /** The function of the source that it is in, or itself. */
  get outermost(): Func {
    return this.outer?.outermost ?? this;
  }

  /** The function that it is a copy of, as it is written: closures of inlined code are copies. */
  get asWritten(): Func {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- where the search begins
    let written: Func = this;
    while (written.origin) {
      written = written.origin.func;
    }
    return written;
  }

  /** What the compiler calls a parameter: what is blank, or has no name, by its place among all. */
  parameterName(parameter: Variable): string {
    return parameter.isBlank ? `~p${this.parameters.indexOf(parameter)}` : parameter.name;
  }

  /** A new variable in the frame of this function. */
  declare(fields: {
    readonly name: string;
    readonly type: Type;
    readonly position: Position;
    readonly class?: VariableClass;
    readonly object?: VarObject | undefined;
  }): Variable {
    const variable = new Variable({ ...fields, class: fields.class ?? 'auto', func: this });
    this.variables.push(variable);
    return variable;
  }

  temporary(type: Type, position: Position): Variable {
    return this.declare({ name: `.autotmp_${this.#temporaries++}`, type, position });
  }

  /**
   * Names the next closure in this function as the compiler does: ir.closureName. `inlined` are the
   * functions that were inlined where it is made, the outermost first.
   */
  nextClosureName(closureOrigin: ClosureOrigin, inlined: readonly string[] = []): string {
    const origin = closureOrigin === 'curried' ? 'literal' : closureOrigin;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- where the search begins
    let named: Func = this;
    while (named.closureOrigin === 'rangeFunc' && named.outer) {
      named = named.outer;
    }
    // A literal in a literal: `F.func1.2`.
    const suffix = origin === 'literal' && named.outer ? '.' : CLOSURE_SUFFIXES[origin];
    return `${[named.name, ...inlined].join('.')}${suffix}${named.#nextClosure(origin)}`;
  }

  /** Literals, ranges and wrappers are numbered by themselves. */
  #nextClosure(origin: ClosureOrigin): number {
    const numbered = origin === 'defer' ? 'go' : origin;
    const number = (this.#closures.get(numbered) ?? 0) + 1;
    this.#closures.set(numbered, number);
    return number;
  }

  /** Numbers closures from where another function, of which this is a copy, has come to. */
  continueNumbering(original: Func): void {
    for (const [origin, number] of original.#closures) {
      this.#closures.set(origin, number);
    }
  }

  /** Whether this function is inside of another, at any depth: ir.ContainsClosure. */
  isWithin(outer: Func): boolean {
    for (let each = this.outer; each; each = each.outer) {
      if (each === outer) {
        return true;
      }
    }
    return false;
  }
}
