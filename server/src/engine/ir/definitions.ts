/**
 * Which statement defines a variable, and whether anything else changes it: `Name.Defn` and
 * ReassignOracle of cmd/compile/internal/ir (Go 1.26).
 */
import { underlying } from '../types/types.ts';
import type { Func, Variable } from './func.ts';
import type { Expression, Statement, Target } from './nodes.ts';
import { forEachNode } from './walk.ts';

/** Tells the variables of a function, and of its closures, where they are defined and changed. */
export function linkDefinitions(func: Func): void {
  forEachNode(
    func.body,
    (node) => {
      if (isStatement(node)) {
        define(node);
      }
    },
    true,
  );
  noteReassigned(func);
}

function isStatement(node: Expression | Statement): node is Statement {
  return !('type' in node);
}

/** Tells the variables that a statement declares that it defines them. */
export function define(statement: Statement): void {
  const declared = declaredBy(statement);
  for (const target of declared.length > 0 ? targetsOf(statement) : []) {
    // `a, b := …` may define some of its targets only.
    if (target?.op === 'name' && declared.includes(target.variable)) {
      target.variable.definition = statement;
    }
  }
}

function declaredBy(statement: Statement): readonly Variable[] {
  const isDefinition = 'isDefinition' in statement && statement.isDefinition;
  return isDefinition
    ? (statement.init ?? []).flatMap((each) => (each.op === 'dcl' ? [each.variable] : []))
    : [];
}

function targetsOf(statement: Statement): readonly Target[] {
  switch (statement.op) {
    case 'as':
    case 'asOp':
      return [statement.x];
    case 'as2':
    case 'as2Func':
    case 'as2DotType':
    case 'as2MapR':
    case 'as2Recv':
      return statement.targets;
    case 'range':
      return [statement.key, statement.value];
    default:
      return [];
  }
}

function noteReassigned({ body }: Func): void {
  forEachNode(
    body,
    (node) => {
      if (node.op === 'addr') {
        const variable = outerVariable(node.x);
        if (variable) {
          variable.isReassigned = true;
        }
      }
      for (const target of isStatement(node) ? targetsOf(node) : []) {
        const variable = target && outerVariable(target);
        // A range assigns to its variables each time.
        if (variable && (variable.definition !== node || node.op === 'range')) {
          variable.isReassigned = true;
        }
      }
    },
    true,
  );
}

/** The variable that `x`, `x.f` and, of an array, `x[i]` are a part of: ir.OuterValue. */
export function outerVariable(node: Expression): Variable | undefined {
  let inner = node;
  for (;;) {
    if (inner.op === 'dot' || inner.op === 'convNop') {
      inner = inner.x;
    } else if (inner.op === 'index' && underlying(inner.x.type).kind === 'array') {
      inner = inner.x;
    } else {
      return inner.op === 'name' ? inner.variable : undefined;
    }
  }
}
