/** Copies code, for a call to be inlined: every node, variable and closure in it is new. */
import { define } from './definitions.ts';
import { askedBy, Func, type NamedCallee, type Variable, type VariableClass } from './func.ts';
import type {
  CallExpression,
  CaseClause,
  Expression,
  InlinedCall,
  InterfaceCallExpression,
  ReturnStatement,
  Statement,
  Target,
} from './nodes.ts';
import type { Frame } from './position.ts';

export interface CopyTarget {
  /** The function that the copy is a part of. */
  readonly func: Func;
  /** The frame of copied code, by that of the code itself. */
  frameOf(frame: Frame): Frame;
  /** The name of the copy of a closure. */
  readonly nameOf: (closure: Func) => string;
  /** What stands for the variables of functions around, if anything else does. */
  readonly variables: ReadonlyMap<Variable, Variable>;
  /** Where this is given, what was inlined in the code is copied with it. */
  readonly substitution?: Substitution;
  /** What a `return` becomes; itself if nothing is said. */
  readonly replaceReturn?: (copy: ReturnStatement, results: readonly Variable[]) => Statement;
  /** Behind the names of labels, which are those of the function that the copy is a part of. */
  readonly labelSuffix?: string;
}

export interface Substitution {
  /** What stands for variables. */
  readonly values: ReadonlyMap<Variable, Expression>;
  /** What a copy becomes. */
  readonly simplified: (copy: Expression) => Expression;
}

export interface Copied {
  readonly parameters: readonly Variable[];
  readonly results: readonly Variable[];
  readonly body: readonly Statement[];
}

/** The whole of a function, to change the copy and keep the function as it was written. */
export function copyFunc(func: Func): Func {
  const copy = emptyCopy(func, func.outer, func.name);
  copy.continueNumbering(func);
  copy.remarks.push(...func.remarks);
  const copier = new Copier({ func: copy, frameOf: same, nameOf: ownName, variables: new Map() });
  copier.whole(func, copy);
  copy.hasBody = func.hasBody;
  return copy;
}

/** The code of a function as a part of another one, whose variables its parameters become. */
export function copyInto(func: Func, target: CopyTarget): Copied {
  const copier = new Copier(target);
  for (const variable of func.variables) {
    copier.declare(variable, 'auto');
  }
  const results = func.results.map((each) => copier.variable(each));
  copier.results = results;
  return {
    parameters: func.parameters.map((each) => copier.variable(each)),
    results,
    body: copier.statements(func.body),
  };
}

/** A part of a function's own code, closures left aside. */
export function copyExpression(
  code: Expression,
  func: Func,
  substitution: Substitution,
): Expression {
  const target = { func, frameOf: same, nameOf: ownName, variables: new Map(), substitution };
  return new Copier(target).expression(code);
}

function same(frame: Frame): Frame {
  return frame;
}

function ownName({ name }: Func): string {
  return name;
}

function emptyCopy(func: Func, outer: Func | undefined, name: string): Func {
  const { callee, compiledIn, closureOrigin, hasDictionary, pragmas } = func;
  return new Func({
    name,
    position: func,
    callee,
    compiledIn,
    closureOrigin,
    hasDictionary,
    pragmas,
    outer,
  });
}

class Copier {
  readonly #target: CopyTarget;
  readonly #variables: Map<Variable, Variable>;
  results: readonly Variable[] = [];

  constructor(target: CopyTarget) {
    this.#target = target;
    this.#variables = new Map(target.variables);
  }

  declare(variable: Variable, variableClass: VariableClass): Variable {
    const { name, type, object, offset } = variable;
    const copy = this.#target.func.declare({
      name,
      type,
      object,
      position: { frame: this.#target.frameOf(variable.frame), offset },
      class: variableClass,
    });
    copy.isReassigned = variable.isReassigned;
    this.#variables.set(variable, copy);
    return copy;
  }

  variable(variable: Variable): Variable {
    return this.#variables.get(variable) ?? variable;
  }

  /** Copies all of a function into an empty one. */
  whole(func: Func, copy: Func): void {
    for (const variable of func.variables) {
      this.declare(variable, variable.class);
    }
    copy.parameters.push(...func.parameters.map((each) => this.variable(each)));
    copy.results.push(...func.results.map((each) => this.variable(each)));
    for (const [captured, position] of func.captures) {
      copy.captures.set(this.variable(captured), position);
    }
    copy.body = this.statements(func.body);
  }

  statements(list: readonly Statement[]): readonly Statement[] {
    return list.map((each) => this.#statement(each));
  }

  #init(init: readonly Statement[] | undefined): readonly Statement[] {
    return init === undefined || init.length === 0 ? [] : this.statements(init);
  }

  #statement(node: Statement): Statement {
    const copy = this.#copyStatement(node);
    define(copy);
    return copy;
  }

  #copyStatement(node: Statement): Statement {
    const init = this.#init(node.init);
    const frame = this.#target.frameOf(node.frame);
    switch (node.op) {
      case 'dcl':
        return { ...node, init, frame, variable: this.variable(node.variable) };
      case 'break':
      case 'continue':
      case 'goto':
      case 'fallthrough':
        return { ...node, init, frame, label: node.label && this.#label(node.label) };
      case 'label':
        return { ...node, init, frame, label: this.#label(node.label) };
      case 'block':
        return { ...node, init, frame, list: this.statements(node.list) };
      case 'expression':
        return { ...node, init, frame, x: this.expression(node.x) };
      case 'send':
        return {
          ...node,
          init,
          frame,
          channel: this.expression(node.channel),
          value: this.expression(node.value),
        };
      case 'as':
        return { ...node, init, frame, x: this.#assigned(node.x), y: this.#optional(node.y) };
      case 'asOp':
        return { ...node, init, frame, x: this.expression(node.x), y: this.expression(node.y) };
      case 'as2':
        return {
          ...node,
          init,
          frame,
          targets: node.targets.map((each) => this.#assigned(each)),
          values: this.#expressions(node.values),
        };
      case 'as2Func':
      case 'as2DotType':
      case 'as2MapR':
      case 'as2Recv':
        return {
          ...node,
          init,
          frame,
          targets: node.targets.map((each) => this.#assigned(each)),
          value: this.expression(node.value),
        };
      case 'return':
        return this.#return({ ...node, init, frame, results: this.#expressions(node.results) });
      case 'go':
      case 'defer':
        return { ...node, init, frame, call: this.expression(node.call) };
      case 'if':
        return {
          ...node,
          init,
          frame,
          condition: this.expression(node.condition),
          then: this.statements(node.then),
          otherwise: this.statements(node.otherwise),
        };
      case 'switch':
        return {
          ...node,
          init,
          frame,
          tag: this.#optional(node.tag),
          clauses: node.clauses.map((each) => this.#clause(each)),
        };
      case 'typeSwitch':
        return {
          ...node,
          init,
          frame,
          x: this.expression(node.x),
          clauses: node.clauses.map((each) => this.#clause(each)),
        };
      case 'select':
        return {
          ...node,
          init,
          frame,
          clauses: node.clauses.map((each) => ({
            ...each,
            frame: this.#target.frameOf(each.frame),
            communication: each.communication && this.#statement(each.communication),
            body: this.statements(each.body),
          })),
        };
      case 'for':
        return {
          ...node,
          init,
          frame,
          condition: this.#optional(node.condition),
          post: node.post && this.#statement(node.post),
          body: this.statements(node.body),
        };
      case 'range':
        return {
          ...node,
          init,
          frame,
          x: this.expression(node.x),
          key: this.#assigned(node.key),
          value: this.#assigned(node.value),
          body: this.statements(node.body),
        };
    }
  }

  #label(name: string): string {
    return `${name}${this.#target.labelSuffix ?? ''}`;
  }

  #return(copy: ReturnStatement): Statement {
    return this.#target.replaceReturn?.(copy, this.results) ?? copy;
  }

  #clause(clause: CaseClause): CaseClause {
    const { variable, expressions, body } = clause;
    return {
      ...clause,
      frame: this.#target.frameOf(clause.frame),
      expressions: this.#expressions(expressions),
      variable: variable && this.variable(variable),
      body: this.statements(body),
    };
  }

  #assigned(target: Target): Target {
    return target && this.expression(target);
  }

  #optional(node: Expression | undefined): Expression | undefined {
    return node && this.expression(node);
  }

  #expressions(nodes: readonly Expression[]): readonly Expression[] {
    return nodes.map((each) => this.expression(each));
  }

  expression(node: Expression): Expression {
    const { substitution } = this.#target;
    const copy = this.#copyExpression(node);
    return substitution ? substitution.simplified(copy) : copy;
  }

  #copyExpression(node: Expression): Expression {
    const init = this.#init(node.init);
    const frame = this.#target.frameOf(node.frame);
    switch (node.op) {
      case 'name': {
        const value = this.#target.substitution?.values.get(node.variable);
        if (value) {
          return this.expression(value);
        }
        const variable = this.variable(node.variable);
        return { ...node, init, frame, variable };
      }
      case 'func':
        return { ...node, init, frame, callee: this.#asked(node.callee) };
      case 'methodExpr':
        return { ...node, init, frame, callee: this.#asked(node.callee) };
      case 'methodValue': {
        const callee = node.callee && this.#asked(node.callee);
        return { ...node, init, frame, callee, x: this.expression(node.x) };
      }
      case 'global':
      case 'literal':
      case 'nil':
      case 'new':
        return { ...node, init, frame };
      case 'unknown':
        return { ...node, init, frame, parts: this.#expressions(node.parts) };
      case 'plus':
      case 'neg':
      case 'bitNot':
      case 'not':
      case 'recv':
      case 'addr':
      case 'deref':
      case 'ptrLit':
      case 'dotType':
      case 'dot':
      case 'dotPtr':
      case 'conv':
      case 'convNop':
      case 'convIface':
      case 'bytesToStr':
      case 'runesToStr':
      case 'runeToStr':
      case 'strToBytes':
      case 'strToRunes':
      case 'sliceToArr':
      case 'sliceToArrPtr':
        return { ...node, init, frame, x: this.expression(node.x) };
      case 'binary':
      case 'logical':
        return { ...node, init, frame, x: this.expression(node.x), y: this.expression(node.y) };
      case 'index':
      case 'indexMap':
        return {
          ...node,
          init,
          frame,
          x: this.expression(node.x),
          index: this.expression(node.index),
        };
      case 'slice':
      case 'sliceArr':
      case 'sliceStr':
        return {
          ...node,
          init,
          frame,
          x: this.expression(node.x),
          low: this.#optional(node.low),
          high: this.#optional(node.high),
          max: this.#optional(node.max),
        };
      case 'callFunc':
      case 'callInter':
        return this.#call(node);
      case 'builtin':
        return { ...node, init, frame, args: this.#expressions(node.args) };
      case 'makeSlice':
      case 'makeMap':
      case 'makeChan':
        return {
          ...node,
          init,
          frame,
          length: this.#optional(node.length),
          capacity: this.#optional(node.capacity),
        };
      case 'arrayLit':
      case 'sliceLit':
      case 'structLit':
      case 'mapLit':
        return {
          ...node,
          init,
          frame,
          elements: node.elements.map(({ key, value }) => ({
            key: this.#optional(key),
            value: this.expression(value),
          })),
        };
      case 'addStr':
        return { ...node, init, frame, list: this.#expressions(node.list) };
      case 'closure': {
        if (this.#target.substitution) {
          return node;
        }
        const func = this.#closure(node.func);
        const copy = { ...node, init, frame, func };
        func.closure = copy;
        return copy;
      }
    }
  }

  /** Instances are compiled where the copy is. */
  #asked(callee: NamedCallee): NamedCallee {
    return askedBy(this.#target.func.compiledIn, callee);
  }

  #call(node: CallExpression | InterfaceCallExpression): CallExpression | InterfaceCallExpression {
    const init = this.#init(node.init);
    const frame = this.#target.frameOf(node.frame);
    const args = this.#expressions(node.args);
    // Otherwise it is code as it was written: nothing in it has been inlined.
    const isWhole = this.#target.substitution !== undefined;
    if (node.op === 'callFunc') {
      const inlined = isWhole && node.inlined ? this.#inlined(node.inlined) : undefined;
      return { ...node, init, frame, args, fun: this.expression(node.fun), inlined };
    }
    const { receiver } = node;
    const devirtualized =
      isWhole && node.devirtualized ? this.#call(node.devirtualized) : undefined;
    return { ...node, init, frame, args, receiver: this.expression(receiver), devirtualized };
  }

  #inlined(code: InlinedCall): InlinedCall {
    return { ...code, init: this.statements(code.init), body: this.statements(code.body) };
  }

  /** The code of a closure stays where it is written, wherever the closure is made. */
  #closure(func: Func): Func {
    const { func: outer, nameOf } = this.#target;
    const copy = emptyCopy(func, outer, nameOf(func));
    const variables = new Map(this.#variables);
    const ofInner = (inner: Func) => copy.nextClosureName(inner.closureOrigin ?? 'literal');
    const nested = nameOf === ownName ? ownName : ofInner;
    if (nested === ownName) {
      copy.continueNumbering(func);
      copy.remarks.push(...func.remarks);
    }
    new Copier({ func: copy, frameOf: same, nameOf: nested, variables }).whole(func, copy);
    // What it captures is named where it is made.
    for (const [captured, { frame, offset }] of copy.captures) {
      copy.captures.set(captured, { frame: this.#target.frameOf(frame), offset });
    }
    copy.origin = { func, variables };
    return copy;
  }
}
