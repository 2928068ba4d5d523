/** `strings.ToLower(a) == strings.ToLower(b)`: copies that are made to be compared without regard to case. */
import type { Call, Expression } from '../../syntax/ast.ts';
import { unparenthesized } from '../../syntax/treeBuilder.ts';
import { sameChange } from '../causes.ts';
import { replacing } from '../edits.ts';
import type { Found, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

export const equalFold: Rule = {
  name: 'equal-fold',
  summary: 'copies in lower or upper case that are made only to be compared',
  isSafe: false,
  isOnByDefault: true,
  causeOf: sameChange,
  *find(subject) {
    for (const comparison of subject.all('binary')) {
      const { operator, left, right } = comparison;
      if (operator === '==' || operator === '!=') {
        yield findingOf(subject, comparison, [left, right], operator === '!=');
      }
    }
    for (const equal of subject.callsOf('bytes.Equal')) {
      const [left, right] = equal.arguments;
      yield left && right && findingOf(subject, equal, [left, right], false);
    }
  },
};

const CASES: ReadonlyMap<string, (text: string) => string> = new Map([
  ['strings.ToLower', (text) => text.toLowerCase()],
  ['strings.ToUpper', (text) => text.toUpperCase()],
  ['bytes.ToLower', (text) => text.toLowerCase()],
  ['bytes.ToUpper', (text) => text.toUpperCase()],
]);

/**
 * Letters of ASCII to which others become equal in one case, or are to EqualFold, and not in both: `İ` is `i` in lower
 * case, and `ı` is `I` in upper case; the Kelvin sign folds to `k`, and `ſ` to `s`.
 */
const OTHERWISE: ReadonlyMap<string, RegExp> = new Map([
  ['ToLower', /[is]/],
  ['ToUpper', /[IK]/],
]);

function caseOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function findingOf(
  subject: Subject,
  comparison: Expression,
  sides: readonly [Expression, Expression],
  isNegated: boolean,
): Found | undefined {
  const { localize } = subject;
  const calls = sides.flatMap((side) => caseCall(subject, side) ?? []);
  const [call] = calls;
  const name = call && subject.calleeOf(call);
  if (!call || name === undefined || call.callee.kind !== 'selector') {
    return undefined;
  }
  const texts = sides.map((side) => comparedText(subject, side, name));
  const [left, right] = texts;
  if (left === undefined || right === undefined) {
    return undefined;
  }
  const { start, end } = comparison;
  const constants = sides.flatMap((side) => subject.stringOf(side) ?? []);
  const areSame = constants.length === 1 && !OTHERWISE.get(caseOf(name))?.test(constants[0] ?? '');
  // Package strings gives back what is in that case already.
  const isCopied = name.startsWith('bytes.');
  const fold = `${subject.textOf(call.callee.operand)}.EqualFold`;
  return {
    start,
    end,
    message: localize('Texts are copied to be compared without regard to case'),
    evidence: {
      kind: 'callee',
      frequency: subject.frequencyOf(call),
      text: isCopied
        ? localize('{0} allocates its result', name)
        : localize('{0} allocates where it changes a letter', name),
      allocations: [],
    },
    gain: {
      objectsBefore: isCopied ? calls.length : localize('up to {0}', calls.length),
      objectsAfter: 0,
      // What differs in length is seldom compared.
      ...(constants[0] === undefined
        ? {}
        : { about: { objects: calls.length, bytes: constants[0].length } }),
    },
    fix: replacing(subject, [comparison], {
      title: areSame
        ? localize('Use {0}', fold)
        : localize('Use {0}: some letters outside ASCII compare otherwise', fold),
      changes: [{ start, end, text: `${isNegated ? '!' : ''}${fold}(${left}, ${right})` }],
      imports: [],
    }),
  };
}

function caseCall(subject: Subject, side: Expression): Call | undefined {
  const call = unparenthesized(side);
  return call.kind === 'call' && CASES.has(subject.calleeOf(call) ?? '') ? call : undefined;
}

/** What one side compares: what the same function is given, or an ASCII constant in that case. */
function comparedText(subject: Subject, side: Expression, name: string): string | undefined {
  const call = caseCall(subject, side);
  if (call) {
    const [text] = subject.calleeOf(call) === name ? call.arguments : [];
    return text && subject.textOf(text);
  }
  const constant = subject.stringOf(side);
  const isSame =
    constant !== undefined &&
    /^[\x20-\x7e]+$/.test(constant) &&
    CASES.get(name)?.(constant) === constant;
  return isSame ? subject.textOf(side) : undefined;
}
