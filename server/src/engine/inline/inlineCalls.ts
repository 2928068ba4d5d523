/** Puts functions in the place of calls: cmd/compile/internal/inline/interleaved (Go 1.26). */
import { copyInto } from '../ir/copy.ts';
import { define } from '../ir/definitions.ts';
import type { Func, Variable } from '../ir/func.ts';
import type {
  CallExpression,
  Expression,
  InlinedCall,
  InterfaceCallExpression,
  ReturnStatement,
  Statement,
} from '../ir/nodes.ts';
import { type Frame, inlinedNames, type Position } from '../ir/position.ts';
import { closuresIn, forEachChild, forEachNode, type IrNode } from '../ir/walk.ts';
import { devirtualize } from './devirtualize.ts';
import type { Inliner } from './inliner.ts';
import { InterfaceAssignments } from './interfaceAssignments.ts';

type AnyCall = CallExpression | InterfaceCallExpression;

/**
 * Inlines calls in a function and in its closures, in place, until there is none left to inline; in
 * steps of one call. `assumed` is a function, as it is written, that is inlined whatever it costs.
 */
export function* inlineCalls(func: Func, inliner: Inliner, assumed?: Func): Generator<void, void> {
  const uses = new Map<Func, number>();
  const funcs = [func, ...closuresIn(func.body)];
  const assignments = new InterfaceAssignments(func.compiledIn);
  const shared = { root: func, inliner, uses, assumed, assignments };
  const editors = funcs.map((each) => new Editor(each, shared));
  for (const editor of editors) {
    editor.countUses();
  }
  // Closures first: what they are inlined as does not depend on it, and they are further down. What is
  // found out of a function's variables may tell more of a call in a closure.
  const closuresFirst = editors.toReversed();
  for (let isDone = false; !isDone;) {
    isDone = true;
    for (const editor of closuresFirst) {
      if (yield* editor.edit()) {
        isDone = false;
      }
    }
  }
}

interface Site {
  readonly call: AnyCall;
  /** The closure or function that it was found to call, and counted for. */
  counted: Func | undefined;
}

/** What the editors of a function and of its closures have in common. */
interface Shared {
  /** The function that is not in another one. */
  readonly root: Func;
  readonly inliner: Inliner;
  /** How many calls there are of each function that may be inlined. */
  readonly uses: Map<Func, number>;
  readonly assumed: Func | undefined;
  readonly assignments: InterfaceAssignments;
}

class Editor {
  readonly #func: Func;
  readonly #shared: Shared;
  readonly #sites: Site[] = [];
  #labels = 0;

  constructor(func: Func, shared: Shared) {
    this.#func = func;
    this.#shared = shared;
    func.body.forEach(this.#collect);
  }

  countUses(): void {
    for (const site of this.#sites) {
      this.#resolve(site);
    }
  }

  /** Once over all calls, those included that are found on the way; answers whether any was inlined. */
  *edit(): Generator<void, boolean> {
    let isAnyInlined = false;
    // What is found in inlined code is counted before any of it is inlined.
    for (let from = 0, to = this.#sites.length; from < to;) {
      for (const site of this.#sites.slice(from, to)) {
        if (yield* this.#inline(site)) {
          isAnyInlined = true;
          this.#shared.assignments.forget(this.#func);
          yield;
        }
      }
      from = to;
      to = this.#sites.length;
      for (const site of this.#sites.slice(from, to)) {
        this.#resolve(site);
      }
    }
    return isAnyInlined;
  }

  /** Calls in the order in which they are made: those in arguments first. */
  readonly #collect = (node: IrNode): void => {
    forEachChild(node, this.#collect);
    if (node.op === 'callFunc' || node.op === 'callInter') {
      this.#sites.push({ call: node, counted: undefined });
    }
  };

  /** The call as it is now: one of an interface's method may be one of a function. */
  #current({ call }: Site): CallExpression | undefined {
    if (call.op === 'callInter' && !call.devirtualized) {
      devirtualize(call, this.#shared.assignments);
    }
    let current: AnyCall = call;
    while (current.op === 'callInter') {
      if (!current.devirtualized) {
        return undefined;
      }
      current = current.devirtualized;
    }
    return current.inlined || current.isGoDefer ? undefined : current;
  }

  #resolve(site: Site): Func | undefined {
    const call = this.#current(site);
    const { inliner, uses, assumed } = this.#shared;
    const callee = call && inliner.calleeOf(this.#func, call, assumed);
    if (callee && site.counted !== callee) {
      site.counted = callee;
      uses.set(callee, (uses.get(callee) ?? 0) + 1);
    }
    return callee;
  }

  *#inline(site: Site): Generator<void, boolean> {
    const callee = this.#resolve(site);
    const call = this.#current(site);
    if (!callee || !call) {
      return false;
    }
    // The closure of a copy was judged as it is written.
    const written = callee.origin?.func ?? callee;
    const { root, inliner, uses, assumed } = this.#shared;
    const verdict = yield* inliner.judging(written);
    const isCalledOnce = callee.outer !== undefined && uses.get(callee) === 1;
    const isCheap =
      verdict.canInline && inliner.mayInline(this.#func, callee, call, verdict.cost, isCalledOnce);
    if ((!isCheap && written !== assumed) || isRecursive(call, written)) {
      return false;
    }
    call.inlined = this.#inlined(call, callee, written);
    const { frame, offset } = call;
    root.inlinedCalls.push({ callee, frame, offset });
    calleeEffects(call.fun).forEach(this.#collect);
    call.inlined.body.forEach(this.#collect);
    return true;
  }

  #inlined(call: CallExpression, callee: Func, written: Func): InlinedCall {
    const inlinedAt: Position = { frame: call.frame, offset: call.offset };
    const frames = new Map<Frame, Frame>();
    const frameOf = (frame: Frame): Frame => {
      let copy = frames.get(frame);
      if (!copy) {
        const { source, isOfWrapper = false } = frame;
        copy = { source, inlinedAt, inlined: written, inlinedName: callee.name, isOfWrapper };
        frames.set(frame, copy);
      }
      return copy;
    };
    const names = [...inlinedNames(call), callee.name];
    const suffix = `·${++this.#labels}`;
    const end = `.i${suffix}`;
    const delaysResults = canDelayResults(written);
    const copied = copyInto(written, {
      func: this.#func,
      frameOf,
      nameOf: ({ closureOrigin = 'literal' }) => this.#func.nextClosureName(closureOrigin, names),
      variables: callee.origin?.variables ?? new Map(),
      labelSuffix: suffix,
      replaceReturn: (node, results) => returned(node, results, call, end, delaysResults),
    });
    const { parameters, results } = copied;
    const { frame, offset } = call;
    // Those without a name have one of the compiler's own (DeclareParams of ir/func.go).
    const assignment: Statement = {
      op: 'as2',
      targets: parameters.map((each) => nameAt(each, call)),
      values: call.args,
      isDefinition: true,
      init: parameters.map((each) => declarationAt(each, call)),
      frame,
      offset,
    };
    define(assignment);
    const zeroed = delaysResults
      ? []
      : results.map((each): Statement => ({
          op: 'as',
          x: nameAt(each, call),
          y: undefined,
          isDefinition: false,
          init: [declarationAt(each, call)],
          frame,
          offset,
        }));
    const label: Statement = { op: 'label', label: end, frame, offset };
    return {
      callee,
      init: [...calleeEffects(call.fun), assignment, ...zeroed],
      body: [...copied.body, label],
      results,
    };
  }
}

/** What evaluating the function that is called does: CalleeEffects. */
function calleeEffects(fun: Expression): readonly Statement[] {
  const own = fun.init ?? [];
  switch (fun.op) {
    case 'convNop':
      return [...own, ...calleeEffects(fun.x)];
    case 'callFunc': {
      const { inlined } = fun;
      return inlined ? [...own, ...inlined.init, ...inlined.body] : own;
    }
    default:
      return own;
  }
}

/** One `return`, with values, and no names for results: their variables are declared there. */
function canDelayResults(func: Func): boolean {
  let count = 0;
  forEachNode(func.body, (node) => {
    if (node.op === 'return') {
      count += node.results.length === 0 ? 2 : 1;
    }
  });
  return count === 1 && func.results.every(({ isUnnamed, isBlank }) => isUnnamed || isBlank);
}

/** A `return` of an inlined function sets the results, and goes to the end. */
function returned(
  node: ReturnStatement,
  results: readonly Variable[],
  call: CallExpression,
  end: string,
  delaysResults: boolean,
): Statement {
  const { frame, offset } = call;
  const list: Statement[] = [];
  if (node.results.length > 0) {
    const assignment: Statement = {
      op: 'as2',
      targets: results.map((each) => nameAt(each, call)),
      values: node.results,
      isDefinition: false,
      init: delaysResults ? results.map((each) => declarationAt(each, call)) : [],
      frame,
      offset,
    };
    for (const result of delaysResults ? results : []) {
      result.definition = assignment;
    }
    list.push(assignment);
  }
  list.push({ op: 'goto', label: end, frame, offset });
  return { op: 'block', list, init: node.init ?? [], frame, offset };
}

/** Whether the function is being inlined already where the call stands: canInlineCallExpr. */
function isRecursive(call: CallExpression, callee: Func): boolean {
  let { frame } = call;
  for (let at = frame.inlinedAt; at; at = frame.inlinedAt) {
    if (frame.inlined === callee) {
      return true;
    }
    const isSamePlace =
      at.offset === call.offset &&
      at.frame.source.file === call.frame.source.file &&
      at.frame.source.declaration.id === call.frame.source.declaration.id;
    if (isSamePlace) {
      return true;
    }
    ({ frame } = at);
  }
  return false;
}

function nameAt(variable: Variable, { frame, offset }: Position): Expression {
  return { op: 'name', variable, type: variable.type, frame, offset };
}

function declarationAt(variable: Variable, { frame, offset }: Position): Statement {
  return { op: 'dcl', variable, frame, offset };
}
