/** What flows in statements: cmd/compile/internal/escape/stmt.go (Go 1.26). */
import type { Func } from '../ir/func.ts';
import type { Expression, GoDeferStatement, Statement } from '../ir/nodes.ts';
import { forEachNode } from '../ir/walk.ts';
import { underlying } from '../types/types.ts';
import { assign, holeOf, noteReassigned } from './addresses.ts';
import type { Batch } from './batch.ts';
import { walkCall } from './calls.ts';
import { type Context, dotType, later, tee } from './context.ts';
import { hasPointers } from './environment.ts';
import { discard, walkExpression, walkWithoutInit } from './expressions.ts';
import type { Hole } from './location.ts';

/** Walks through the body of a function. Its variables have locations already. */
export function walkFunction(batch: Batch, func: Func): void {
  const context: Context = { batch, func, loopDepth: 1, loopingLabels: loopingLabels(func) };
  walkBlock(context, func.body);
}

/** Labels with a `goto` behind them. */
function loopingLabels({ body }: Func): ReadonlySet<string> {
  const seen = new Set<string>();
  const looping = new Set<string>();
  forEachNode(body, (node) => {
    if (node.op === 'label') {
      seen.add(node.label);
    } else if (node.op === 'goto' && node.label !== undefined && seen.has(node.label)) {
      looping.add(node.label);
    }
  });
  return looping;
}

function walkBlock(context: Context, list: readonly Statement[]): void {
  const { loopDepth } = context;
  walkStatements(context, list);
  context.loopDepth = loopDepth;
}

export function walkStatements(context: Context, list: readonly Statement[]): void {
  for (const statement of list) {
    walkStatement(context, statement);
  }
}

function walkStatement(context: Context, node: Statement): void {
  const { batch } = context;
  walkStatements(context, node.init ?? []);
  switch (node.op) {
    case 'break':
    case 'continue':
    case 'goto':
    case 'fallthrough':
      return;
    case 'block':
      walkStatements(context, node.list);
      return;
    case 'dcl':
      batch.locationOf(node.variable).loopDepth = context.loopDepth;
      return;
    case 'label':
      if (context.loopingLabels.has(node.label)) {
        context.loopDepth++;
      }
      return;
    case 'expression':
      walkExpressionStatement(context, node.x);
      return;
    case 'if':
      discard(context, node.condition);
      walkBlock(context, node.then);
      walkBlock(context, node.otherwise);
      return;
    case 'for':
      context.loopDepth++;
      discard(context, node.condition);
      walkStatements(context, node.post ? [node.post] : []);
      walkBlock(context, node.body);
      context.loopDepth--;
      return;
    case 'range': {
      // What is ranged over is evaluated outside of the loop, and lasts until its end.
      const over = batch.newLocation(undefined, context.func, context.loopDepth, true);
      walkExpression(context, batch.discardHole().to(over), node.x);
      context.loopDepth++;
      const key = holeOf(context, node.key);
      const value = holeOf(context, node.value);
      const isArray = underlying(node.x.type).kind === 'array';
      batch.flow(isArray ? value.note(node, 'range') : value.deref(node, 'range-deref'), over);
      noteReassigned([key, value], node);
      walkBlock(context, node.body);
      context.loopDepth--;
      return;
    }
    case 'switch':
      discard(context, node.tag);
      for (const { expressions, body } of node.clauses) {
        discard(context, ...expressions);
        walkBlock(context, body);
      }
      return;
    case 'typeSwitch': {
      const holes: Hole[] = [];
      for (const clause of node.clauses) {
        const { variable } = clause;
        if (variable) {
          const location = batch.locationOf(variable);
          location.loopDepth = context.loopDepth;
          if (hasPointers(batch.environment, variable.type)) {
            const hole = batch.discardHole().to(location);
            holes.push(dotType(context, hole, variable.type, clause, 'switch case'));
          }
        }
      }
      walkExpression(context, tee(context, ...holes), node.x);
      for (const { body } of node.clauses) {
        walkBlock(context, body);
      }
      return;
    }
    case 'select':
      for (const { communication, body } of node.clauses) {
        walkStatements(context, communication ? [communication] : []);
        walkBlock(context, body);
      }
      return;
    case 'send':
      discard(context, node.channel);
      walkExpression(context, batch.heapHole().note(node, 'send'), node.value);
      return;
    case 'as':
      assign(context, [node.x], [node.y], 'assign', node);
      return;
    case 'asOp':
      assign(context, [node.x], [node.y], 'assign', node);
      return;
    case 'as2':
      assign(context, node.targets, node.values, 'assign-pair', node);
      return;
    case 'as2DotType':
      assign(context, node.targets, [node.value], 'assign-pair-dot-type', node);
      return;
    case 'as2MapR':
      assign(context, node.targets, [node.value], 'assign-pair-mapr', node);
      return;
    case 'as2Recv':
      assign(context, node.targets, [node.value], 'assign-pair-receive', node);
      return;
    case 'as2Func': {
      walkStatements(context, node.value.init ?? []);
      const holes = node.targets.map((target) => holeOf(context, target));
      if (node.value.op === 'callFunc' || node.value.op === 'callInter') {
        walkCall(context, holes, node.value);
      } else {
        walkWithoutInit(context, batch.discardHole(), node.value);
      }
      noteReassigned(holes, node);
      return;
    }
    case 'return': {
      const { results } = context.func;
      const targets = results.map((variable): Expression => {
        const { type, frame, offset } = variable;
        return { op: 'name', variable, type, frame, offset };
      });
      // Results are assigned to by a `return` without values as well.
      assign(context, targets, node.results, 'return', node);
      return;
    }
    case 'go':
    case 'defer':
      walkGoDefer(context, node);
  }
}

/** A call whose results nobody takes. */
function walkExpressionStatement(context: Context, node: Expression): void {
  switch (node.op) {
    case 'callFunc':
    case 'callInter':
    case 'builtin':
      walkStatements(context, node.init ?? []);
      walkCall(context, undefined, node);
      return;
    default:
      discard(context, node);
  }
}

function walkGoDefer(context: Context, node: GoDeferStatement): void {
  const { batch } = context;
  const isAtTop = node.op === 'defer' && context.loopDepth === 1 && !node.isInRangeFunc;
  // What is deferred outside of loops has to last, but need not be on the heap.
  const hole = isAtTop ? later(context, batch.discardHole()) : batch.heapHole();
  const { call } = node;
  walkStatements(context, call.init ?? []);
  walkExpression(context, hole, call.op === 'callFunc' ? call.fun : call);
}
