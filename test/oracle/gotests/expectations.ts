/** `// ERROR "regexp"` comments, and what is printed beside them: errorCheck of testdir_test.go (Go 1.26). */
import { goRegexp, type GoRegexp } from '../../../server/src/engine/profile/goRegexpMatch.ts';

export interface Expectation {
  readonly line: number;
  readonly regexp: GoRegexp;
  /** On code that the compiler makes itself, which has no line. */
  readonly isOfWrappers: boolean;
}

export interface Message {
  readonly line: number;
  readonly text: string;
}

export interface Judgement {
  readonly met: readonly Expectation[];
  readonly missing: readonly Expectation[];
  /** What nobody expects. */
  readonly unexpected: readonly Message[];
}

export function expectationsIn(text: string): Expectation[] {
  return text.split('\n').flatMap((line, index) => {
    // Two comments turn it off.
    const [, auto, all = ''] = line.includes('////')
      ? []
      : (/\/\/ (?:GC_)?ERROR(AUTO)? (.*)/.exec(line) ?? []);
    return [...all.matchAll(/"([^"]*)"/g)].map(([, pattern = '']) => ({
      line: index + 1,
      regexp: goRegexp(pattern),
      isOfWrappers: auto !== undefined,
    }));
  });
}

/** Each expectation takes all messages of its line that it matches. */
export function judge(
  expectations: readonly Expectation[],
  messages: readonly Message[],
): Judgement {
  const rest = new Set(messages);
  const met: Expectation[] = [];
  const missing: Expectation[] = [];
  for (const expectation of expectations) {
    const matched = [...rest].filter(
      ({ line, text }) => line === expectation.line && expectation.regexp.isIn(text),
    );
    for (const message of matched) {
      rest.delete(message);
    }
    (matched.length > 0 ? met : missing).push(expectation);
  }
  return { met, missing, unexpected: [...rest] };
}
