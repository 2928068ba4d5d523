/**
 * Which findings are a failure: `per-iteration>0 || bytes>=1024 && per-call>0`. `&&` binds more
 * closely than `||`. Each comparison is made with the numbers of one finding.
 */
import { objectsSaved } from './gainText.ts';
import type { Finding } from './rule.ts';

/** What a finding is judged by. */
export interface JudgedFinding {
  readonly finding: Finding;
  /** Of all that a profile says was allocated, from 0 to 1; undefined where it says nothing of it. */
  readonly share?: number | undefined;
}

const NUMBERS: Readonly<Record<string, (judged: JudgedFinding) => number>> = {
  /** How many findings it is: 1. */
  findings: () => 1,
  /** Objects saved with each call; at least 1 where the number depends on lengths. */
  'per-call': ({ finding }) =>
    finding.evidence.frequency === 'iteration' ? 0 : objectsSaved(finding),
  'per-iteration': ({ finding }) =>
    finding.evidence.frequency === 'iteration' ? objectsSaved(finding) : 0,
  /** Bytes saved each time, where they are known. */
  bytes: ({ finding: { gain } }) => gain?.bytes ?? 0,
  /** 1 for what is wrong whatever it costs. */
  misuse: ({ finding: { evidence } }) => (evidence.kind === 'misuse' ? 1 : 0),
  /** What the profile measured there, in percent of all bytes. */
  share: ({ share = 0 }) => share * 100,
};

const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** The one number that is a percentage. */
const SHARE = 'share';

export type Judgement = (judged: JudgedFinding) => boolean;

export interface FailureTest {
  readonly isFailure: Judgement;
  /** Whether it asks for what only a profile says. */
  readonly needsProfile: boolean;
}

/** The test, or what is wrong with its text. */
export function parseFailOn(text: string): FailureTest | { readonly problem: string } {
  const alternatives: Judgement[][] = [];
  let needsProfile = false;
  for (const alternative of text.split('||')) {
    const tests: Judgement[] = [];
    for (const part of alternative.split('&&')) {
      const test = comparison(part);
      if ('problem' in test) {
        return test;
      }
      needsProfile ||= test.needsProfile;
      tests.push(test.isFailure);
    }
    alternatives.push(tests);
  }
  return {
    isFailure: (judged) => alternatives.some((tests) => tests.every((test) => test(judged))),
    needsProfile,
  };
}

function comparison(text: string): FailureTest | { readonly problem: string } {
  const [, name = '', operator = '', number = '', percent = ''] =
    /^\s*([\w-]+)\s*(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
  const read = NUMBERS[name];
  const compare = COMPARISONS[operator];
  const needsProfile = name === SHARE;
  if (!read || !compare || needsProfile !== (percent === '%')) {
    const names = Object.keys(NUMBERS).join(', ');
    return {
      problem: `"${text.trim()}" is no comparison such as per-call>0 or share>=1%; there are ${names}`,
    };
  }
  return { isFailure: (judged) => compare(read(judged), Number(number)), needsProfile };
}
