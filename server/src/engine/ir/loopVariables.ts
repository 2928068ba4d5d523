/**
 * Gives each iteration variables of its own where that can be noticed: a closure holds one, or its
 * address is taken (cmd/compile/internal/loopvar of Go 1.26). It comes after inlining.
 */
import { basicTypes } from '../types/universe.ts';
import type { Func, Variable } from './func.ts';
import type { Expression, ForStatement, RangeStatement, Statement, Target } from './nodes.ts';
import { outerVariable } from './definitions.ts';
import { forEachChild, type IrNode } from './walk.ts';

/** Changes the loops of a function and of its closures in place. */
export function separateLoopVariables(func: Func): void {
  separateIn(func, func.body);
}

function separateIn(func: Func, nodes: readonly IrNode[]): void {
  const separate = (node: IrNode): void => {
    forEachChild(node, separate);
    if (node.op === 'closure') {
      separateLoopVariables(node.func);
    } else if (node.op === 'for' && node.hasOwnVariables) {
      separateFor(func, node);
    } else if (node.op === 'range' && node.hasOwnVariables && node.isDefinition) {
      separateRange(func, node);
    }
  };
  nodes.forEach(separate);
}

/** Variables that closures in a loop hold, or whose address it takes, other than to return it. */
function noticedIn(loop: Statement): ReadonlySet<Variable> {
  const found = new Set<Variable>();
  const visit = (node: IrNode): void => {
    switch (node.op) {
      case 'return':
        return;
      case 'closure':
        for (const variable of node.func.captures.keys()) {
          found.add(variable);
        }
        break;
      case 'addr': {
        const variable = outerVariable(node.x);
        if (variable) {
          found.add(variable);
        }
        break;
      }
      default:
        break;
    }
    forEachChild(node, visit);
  };
  forEachChild(loop, visit);
  return found;
}

function separateRange(func: Func, loop: RangeStatement): void {
  const noticed = noticedIn(loop);
  const copies: Statement[] = [];
  const separate = (target: Target): Target => {
    if (target?.op !== 'name' || !noticed.has(target.variable)) {
      return target;
    }
    const { variable } = target;
    const { frame, offset } = loop;
    const temporary = func.temporary(variable.type, loop);
    copies.unshift({
      op: 'as',
      x: nameAt(variable, loop),
      y: nameAt(temporary, loop),
      // The loop still counts as what defines it.
      isDefinition: false,
      init: [declarationOf(variable)],
      frame,
      offset,
    });
    return nameAt(temporary, loop);
  };
  loop.key = separate(loop.key);
  loop.value = separate(loop.value);
  loop.hasOwnVariables = false;
  if (copies.length > 0) {
    loop.init = withoutDeclarations(loop.init, noticed);
    loop.body = [...copies, ...loop.body];
  }
}

function separateFor(func: Func, loop: ForStatement): void {
  loop.hasOwnVariables = false;
  const defined = (loop.init ?? []).flatMap((statement): readonly Variable[] => {
    const targets =
      statement.op === 'as' ? [statement.x] : statement.op === 'as2' ? statement.targets : [];
    const isDefinition =
      (statement.op === 'as' || statement.op === 'as2') && statement.isDefinition;
    return isDefinition
      ? targets.flatMap((target) => (target?.op === 'name' ? [target.variable] : []))
      : [];
  });
  const noticed = noticedIn(loop);
  const separate = defined.filter((variable) => noticed.has(variable));
  if (separate.length === 0) {
    return;
  }
  const { frame, offset, condition, post } = loop;
  const carried = new Map(
    separate.map((variable) => [variable, func.temporary(variable.type, loop)]),
  );
  const before: Statement[] = [];
  const after: Statement[] = [];
  for (const [variable, temporary] of carried) {
    const copy: Statement = {
      op: 'as',
      x: nameAt(variable, loop),
      y: nameAt(temporary, loop),
      isDefinition: true,
      init: [declarationOf(variable)],
      frame,
      offset,
    };
    variable.definition = copy;
    before.push(copy);
    after.push({
      op: 'as',
      x: nameAt(temporary, loop),
      y: nameAt(variable, loop),
      isDefinition: false,
      frame,
      offset,
    });
  }
  const init = (loop.init ?? []).map((statement) => carrying(statement, carried));
  if (post) {
    const first = func.temporary(basicTypes.bool, loop);
    init.push(setFlag(first, true, loop));
    before.push({
      op: 'if',
      condition: nameAt(first, loop),
      then: [setFlag(first, false, loop)],
      otherwise: [post],
      init: [declarationOf(first)],
      frame,
      offset,
    });
  }
  if (condition) {
    const negated: Expression = { op: 'not', x: condition, type: condition.type, frame, offset };
    before.push({
      op: 'if',
      condition: negated,
      then: [{ op: 'break', label: undefined, frame, offset }],
      otherwise: [],
      frame,
      offset,
    });
  }
  loop.condition = undefined;
  loop.post = undefined;
  loop.init = init;
  loop.body = [...before, ...loop.body, ...after];
}

/** The first values go into what carries them from one iteration to the next. */
function carrying(statement: Statement, carried: ReadonlyMap<Variable, Variable>): Statement {
  const carry = (target: Target): Target => {
    const temporary = target?.op === 'name' ? carried.get(target.variable) : undefined;
    return target && temporary ? nameAt(temporary, target) : target;
  };
  const init = withoutDeclarations(statement.init, new Set(carried.keys()));
  switch (statement.op) {
    case 'as':
      return { ...statement, x: carry(statement.x), init };
    case 'as2':
      return { ...statement, targets: statement.targets.map(carry), init };
    default:
      return statement;
  }
}

function withoutDeclarations(
  init: readonly Statement[] | undefined,
  variables: ReadonlySet<Variable>,
): readonly Statement[] {
  return (init ?? []).filter((each) => each.op !== 'dcl' || !variables.has(each.variable));
}

function setFlag(variable: Variable, value: boolean, { frame, offset }: Statement): Statement {
  return {
    op: 'as',
    x: nameAt(variable, { frame, offset }),
    y: { op: 'literal', value: { kind: 'bool', value }, type: variable.type, frame, offset },
    isDefinition: false,
    frame,
    offset,
  };
}

function declarationOf(variable: Variable): Statement {
  return { op: 'dcl', variable, frame: variable.frame, offset: variable.offset };
}

function nameAt(
  variable: Variable,
  { frame, offset }: Pick<Expression, 'frame' | 'offset'>,
): Expression {
  return { op: 'name', variable, type: variable.type, frame, offset };
}
