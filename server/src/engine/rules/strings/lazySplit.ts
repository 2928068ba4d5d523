/** Parts that are found one by one, as a loop asks for them: whether they are those that were found before it. */
import type { Block, Call, Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { type AstNode, forEachNode } from '../../syntax/walk.ts';
import { isBytes } from '../../types/predicates.ts';
import { isWithin } from '../spans.ts';
import type { Subject } from '../subject.ts';

/** What only looks at what it is given, and at nothing else. */
const LOOKS = /^(?:len|cap|string|(?:bytes|strings|strconv|unicode|unicode\/utf8)\.[A-Z]\w*)$/;

/**
 * `body` is what is done between one part and the next; undefined where that is nothing. A string stays
 * as it is; bytes may be written to, and a function may tell another thing later.
 */
export function isSameWhenLazy(subject: Subject, split: Call, body: Block | undefined): boolean {
  const callee = subject.calleeOf(split) ?? '';
  const [, last] = split.arguments;
  const isFunction = callee.endsWith('.FieldsFunc');
  return (
    (!isFunction || (last !== undefined && tellsTheSame(subject, last))) &&
    (!callee.startsWith('bytes.') || !body || leavesBytesAlone(subject, body))
  );
}

/** Whether a function's result depends on its argument only. */
function tellsTheSame(subject: Subject, callee: Expression): boolean {
  const literal = unparenthesized(callee);
  if (literal.kind !== 'function') {
    return literal.kind === 'selector' && isUnicode(subject, literal);
  }
  let isPure = true;
  forEachNode(literal, (node) => {
    const variable = node.kind === 'identifier' ? subject.variableOf(node) : undefined;
    const declared = variable && subject.usesOf(variable)[0];
    isPure &&= variable === undefined || (declared !== undefined && isWithin(declared, literal));
    isPure &&= node.kind !== 'call' || looks(subject, node);
  });
  return isPure;
}

function isUnicode(subject: Subject, { selector }: Extract<Expression, { kind: 'selector' }>) {
  return subject.source.types.objectOf(selector)?.package?.path === 'unicode';
}

function leavesBytesAlone(subject: Subject, body: Block): boolean {
  let areLeft = true;
  forEachNode(body, (node) => {
    areLeft &&= node.kind !== 'call' || looks(subject, node);
    areLeft &&= !writesToBytes(subject, node);
  });
  return areLeft;
}

function looks(subject: Subject, call: Call): boolean {
  return subject.isConversion(call) || LOOKS.test(subject.calleeOf(call) ?? '');
}

function writesToBytes(subject: Subject, node: AstNode): boolean {
  const targets =
    node.kind === 'assignment' ? node.left : node.kind === 'increment' ? [node.operand] : [];
  return targets.some((target) => {
    const type = target.kind === 'index' ? subject.typeOf(target.operand) : undefined;
    return target.kind === 'star' || (type !== undefined && isBytes(type));
  });
}
