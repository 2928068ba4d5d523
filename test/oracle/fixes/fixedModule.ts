/** All fixes of all rules in a copy of a module, and what Go's tools and the module's tests say of it then. */
import { readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { RULES } from '../../../server/src/engine/rules/registry.ts';
import { check, runIn } from '../../support/ruleFixtures.ts';
import { goFilesBelow, judge, testResults } from '../judgement.ts';

export interface FixedModule {
  /** Of all its Go files but tests, whatever machine they are for. */
  readonly lines: number;
  /** By default, outside tests. */
  readonly findings: number;
  /** How many were offered, by rule. */
  readonly fixes: Readonly<Record<string, number>>;
  /** Tests of the changed packages that pass before and after. */
  readonly tests: number;
  /** For a person: whatever is worse than before. */
  readonly breaks: readonly string[];
}

const ALL_RULES = ['--rules', RULES.map(({ name }) => name).join(',')];

/** `original` and `copy` hold the same; `copy` is changed. */
export async function fixModule(
  original: string,
  copy: string,
  packages: readonly string[],
): Promise<FixedModule> {
  const byDefault = await check(original, packages);
  const offered = (await check(original, [...ALL_RULES, ...packages])).filter(({ fix }) => fix);
  const fix = () => runIn(copy, ['check', '--fix', ...ALL_RULES, ...packages]);
  const { errors } = await fix();
  const changed = changedFiles(original, copy);
  const { tests, breaks } = testedAfter(original, copy, changed);
  const found = [...errors.split('\n').filter((line) => line !== ''), ...judged(original, copy)];
  const once = textsOf(copy);
  await fix();
  for (const [file, text] of textsOf(copy)) {
    if (once.get(file) !== text) {
      found.push(`${relative(copy, file)}: changes when fixes are applied again`);
    }
  }
  return {
    lines: countLines(original),
    findings: byDefault.length,
    fixes: countByRule(offered),
    tests,
    breaks: [...found, ...breaks],
  };
}

/** Each place of a finding. */
function countByRule(
  rows: readonly { readonly rule: string; readonly others: readonly unknown[] }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule, others } of rows) {
    counts[rule] = (counts[rule] ?? 0) + 1 + others.length;
  }
  return counts;
}

function countLines(directory: string): number {
  return goFilesBelow(directory)
    .filter((file) => !file.endsWith('_test.go'))
    .reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length, 0);
}

function textsOf(directory: string): ReadonlyMap<string, string> {
  return new Map(goFilesBelow(directory).map((file) => [file, readFileSync(file, 'utf8')]));
}

/** Relative to the module. */
function changedFiles(original: string, copy: string): readonly string[] {
  const before = new Map(
    [...textsOf(original)].map(([file, text]) => [relative(original, file), text]),
  );
  return [...textsOf(copy)]
    .map(([file, text]) => [relative(copy, file), text] as const)
    .filter(([file, text]) => before.get(file) !== text)
    .map(([file]) => file);
}

function judged(original: string, copy: string): readonly string[] {
  const before = judge(original);
  const after = judge(copy);
  return [
    ...added(before.complaints, after.complaints),
    ...added(before.unformatted, after.unformatted).map((file) => `gofmt would change ${file}`),
    ...added(after.comments, before.comments).map((comment) => `lost: ${comment}`),
  ];
}

/** What is more often in the second list. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...before];
  return after.filter((each) => {
    const at = left.indexOf(each);
    if (at >= 0) {
      left.splice(at, 1);
    }
    return at < 0;
  });
}

/** A test that fails the second time as well is broken: some fail now and then. */
function testedAfter(original: string, copy: string, changed: readonly string[]) {
  const packages = [...new Set(changed.map((file) => `./${dirname(file)}`))];
  if (packages.length === 0) {
    return { tests: 0, breaks: [] };
  }
  const { passed, cutOff } = testResults(original, packages);
  const before = [...passed];
  const after = testResults(copy, packages);
  const suspects = before.filter((test) => !after.passed.has(test));
  const again = suspects.length > 0 ? testResults(copy, packages) : after;
  const broken = suspects.filter(
    (test) =>
      !again.passed.has(test) &&
      ((after.failed.has(test) && again.failed.has(test)) ||
        !cutOff.has(test.slice(0, test.indexOf(' ')))),
  );
  return {
    tests: before.length - broken.length,
    breaks: broken.map((test) => `passes no longer: ${test}`),
  };
}
