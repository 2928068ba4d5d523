/** What is there for messages, tests and debuggers: who calls it often sees it in a profile, or asks for a rule by its name. */
import type { Expression, FunctionDeclaration, If, Span } from '../syntax/ast.ts';
import { lastName } from '../frequency/names.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import { isWithin } from './spans.ts';
import type { Subject } from './subject.ts';

const DUMP = /^_?[Dd]ump(?!\p{Ll})/u;
const FOR_TESTS = /For(?:Tests?|Testing)$|^[Nn]ewMock(?=\p{Lu})/u;
const MOCK = /^[Mm]ock(?=\p{Lu})/u;

/**
 * `String() string` and GoString, of which the longest are for instructions and nodes of trees, `Dump(…)` and `dumpDoc(…)`:
 * with their loops, as what people read is short, and nothing is called for it in a loop that is hot. What is named for
 * tests, as `NewForTesting` and methods of a `MockBroker`, is theirs.
 */
export function isForDebuggers(syntax: FunctionDeclaration): boolean {
  const { name, receiver, type } = syntax;
  const [result, ...others] = type.results;
  const givesText =
    type.parameters.length === 0 &&
    others.length === 0 &&
    result?.type.kind === 'identifier' &&
    result.type.name === 'string';
  return (
    DUMP.test(name.name) ||
    FOR_TESTS.test(name.name) ||
    MOCK.test(lastName(receiver?.type)) ||
    isOwnLevel(syntax) ||
    (receiver !== undefined && givesText && (name.name === 'String' || name.name === 'GoString'))
  );
}

/** Of levels that say what has gone wrong, or nothing unless it is asked for: not exported, it is no logger of others. */
const LEVEL =
  /^\p{Ll}.*(?:Warn(?:ing)?|Error|Debug|Trace|Fatal)(?:f|ln)?$|^(?:warn(?:ing)?|error|debug|trace|fatal)(?:f|ln)?$/u;

/** `func (s *store) warn(format string, args ...any)`. */
function isOwnLevel({ name, type }: FunctionDeclaration): boolean {
  const last = type.parameters.at(-1)?.type;
  return last?.kind === 'ellipsis' && type.results.length === 0 && LEVEL.test(name.name);
}

/** Whether a span is behind `if c.Debug`, or after `if !c.Debug { return }`. */
export function isWhileDebugging(subject: Subject, span: Span): boolean {
  return subject
    .all('if')
    .some((each) =>
      isWithin(span, each.then) ? asksForDebugging(each.condition) : isGuardOf(subject, each, span),
    );
}

function isGuardOf(subject: Subject, guard: If, span: Span): boolean {
  const { condition, then, otherwise } = guard;
  const test = unparenthesized(condition);
  const block = subject.parentOf(guard);
  return (
    test.kind === 'unary' &&
    test.operator === '!' &&
    asksForDebugging(test.operand) &&
    then.statements.at(-1)?.kind === 'return' &&
    otherwise === undefined &&
    block !== undefined &&
    guard.end <= span.start &&
    isWithin(span, block)
  );
}

const DEBUGGING = /^(?:is|enable)?(?:debug|verbose|trace)(?:ging|mode|enabled|logging|orabove)?$/i;
/** Of some part, as `lexerDebug`: what ends in `Trace` may hold one. */
const DEBUGGING_PART = /(?:Debug|Verbose)(?:ging|Mode|Enabled|Logging)?$/;

function asksForDebugging(condition: Expression): boolean {
  const test = unparenthesized(condition);
  switch (test.kind) {
    case 'binary': {
      const sides = [test.left, test.right];
      return test.operator === '||'
        ? sides.every(asksForDebugging)
        : test.operator === '&&' && sides.some(asksForDebugging);
    }
    case 'call':
      return test.arguments.length === 0 && asksForDebugging(test.callee);
    case 'selector':
      return isForDebugging(test.selector.name);
    default:
      return test.kind === 'identifier' && isForDebugging(test.name);
  }
}

function isForDebugging(name: string): boolean {
  return DEBUGGING.test(name) || DEBUGGING_PART.test(name);
}
