/** What is there for messages, tests and debuggers: who calls it often sees it in a profile, or asks for a rule by its name. */
import type { Expression, FunctionDeclaration, Span } from '../syntax/ast.ts';
import { lastName } from '../frequency/names.ts';
import { unparenthesized } from '../syntax/treeBuilder.ts';
import type { Package } from '../types/package.ts';
import { isBehind } from './behind.ts';
import { callSitesOf } from './callSites.ts';
import type { Subject, SubjectSource } from './subject.ts';

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
  return isBehind(subject, span, asksForDebugging);
}

/** How far back their callers are looked for. */
const MAXIMUM_CALLERS = 3;

/** Of a package for debugging, or a function that is called for debuggers only, as a helper of `String` is. */
export function isCalledByDebuggers({ package: ours, syntax }: SubjectSource): boolean {
  return ours.name === 'debug' || areForDebuggers(ours, syntax.name.name, MAXIMUM_CALLERS);
}

function areForDebuggers(ours: Package, name: string, depth: number): boolean {
  const sites = depth > 0 ? callSitesOf(ours, name) : undefined;
  return (
    sites?.every(
      ({ caller: { syntax } }) =>
        isForDebuggers(syntax) || areForDebuggers(ours, syntax.name.name, depth - 1),
    ) === true
  );
}

const DEBUGGING = /^(?:is|enable)?(?:debug|verbose|trace)(?:ging|mode|enabled|logging|orabove)?$/i;
/** That is there only while debugging: `if r.debugLogs != nil`. */
const DEBUG_LOG = /^(?:debug|trace|verbose)_?(?:logs?|logger|writer|out(?:put)?)$/i;
/** Of some part, as `lexerDebug`: what ends in `Trace` may hold one. */
const DEBUGGING_PART = /(?:Debug|Verbose)(?:ging|Mode|Enabled|Logging)?$/;

function asksForDebugging(test: Expression): boolean {
  switch (test.kind) {
    case 'binary':
      return (
        test.operator === '!=' &&
        lastName(test.right) === 'nil' &&
        DEBUG_LOG.test(lastName(test.left))
      );
    case 'call':
      return test.arguments.length === 0 && asksForDebugging(unparenthesized(test.callee));
    case 'selector':
      return isForDebugging(test.selector.name);
    default:
      return test.kind === 'identifier' && isForDebugging(test.name);
  }
}

function isForDebugging(name: string): boolean {
  return DEBUGGING.test(name) || DEBUGGING_PART.test(name);
}
