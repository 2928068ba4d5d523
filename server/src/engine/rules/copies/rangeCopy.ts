/** `for _, v := range rows`: each round copies an element, of which a few fields are read. */
import { sizeText } from '../../features/byteTexts.ts';
import type { Call, Expression, Identifier, Range } from '../../syntax/ast.ts';
import { isBlank } from '../../syntax/treeBuilder.ts';
import { forEachNode } from '../../syntax/walk.ts';
import { type Type, underlying } from '../../types/types.ts';
import { isKnownBefore, replacing } from '../edits.ts';
import { withoutObjects } from '../evidence.ts';
import type { Fix, Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { copiedInVain } from './onlyPart.ts';

export const rangeCopy: Rule = {
  name: 'range-copy',
  summary: 'large elements that each round of a loop copies to read a part of them',
  isSafe: false,
  // Nothing is allocated: what it gains is time.
  isOnByDefault: false,
  find: (subject) => subject.all('range').map((loop) => findingOf(subject, loop)),
};

function findingOf(subject: Subject, loop: Range): Found | undefined {
  const { localize } = subject;
  const { value, operand } = loop;
  const variable = loop.isDefinition && value ? subject.variableOf(value) : undefined;
  const bytes = variable && copiedInVain(subject, variable);
  if (value?.kind !== 'identifier' || bytes === undefined || !isOfElements(subject, operand)) {
    return undefined;
  }
  const { start, end } = value;
  return {
    start,
    end,
    message: localize(
      '{0} is a copy of {1} in each round, of which only a part is read',
      value.name,
      sizeText(bytes, localize),
    ),
    evidence: withoutObjects(
      subject,
      'copy',
      loop.body,
      localize('Nothing is allocated: what is copied takes time'),
    ),
    fix: fixOf(subject, loop, value),
  };
}

/** A slice, or an array that is not copied as a whole to be gone through. */
function isOfElements(subject: Subject, operand: Expression): boolean {
  const type = subject.typeOf(operand);
  const list = type && underlying(type);
  const array = list?.kind === 'pointer' ? underlying(list.element).kind === 'array' : false;
  return list?.kind === 'slice' || array;
}

/** Where nothing in a round could change the element that was copied. */
function fixOf(subject: Subject, loop: Range, value: Identifier): Fix | undefined {
  const { key, operand, body } = loop;
  const isNamed = key?.kind === 'identifier' && key.name !== '_';
  const index = isNamed ? key.name : subject.freshName('i', 'index');
  const isPlain = operand.kind === 'identifier' || operand.kind === 'selector';
  const opened = /^\{[^\S\n]*(?:\/\/[^\n]*)?(?=\n([ \t]*)\S)/.exec(subject.textOf(body));
  if (key === undefined || index === undefined || !opened || !isPlain) {
    return undefined;
  }
  if (!isKnownBefore(subject, operand, loop) || mayWriteElements(subject, loop)) {
    return undefined;
  }
  const pointer = `${value.name} := &${subject.textOf(operand)}[${index}]`;
  const atLine = body.start + opened[0].length;
  return replacing(subject, [{ start: key.start, end: body.start }], {
    title: subject.localize('Point to the element'),
    changes: [
      { start: key.start, end: value.end, text: index },
      { start: atLine, end: atLine, text: `\n${opened[1] ?? ''}${pointer}` },
    ],
    imports: [],
    names: [index, value.name],
  });
}

/** Calls do what nobody knows; what is assigned to may be an element, or the list itself. */
function mayWriteElements(subject: Subject, { body, operand }: Range): boolean {
  const list = subject.variablesIn(operand);
  const isOther = (target: Expression) => {
    const variable = subject.variableOf(target);
    return variable !== undefined && !list.has(variable) && !holdsElements(variable.type);
  };
  let may = false;
  forEachNode(body, (node) => {
    switch (node.kind) {
      case 'assignment':
        may ||= !node.left.every((target) => isBlank(target) || isOther(target));
        break;
      case 'increment':
        may ||= !isOther(node.operand);
        break;
      case 'call':
        may ||= !subject.isConversion(node) && !isHarmless(subject, node);
        break;
      case 'range':
        may ||= !node.isDefinition;
        break;
      case 'function':
      case 'send':
      case 'select':
        may = true;
        break;
      default:
        break;
    }
  });
  return may;
}

const READING: ReadonlySet<string | undefined> = new Set(['len', 'cap', 'min', 'max']);

/** An append to a list of other things writes none of these. */
function isHarmless(subject: Subject, call: Call): boolean {
  const callee = subject.calleeOf(call);
  const type = callee === 'append' ? subject.typeOf(call) : undefined;
  const list = type && underlying(type);
  return READING.has(callee) || (list?.kind === 'slice' && !holdsElements(list.element));
}

/** An array may be what a slice is of. */
function holdsElements(type: Type): boolean {
  const { kind } = underlying(type);
  return kind !== 'basic' && kind !== 'pointer' && kind !== 'slice' && kind !== 'map';
}
