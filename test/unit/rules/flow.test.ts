import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { flowOf, type Step } from '../../../server/src/engine/rules/flow/graph.ts';
import { nodesDoneIn, reachedAfter } from '../../../server/src/engine/rules/flow/paths.ts';
import type { Call } from '../../../server/src/engine/syntax/ast.ts';
import { parseDeclaration } from '../../../server/src/engine/syntax/parser.ts';

/**
 * What can follow the call `from()`, in the order of the alphabet: functions that are called without
 * arguments, and `end` if the function can end. `stop()` is where the search ends; `flag` and `other` never change.
 */
function after(body: string): string {
  const { syntax, errors } = parseDeclaration(`func f() {\n${body}\n}`);
  assert.deepEqual(errors, []);
  assert.ok(syntax.kind === 'func' && syntax.body);
  const flags = new Map(['flag', 'other'].map((name) => [name, { name }]));
  const graph = flowOf(syntax.body, {
    isEnding: (call) => nameOf(call) === 'panic',
    flagOf: (condition) =>
      condition.kind === 'identifier' ? flags.get(condition.name) : undefined,
  });
  const from = graph.steps.find((step) => callsIn(step).includes('from'));
  assert.ok(from);
  const reached = reachedAfter(from, true, {
    behind: (step) => (callsIn(step).includes('stop') ? undefined : true),
  });
  const names = reached.flatMap(({ step }) => [
    ...callsIn(step),
    ...(step === graph.exit ? ['end'] : []),
  ]);
  return [...new Set(names)].sort().join(' ');
}

function callsIn(step: Step): string[] {
  return nodesDoneIn(step).flatMap((node) => (node.kind === 'call' ? [nameOf(node)] : []));
}

function nameOf({ callee }: Call): string {
  return callee.kind === 'identifier' ? callee.name : '';
}

const CASES: Readonly<Record<string, readonly [body: string, expected: string]>> = {
  'goes on with what follows': ['from(); a(); b()', 'a b end'],
  'ends with a return': ['from(); return; a()', 'end'],
  'ends with a call that nothing follows': ['from(); if x { panic(0) }; a()', 'a end panic'],
  'goes either way at an if': ['if x { from() } else { a() }; b()', 'b end'],
  'evaluates conditions one by one': ['from(); if a() && b() || c() { d() }', 'a b c d end'],
  'goes one way at a flag': [
    'from(); if flag { stop() }; if !flag { a() } else { b() }; c()',
    'a c end stop',
  ],
  'tells flags apart': [
    'from(); if flag { stop() }; if other { stop() }; if flag || other { a() }; if !other { b() }',
    'b end stop',
  ],
  'has no way where flags say the opposite': [
    'from(); if flag && !flag { a() }; if other { return }; for other { b() }',
    'end',
  ],
  'goes round a loop': ['for a() { from(); b() }; c()', 'a b c end from'],
  'never leaves a loop without a condition': ['for { from(); a() }; b()', 'a from'],
  'leaves the innermost loop with a break': [
    'for a() { for b() { from(); break }; c() }; d()',
    'a b c d end from',
  ],
  'leaves the loop that a label names': [
    'L: for a() { for { from(); break L }; c() }; d()',
    'd end',
  ],
  'goes on with the loop that a label names': [
    'L: for a() { for { from(); continue L }; c() }; d()',
    'a d end from',
  ],
  'goes on with the next round behind what a for does': [
    'for ; a(); b() { if x { from(); continue }; c() }',
    'a b c end from',
  ],
  'leaves a select in a loop, and not the loop, with a break': [
    'for { select { case <-a(): from(); break; case <-b(): }; c() }',
    'a b c from',
  ],
  'takes any case of a select': [
    'from(); select { case <-a(): b(); case <-c(): d() }',
    'a b c d end',
  ],
  'waits for ever in a select without cases': ['from(); select {}; a()', ''],
  'takes one case of a switch': ['switch a() { case b(): from(); case c(): d() }; e()', 'e end'],
  'falls through to the next case': [
    'switch { case a(): from(); fallthrough; case b(): c(); case d(): e() }',
    'c end',
  ],
  'takes the default of a switch when no case is': [
    'from(); switch { default: a(); case b(): return }',
    'a b end',
  ],
  'takes none of the cases of a type switch': [
    'from(); switch x.(type) { case int: a() }; b()',
    'a b end',
  ],
  'always takes one where there is a default': [
    'from(); switch x.(type) { case int: stop(); default: stop() }; b()',
    'stop',
  ],
  'goes round a range, or past it': ['from(); for range a() { b() }; c()', 'a b c end'],
  'follows goto, forwards and back': ['goto L; L: a(); from(); if x { goto L }', 'a end from'],
  'does not do what function literals will do': ['from(); x(func() { a() })', 'end x'],
  'stops where it is told to': ['from(); if x { stop(); a() } else { b() }', 'b end stop'],
};

describe('the ways through a function', () => {
  for (const [name, [body, expected]] of Object.entries(CASES)) {
    it(name, () => {
      assert.equal(after(body), expected);
    });
  }

  it('says which answer of a condition leads where', () => {
    const { syntax } = parseDeclaration('func f() {\nfrom()\nif !(err != nil) { a() }\nb()\n}');
    assert.ok(syntax.kind === 'func' && syntax.body);
    const graph = flowOf(syntax.body, { isEnding: () => false, flagOf: () => undefined });
    const from = graph.steps.find((step) => callsIn(step).includes('from'));
    assert.ok(from);
    const reached = reachedAfter(from, true, {
      behind: () => true,
      isBarred: ({ known }) => known?.isTrue === true,
    });
    assert.deepEqual(
      reached.flatMap(({ step }) => callsIn(step)),
      ['a', 'b'],
    );
  });
});
