/** What go vet and tests print, before and after a change. */

/** Complaints of go vet that were not there; places move with the change, and do not count. */
export function newComplaints(before: string, after: string): string[] {
  const known = new Map<string, number>();
  for (const text of complaintsIn(before).map(withoutPlace)) {
    known.set(text, (known.get(text) ?? 0) + 1);
  }
  return complaintsIn(after).filter((line) => {
    const text = withoutPlace(line);
    const count = known.get(text) ?? 0;
    known.set(text, count - 1);
    return count <= 0;
  });
}

function complaintsIn(output: string): string[] {
  return output.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

function withoutPlace(line: string): string {
  return line.replace(/^.*?\.go:\d+(?::\d+)?: /, '');
}

/** With both of its streams, and the code with which it has ended. */
export interface Printed {
  readonly code: number;
  readonly output: string;
}

/**
 * Tests that fail and did not; where none is named, the end of what was printed. Nothing is said where a panic
 * has cut the run before short: nobody knows how the tests behind it would have ended.
 */
export function newFailures(before: Printed, after: Printed): string[] {
  if (PANIC.test(before.output)) {
    return [];
  }
  const known = new Set(failedTests(before.output));
  const failures = failedTests(after.output).filter((name) => !known.has(name));
  return failures.length === 0 && before.code === 0 ? [after.output.trim().slice(-500)] : failures;
}

/** Those of them that another run has as well: what fails only now and then says nothing of a change. */
export function failingAgain(failures: readonly string[], again: Printed): string[] {
  const failed = failedTests(again.output);
  const isCut = PANIC.test(again.output) || (again.code !== 0 && failed.length === 0);
  return isCut ? [...failures] : failures.filter((each) => failed.includes(each));
}

const PANIC = /^panic: /m;

function failedTests(output: string): string[] {
  return [...output.matchAll(/^\s*--- FAIL: (\S+)|^(panic: .*)$/gm)].map(
    ([, test, panic]) => test ?? panic ?? '',
  );
}
