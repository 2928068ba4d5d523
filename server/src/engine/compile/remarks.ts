/** What the compiler remarks at `-m` beside verdicts and inlining, in its words (Go 1.26). */
import type { CompileError } from '../compilerlog/rows.ts';
import { withClosures } from '../escape/callGraph.ts';
import type { FunctionEscapes } from '../escape/program.ts';
import { isSelfAssignment } from '../escape/selfAssignment.ts';
import { escapingUintptrs, isUintptr } from '../escape/uintptrs.ts';
import type { Func, Variable } from '../ir/func.ts';
import type {
  AssignListStatement,
  AssignStatement,
  Expression,
  InterfaceCallExpression,
  Target,
} from '../ir/nodes.ts';
import { type Position, reportedPosition } from '../ir/position.ts';
import { forEachNode, type IrNode } from '../ir/walk.ts';
import type { Type } from '../types/types.ts';
import type { RowContext } from './rows.ts';

export function remarksOf({ func }: FunctionEscapes, context: RowContext): readonly CompileError[] {
  const remarks: CompileError[] = [];
  const remark = (position: Position, message: string): void => {
    remarks.push({ place: context.placeOf(reportedPosition(position)), message });
  };
  for (const each of withClosures(func)) {
    for (const parameter of each.parameters) {
      const words = uintptrRemark(each, parameter);
      if (words !== undefined) {
        remark(parameter, words);
      }
    }
    for (const { message, ...position } of each.remarks) {
      remark(position, message);
    }
    forEachNode(each.body, (node) => {
      if (node.op === 'callInter' && node.devirtualized) {
        remark(node, devirtualizationRemark(node, context));
      }
      if (isSelfAssigning(node)) {
        const text = context.formatter.statement(node);
        remark(node, `${each.name} ignoring self-assignment in ${text}`);
      }
    });
  }
  return remarks;
}

function devirtualizationRemark(call: InterfaceCallExpression, { formatter }: RowContext): string {
  const { receiver, method, devirtualized } = call;
  const isWhole = devirtualized?.op === 'callFunc';
  const type = devirtualized && assertedType(devirtualized, receiver);
  const selector = `${formatter.callee(receiver)}.${method.name}`;
  const adverb = isWhole ? '' : 'partially ';
  return `${adverb}devirtualizing ${selector} to ${type ? formatter.type(type) : '?'}`;
}

/** The type that the receiver is known to have: the new call begins with an assertion of it. */
function assertedType(
  devirtualized: NonNullable<InterfaceCallExpression['devirtualized']>,
  receiver: Expression,
): Type | undefined {
  let node = devirtualized.op === 'callFunc' ? devirtualized.args[0] : devirtualized.receiver;
  while (node && 'x' in node && typeof node.x === 'object') {
    if (node.op === 'dotType' && node.x === receiver) {
      return node.type;
    }
    node = node.x;
  }
  return undefined;
}

function isSelfAssigning(node: IrNode): node is AssignStatement | AssignListStatement {
  switch (node.op) {
    case 'as':
      return isSelf(node.x, node.y);
    case 'as2':
      return node.targets.some((target, index) => isSelf(target, node.values[index]));
    default:
      return false;
  }
}

function isSelf(target: Target, value: Expression | undefined): boolean {
  return target !== undefined && value !== undefined && isSelfAssignment(target, value);
}

/** paramTag of cmd/compile/internal/escape/escape.go. */
function uintptrRemark(func: Func, parameter: Variable): string | undefined {
  const name = func.parameterName(parameter);
  if (!func.hasBody && isUintptr(parameter.type)) {
    return `assuming ${name} is unsafe uintptr`;
  }
  const escaping = escapingUintptrs(func, parameter);
  return escaping && `marking ${name} as escaping ${escaping === 'list' ? '...' : ''}uintptr`;
}
