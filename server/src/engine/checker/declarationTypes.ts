/** What is known of the expressions of one top-level declaration, by their ids. */
import type { CaseClause, Expression, Identifier, Selector } from '../syntax/ast.ts';
import type { Constant } from '../types/constant/constant.ts';
import type { FuncObject, GoObject, VarObject } from '../types/objects.ts';
import type { Type } from '../types/types.ts';
import type { Mode } from './operand.ts';

export interface Selection {
  readonly kind: 'field' | 'method' | 'methodExpression';
  readonly object: VarObject | FuncObject;
  /** Indexes of the fields on the way, and of a field at its end: empty for a method that is not promoted. */
  readonly path: readonly number[];
  /** Whether a pointer is followed on the way. */
  readonly isIndirect: boolean;
}

/** Of expressions by their ids; what is rare is in maps that are made late. */
class Facts {
  readonly types: (Type | undefined)[];
  readonly modes: (Mode | undefined)[];
  readonly objects: (GoObject | undefined)[];
  values: Map<number, Constant> | undefined;
  selections: Map<number, Selection> | undefined;
  instances: Map<number, readonly Type[]> | undefined;
  /** Variables that a type switch declares in each of its clauses, by where the clause begins: a text is parsed again. */
  implicit: Map<number, VarObject> | undefined;

  constructor(others?: Facts) {
    this.types = others?.types.slice() ?? [];
    this.modes = others?.modes.slice() ?? [];
    this.objects = others?.objects.slice() ?? [];
    this.values = others?.values && new Map(others.values);
    this.selections = others?.selections && new Map(others.selections);
    this.instances = others?.instances && new Map(others.instances);
    this.implicit = others?.implicit && new Map(others.implicit);
  }
}

/** Made for every method of a type that somebody looks at, and filled for few of them. */
export class DeclarationTypes {
  #made: Facts | undefined;
  #later: (() => void)[] | undefined;

  /** With all that is known so far; what is found out later is each one's own. */
  copy(): DeclarationTypes {
    const copy = new DeclarationTypes();
    copy.#made = this.#made && new Facts(this.#made);
    return copy;
  }

  record(expression: Expression, mode: Mode, type: Type, value?: Constant): void {
    const facts = this.#facts;
    facts.types[expression.id] = type;
    facts.modes[expression.id] = mode;
    if (value !== undefined) {
      this.setValue(expression, value);
    } else {
      facts.values?.delete(expression.id);
    }
  }

  setType(expression: Expression, type: Type): void {
    this.#facts.types[expression.id] = type;
  }

  setValue(expression: Expression, value: Constant): void {
    (this.#facts.values ??= new Map()).set(expression.id, value);
  }

  /** Undefined for what is no expression of the program, and where nobody has looked. */
  typeOf(expression: Expression): Type | undefined {
    return this.#made?.types[expression.id];
  }

  /** Whether something in it is not known: a name that is not declared, or not any more. */
  get hasUnknowns(): boolean {
    return this.#made?.types.some((type) => type?.kind === 'unknown') === true;
  }

  modeOf(expression: Expression): Mode | undefined {
    return this.#made?.modes[expression.id];
  }

  valueOf(expression: Expression): Constant | undefined {
    return this.#made?.values?.get(expression.id);
  }

  recordObject(identifier: Identifier, object: GoObject): void {
    this.#facts.objects[identifier.id] = object;
  }

  /** What an identifier declares or denotes. */
  objectOf(identifier: Identifier): GoObject | undefined {
    return this.#made?.objects[identifier.id];
  }

  recordSelection(selector: Selector, selection: Selection): void {
    (this.#facts.selections ??= new Map()).set(selector.id, selection);
  }

  selectionOf(selector: Selector): Selection | undefined {
    return this.#made?.selections?.get(selector.id);
  }

  recordInstance(expression: Expression, typeArguments: readonly Type[]): void {
    (this.#facts.instances ??= new Map()).set(expression.id, typeArguments);
  }

  /** The type arguments, written or inferred, with which something generic is used here. */
  instanceOf(expression: Expression): readonly Type[] | undefined {
    return this.#made?.instances?.get(expression.id);
  }

  recordImplicit(clause: CaseClause, variable: VarObject): void {
    (this.#facts.implicit ??= new Map()).set(clause.start, variable);
  }

  implicitOf(clause: CaseClause): VarObject | undefined {
    return this.#made?.implicit?.get(clause.start);
  }

  /** Puts off what must not be done while an object's type is being found out. */
  later(action: () => void): void {
    (this.#later ??= []).push(action);
  }

  /** Does all that was put off, and what that puts off in turn. */
  finish(): void {
    while (this.#later) {
      const actions = this.#later;
      this.#later = undefined;
      for (const action of actions) {
        action();
      }
    }
  }

  get #facts(): Facts {
    return (this.#made ??= new Facts());
  }
}
