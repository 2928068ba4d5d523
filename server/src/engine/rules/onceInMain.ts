/** What a program does once, where its declaration does not tell. */
import { codeWith, type ContainedDeclaration } from '../checker/packageChecker.ts';
import { frequencyAt } from '../frequency/frequency.ts';
import type { Package } from '../types/package.ts';
import { mentionsOf } from './mentions.ts';
import type { SubjectSource } from './subject.ts';
import { treeOf } from './typedCode.ts';

const MAXIMUM_CALLS = 8;

/**
 * Whether a function of package main is called by `main` itself, and by what that calls, in no loop, and nowhere else: as the
 * commands of a program are, of which each run does one. Loops in it may well be all that the program does.
 */
export function runsOnceInMain({ syntax, package: ours }: SubjectSource): boolean {
  return (
    ours.name === 'main' &&
    syntax.receiver === undefined &&
    isCalledOnce(ours, syntax.name.name, [])
  );
}

function isCalledOnce(ours: Package, name: string, callees: readonly string[]): boolean {
  if (name === 'main') {
    return callees.length > 0;
  }
  if (callees.includes(name) || callees.length === MAXIMUM_CALLS) {
    return false;
  }
  const callers = [...codeWith(ours, name)];
  const calls = callers.map((code) => callsIn(code, name));
  return (
    calls.some((call) => call === 'once') &&
    callers.every(
      ({ declaration: { keyword, name: caller } }, at) =>
        calls[at] === 'never' ||
        (calls[at] === 'once' &&
          keyword === 'func' &&
          caller !== undefined &&
          isCalledOnce(ours, caller, [...callees, name])),
    )
  );
}

/** How often a declaration calls a function, each time that it is called itself: `often` if it does anything else with it. */
function callsIn({ text, look }: ContainedDeclaration, name: string): 'never' | 'once' | 'often' {
  const code = look();
  if (!code) {
    return 'often';
  }
  const { places, areDirectCalls } = mentionsOf(code, name);
  const tree = treeOf(text, code.syntax, code.types);
  const areOnce =
    areDirectCalls && places.every(({ start }) => /^(?:once|call)$/.test(frequencyAt(tree, start)));
  return places.length === 0 ? 'never' : areOnce ? 'once' : 'often';
}
