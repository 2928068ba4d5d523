/**
 * What of a package's variables is laid out by the compiler, and needs no code that runs:
 * cmd/compile/internal/staticinit/sched.go (Go 1.26).
 */
import { INT_ZERO } from '../types/constant/constant.ts';
import { compare } from '../types/constant/operations.ts';
import { underlying } from '../types/types.ts';
import type { Func, Variable } from './func.ts';
import type { Builtin, CallExpression, Expression, Statement } from './nodes.ts';
import { withoutNops } from './sameExpression.ts';
import { substituted } from './substitution.ts';
import { forEachNode, type IrNode } from './walk.ts';

export interface StaticInitOptions {
  /** What the statements are of. */
  readonly func: Func;
  /** In the packages of the FIPS module no data may hold an address. */
  readonly hasNoAddresses: boolean;
}

/** The statements that are left when all that is static has been taken out of them. */
export function dynamicInitialization(
  statements: readonly Statement[],
  options: StaticInitOptions,
): readonly Statement[] {
  return statements.flatMap((statement) => {
    if (statement.op !== 'as' || statement.y === undefined) {
      return [statement];
    }
    const { x, y } = statement;
    if (x === undefined && !hasSideEffects(y)) {
      return [];
    }
    const rest: Expression[] = [];
    return isStatic(y, rest, options)
      ? rest.map((each): Statement => ({ ...statement, y: each }))
      : [statement];
  });
}

/** Whether a value is static; parts of it that are not are added to `rest`. */
function isStatic(value: Expression, rest: Expression[], options: StaticInitOptions): boolean {
  const inner = withoutNops(value);
  const assign = (part: Expression): void => {
    if (!isStatic(part, rest, options)) {
      rest.push(part);
    }
  };
  const { hasNoAddresses } = options;
  switch (inner.op) {
    case 'nil':
      return true;
    case 'callFunc': {
      const result = hasNoAddresses ? undefined : resultOfCall(inner, options.func);
      return result !== undefined && isStatic(result, rest, options);
    }
    case 'literal':
      return !(hasNoAddresses && inner.value.kind === 'string');
    case 'global':
    case 'func':
    case 'methodExpr':
      return !hasNoAddresses;
    case 'addr':
      return !hasNoAddresses && isStaticPlace(inner.x);
    case 'ptrLit':
      if (hasNoAddresses) {
        return false;
      }
      assign(inner.x);
      return true;
    case 'strToBytes':
      return !hasNoAddresses && inner.x.op === 'literal';
    case 'sliceLit':
      if (hasNoAddresses) {
        return false;
      }
      inner.elements.forEach((each) => {
        assign(each.value);
      });
      return true;
    case 'arrayLit':
    case 'structLit':
      inner.elements.forEach((each) => {
        assign(each.value);
      });
      return true;
    case 'closure':
      return !hasNoAddresses && !inner.func.isCapturing;
    case 'convIface': {
      let held: Expression = inner;
      while (held.op === 'convIface') {
        if (held.isDerived) {
          return false;
        }
        held = held.x;
      }
      if (hasNoAddresses || underlying(held.type).kind === 'interface') {
        return !hasNoAddresses && held.op === 'nil';
      }
      assign(held);
      return true;
    }
    default:
      return false;
  }
}

/**
 * What an inlined call gives if it is nothing but a value, such as that of `errors.New("…")`, with
 * the arguments put in: staticAssignInlinedCall.
 */
function resultOfCall({ inlined }: CallExpression, func: Func): Expression | undefined {
  const [assignment, ...others] = inlined?.init ?? [];
  const [block, label, ...more] = inlined?.body ?? [];
  const [returned] = block?.op === 'block' ? block.list : [];
  if (
    assignment?.op !== 'as2' ||
    others.length + more.length > 0 ||
    label?.op !== 'label' ||
    returned?.op !== 'as2' ||
    (returned.init ?? []).length === 0
  ) {
    return undefined;
  }
  const [value, ...values] = returned.values;
  if (!value || values.length > 0 || assignment.values.some(hasSideEffects) || captures(value)) {
    return undefined;
  }
  const parameters = new Map<Variable, Expression>();
  for (const [index, target] of assignment.targets.entries()) {
    const argument = assignment.values[index];
    if (target?.op === 'name' && argument) {
      const { variable } = target;
      if (variable.isReassigned || (!canRepeat(argument) && isUsedTwice(variable, value))) {
        return undefined;
      }
      parameters.set(variable, argument);
    }
  }
  return substituted(value, func, parameters);
}

/** A closure in it may hold a parameter. */
function captures(value: Expression): boolean {
  let isFound = false;
  forEachNode([value], (node) => {
    isFound ||= node.op === 'closure' && node.func.isCapturing;
  });
  return isFound;
}

function isUsedTwice(variable: Variable, value: Expression): boolean {
  let count = 0;
  forEachNode([value], (node) => {
    count += node.op === 'name' && node.variable === variable ? 1 : 0;
  });
  return count > 1;
}

const ALLOCATIONS = new Set<string>([
  'makeChan',
  'makeMap',
  'makeSlice',
  'mapLit',
  'new',
  'ptrLit',
  'sliceLit',
  'strToBytes',
  'strToRunes',
]);

/** Whether it makes no difference how often it is evaluated. */
function canRepeat(value: Expression): boolean {
  let isRepeatable = true;
  forEachNode([value], (node) => {
    isRepeatable &&= !ALLOCATIONS.has(node.op) && !isSideEffect(node);
  });
  return isRepeatable;
}

/** A package's variable or a part of one: staticinit.StaticLoc. */
function isStaticPlace(node: Expression): boolean {
  switch (node.op) {
    case 'global':
      return true;
    case 'dot':
      return isStaticPlace(node.x);
    case 'index':
      return (
        node.index.op === 'literal' &&
        underlying(node.x.type).kind === 'array' &&
        isStaticPlace(node.x)
      );
    default:
      return false;
  }
}

/** What does nothing but give a value, as isSideEffect has it. */
const HARMLESS = new Set<string>([
  'name',
  'global',
  'func',
  'literal',
  'nil',
  'plus',
  'neg',
  'bitNot',
  'not',
  'logical',
  'addr',
  'ptrLit',
  'dot',
  'conv',
  'convNop',
  'convIface',
  'bytesToStr',
  'runesToStr',
  'runeToStr',
  'strToBytes',
  'strToRunes',
  'new',
  'arrayLit',
  'sliceLit',
  'structLit',
  'mapLit',
  'addStr',
]);

const HARMLESS_BUILTINS: ReadonlySet<Builtin> = new Set<Builtin>([
  'len',
  'cap',
  'real',
  'imag',
  'complex',
]);

/** AnySideEffects. */
export function hasSideEffects(value: Expression): boolean {
  let isFound = false;
  forEachNode([value], (node) => {
    isFound ||= isSideEffect(node);
  });
  return isFound;
}

function isSideEffect(node: IrNode): boolean {
  switch (node.op) {
    case 'binary':
      return (node.operator === '/' || node.operator === '%') && isZero(node.y) !== false;
    case 'makeMap':
    case 'makeChan':
      return node.length !== undefined && isZero(node.length) !== true;
    case 'builtin':
      return !HARMLESS_BUILTINS.has(node.builtin);
    default:
      return !HARMLESS.has(node.op);
  }
}

/** Undefined of what is no constant. */
function isZero(x: Expression): boolean | undefined {
  return x.op === 'literal' ? compare(x.value, '==', INT_ZERO) : undefined;
}
