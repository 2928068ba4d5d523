/** What flows out of an expression: cmd/compile/internal/escape/expr.go (Go 1.26). */
import type { ClosureExpression, Expression, MethodValueExpression } from '../ir/nodes.ts';
import { underlying } from '../types/types.ts';
import { isUntyped } from '../types/predicates.ts';
import { parameterHole, walkCall } from './calls.ts';
import { type Context, dotType, spill, tee } from './context.ts';
import { hasPointers, isDirectInterface } from './environment.ts';
import type { Hole } from './location.ts';
import { walkFunction, walkStatements } from './statements.ts';
import { unsafeValue } from './unsafeValues.ts';

/** Lets the value of an expression flow into a hole. */
export function walkExpression(context: Context, hole: Hole, node: Expression): void {
  walkStatements(context, node.init ?? []);
  walkWithoutInit(context, hole, node);
}

export function discard(context: Context, ...nodes: readonly (Expression | undefined)[]): void {
  for (const node of nodes) {
    if (node) {
      walkExpression(context, context.batch.discardHole(), node);
    }
  }
}

export function walkWithoutInit(context: Context, given: Hole, node: Expression): void {
  const { batch } = context;
  const { environment } = batch;
  let hole = given;
  if (hole.derefs >= 0 && !isUntyped(node.type) && !hasPointers(environment, node.type)) {
    hole = hole.to(batch.blank);
  }
  switch (node.op) {
    case 'literal':
    case 'nil':
    case 'func':
    case 'methodExpr':
    case 'global':
      return;
    case 'name':
      batch.flow(hole, batch.locationOf(node.variable));
      return;
    case 'unknown':
      // Nobody knows what becomes of its parts.
      for (const part of node.parts) {
        walkExpression(context, batch.heapHole().note(node, 'unknown'), part);
      }
      return;
    case 'plus':
    case 'neg':
    case 'bitNot':
    case 'not':
    case 'recv':
      discard(context, node.x);
      return;
    case 'binary':
    case 'logical':
      discard(context, node.x, node.y);
      return;
    case 'addr':
      walkExpression(context, hole.addr(node, 'address-of'), node.x);
      return;
    case 'deref':
      walkExpression(context, hole.deref(node, 'indirection'), node.x);
      return;
    case 'dot':
      walkExpression(context, hole.note(node, 'dot'), node.x);
      return;
    case 'dotPtr':
      walkExpression(context, hole.deref(node, 'dot of pointer'), node.x);
      return;
    case 'dotType':
      walkExpression(context, dotType(context, hole, node.type, node, 'dot'), node.x);
      return;
    case 'index': {
      const isArray = underlying(node.x.type).kind === 'array';
      walkExpression(
        context,
        isArray ? hole.note(node, 'fixed-array-index-of') : hole.deref(node, 'dot of pointer'),
        node.x,
      );
      discard(context, node.index);
      return;
    }
    case 'indexMap':
      discard(context, node.x, node.index);
      return;
    case 'slice':
    case 'sliceArr':
    case 'sliceStr':
      walkExpression(context, hole.note(node, 'slice'), node.x);
      discard(context, node.low, node.high, node.max);
      return;
    case 'conv':
    case 'convNop':
      if (isBasic(node, 'unsafe.Pointer') && isBasic(node.x, 'uintptr')) {
        unsafeValue(context, hole, node.x);
      } else if (isBasic(node, 'unsafe.Pointer') && isHeapForChecks(context, node.x)) {
        const heap = batch.heapHole().note(node, 'conversion to unsafe.Pointer');
        walkExpression(context, heap, node.x);
      } else {
        walkExpression(context, hole, node.x);
      }
      return;
    case 'convIface': {
      const { kind } = underlying(node.x.type);
      // What is not known may be an interface or a pointer as well: nothing is said of it.
      const isBoxed =
        kind !== 'interface' && kind !== 'unknown' && !isDirectInterface(environment, node.x.type);
      const inner = isBoxed ? spill(context, hole, node).hole : hole;
      walkExpression(context, inner.note(node, 'interface-converted'), node.x);
      return;
    }
    case 'sliceToArr':
      walkExpression(context, hole.deref(node, 'slice-to-array'), node.x);
      return;
    case 'sliceToArrPtr':
      walkExpression(context, hole, node.x);
      return;
    case 'callFunc':
    case 'callInter':
    case 'builtin':
      walkCall(context, [hole], node);
      return;
    case 'new':
      spill(context, hole, node);
      return;
    case 'makeSlice':
    case 'makeMap':
      spill(context, hole, node);
      discard(context, node.length, node.capacity);
      return;
    case 'makeChan':
      discard(context, node.length);
      return;
    case 'methodValue':
      walkMethodValue(context, hole, node);
      return;
    case 'ptrLit':
      walkExpression(context, spill(context, hole, node).hole, node.x);
      return;
    case 'arrayLit':
      for (const { value } of node.elements) {
        walkExpression(context, hole.note(node, 'array literal element'), value);
      }
      return;
    case 'sliceLit': {
      const elements = spill(context, hole, node).hole;
      for (const { value } of node.elements) {
        walkExpression(context, elements.note(node, 'slice-literal-element'), value);
      }
      return;
    }
    case 'structLit':
      for (const { value } of node.elements) {
        walkExpression(context, hole.note(node, 'struct literal element'), value);
      }
      return;
    case 'mapLit':
      spill(context, hole, node);
      // Keys and values of maps are on the heap, always.
      for (const { key, value } of node.elements) {
        if (key) {
          walkExpression(context, batch.heapHole().note(node, 'map literal key'), key);
        }
        walkExpression(context, batch.heapHole().note(node, 'map literal value'), value);
      }
      return;
    case 'closure':
      walkClosure(context, hole, node);
      return;
    case 'bytesToStr':
    case 'runesToStr':
    case 'runeToStr':
    case 'strToBytes':
    case 'strToRunes':
      spill(context, hole, node);
      discard(context, node.x);
      return;
    case 'addStr':
      spill(context, hole, node);
      discard(context, ...node.list);
      return;
  }
}

/** On the heap the borders of objects are known: with `-asan` or `-d=checkptr=2` pointers are made unsafe there alone. */
function isHeapForChecks({ batch, func }: Context, { type }: Expression): boolean {
  const { sanitizer, checkptr } = batch.environment.flagsOf(func.compiledIn);
  return (
    (sanitizer === 'asan' || checkptr >= 2) &&
    underlying(type).kind === 'pointer' &&
    !func.pragmas.has('go:nocheckptr')
  );
}

export function isBasic({ type }: Expression, basic: 'unsafe.Pointer' | 'uintptr'): boolean {
  const under = underlying(type);
  return under.kind === 'basic' && under.basic === basic;
}

/** The receiver flows into the closure and, as it may be called anywhere, into the method. */
function walkMethodValue(context: Context, hole: Hole, node: MethodValueExpression): void {
  const { batch } = context;
  const closure = spill(context, hole, node).hole;
  const { type } = node;
  const countResults = type.kind === 'signature' ? type.results.variables.length : 0;
  const results = Array.from({ length: countResults }, () => batch.heapHole());
  const receiver = parameterHole(context, results, node.callee, 0);
  walkExpression(context, tee(context, receiver, closure), node.x);
}

function walkClosure(context: Context, hole: Hole, node: ClosureExpression): void {
  const { batch, loopDepth } = context;
  const closure = spill(context, hole, node).hole;
  if (!node.func.isCapturing) {
    return;
  }
  batch.pendingClosures.push({ hole: closure, closure: node });
  for (const variable of node.func.captures.keys()) {
    const location = batch.locationOf(variable);
    if (!location.isCaptured) {
      location.isCaptured = true;
      // Assignments in a straight line before the first capture do no harm.
      if (location.loopDepth === loopDepth) {
        location.isReassigned = false;
      }
    }
  }
  walkFunction(batch, node.func);
}
