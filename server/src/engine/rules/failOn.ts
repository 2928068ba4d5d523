/**
 * Which findings are a failure: `per-iteration>0 || bytes>=1024 && per-call>0`. `&&` binds more
 * closely than `||`. Each comparison is made with the numbers of one finding.
 */
import type { Finding } from './rule.ts';

const NUMBERS: Readonly<Record<string, (finding: Finding) => number>> = {
  /** How many findings it is: 1. */
  findings: () => 1,
  /** Objects saved with each call; at least 1 where the number depends on lengths. */
  'per-call': (finding) => (finding.evidence.frequency === 'iteration' ? 0 : saved(finding)),
  'per-iteration': (finding) => (finding.evidence.frequency === 'iteration' ? saved(finding) : 0),
  /** Bytes saved each time, where they are known. */
  bytes: ({ gain }) => gain?.bytes ?? 0,
  /** 1 for what is wrong whatever it costs. */
  misuse: ({ evidence }) => (evidence.kind === 'misuse' ? 1 : 0),
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

export type FailureTest = (finding: Finding) => boolean;

/** The test, or what is wrong with its text. */
export function parseFailOn(text: string): FailureTest | { readonly problem: string } {
  const alternatives: FailureTest[][] = [];
  for (const alternative of text.split('||')) {
    const tests: FailureTest[] = [];
    for (const part of alternative.split('&&')) {
      const test = comparison(part);
      if (typeof test !== 'function') {
        return test;
      }
      tests.push(test);
    }
    alternatives.push(tests);
  }
  return (finding) => alternatives.some((tests) => tests.every((test) => test(finding)));
}

function comparison(text: string): FailureTest | { readonly problem: string } {
  const [, name = '', operator = '', number = ''] =
    /^\s*([\w-]+)\s*(>=|<=|==|!=|>|<)\s*(\d+)\s*$/.exec(text) ?? [];
  const read = NUMBERS[name];
  const compare = COMPARISONS[operator];
  if (!read || !compare) {
    const names = Object.keys(NUMBERS).join(', ');
    return {
      problem: `"${text.trim()}" is no comparison such as per-call>0; there are ${names}`,
    };
  }
  return (finding) => compare(read(finding), Number(number));
}

function saved({ gain, evidence }: Finding): number {
  if (!gain) {
    return evidence.kind === 'misuse' ? 0 : 1;
  }
  const { objectsBefore, objectsAfter } = gain;
  return typeof objectsBefore === 'number' && typeof objectsAfter === 'number'
    ? objectsBefore - objectsAfter
    : 1;
}
