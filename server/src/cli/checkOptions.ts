import { parseArgs } from 'node:util';
import { parseFailOn, type FailureTest } from '../engine/rules/failOn.ts';
import { RULES, ruleNamed } from '../engine/rules/registry.ts';
import type { FindingChoice } from '../workspace/findings.ts';
import { BUILD_OPTIONS } from './buildOptions.ts';

export const CHECK_HELP = `Usage: gomem check [flags] [PATH…]
       gomem check --explain RULE

Says what allocates and need not, with what stands behind it: the escape verdict, how often it happens,
and what a fix is worth. PATH is as in gomem escapes.

Flags:
  --tier TIER       whose verdicts: "compiler" (the default) or "static", as in gomem escapes
  --tags T          build tags, separated by commas
  --race            as built with -race
  --pgo F           profile for profile-guided optimization, or "auto" or "off"
  --rules R         only these rules, separated by commas, whether they are on by default or not,
                    and also where they save little of what the function allocates
  --tests           _test.go files as well, and others that only tests use
  --generated       files that programs write as well
  --json            JSON Lines: one object a finding
  --sarif           SARIF 2.1.0
  --fix             applies the fixes of rules that change nothing but what is allocated; those of
                    rules that --rules names all the same
  --diff            with --fix: prints what it would change
  --profile FILE    a profile of allocations, as go test -memprofile or /debug/pprof/allocs gives:
                    what was measured stands beside each finding, the largest first
  --prove           builds, vets and tests each fix that promises fewer allocations beside your files, and
                    runs the package's benchmarks that reach it with and without it, eight times each in
                    turn. allocs/op decides; a fix that saves nothing is withdrawn: it is told on stderr,
                    and its finding dropped
  --prove-time S    seconds for each fix; the default is 120
  --baseline FILE   only what is not in FILE; then any finding is a failure, unless --fail-on is given
  --write-baseline FILE  writes what there is to FILE
  --fail-on TEST    which findings are a failure, such as "per-iteration>0 || bytes>=1024 && per-call>0";
                    there are findings, per-call, per-iteration, bytes, misuse
                    and, with --profile, share>=1% of the bytes that were measured
  --explain RULE    the page of a rule; without a name, all rules
  --go COMMAND      the go command to use; the default is the one on the PATH
  --project FILE    the project file; the default is the nearest gomem.json of each package
  --no-project      no project file
  --help            this text

A comment "//gomem:ignore RULE reason" keeps a finding from being shown: at the end of its line, on the
line above it, or in the comment above its function.

Exit status: 0 done; 1 findings that are a failure; 2 as gomem escapes.
`;

/** What the command line asks for. */
export function parseCheck(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      tier: { type: 'string', default: 'compiler' },
      ...BUILD_OPTIONS,
      rules: { type: 'string' },
      tests: { type: 'boolean', default: false },
      generated: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      sarif: { type: 'boolean', default: false },
      fix: { type: 'boolean', default: false },
      diff: { type: 'boolean', default: false },
      profile: { type: 'string' },
      prove: { type: 'boolean', default: false },
      'prove-time': { type: 'string', default: '120' },
      baseline: { type: 'string' },
      'write-baseline': { type: 'string' },
      'fail-on': { type: 'string' },
      explain: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}

export type CheckValues = ReturnType<typeof parseCheck>['values'];

/** Which rules look where; throws where there is no rule of a name. */
export function choiceOf({ rules, tests, generated, profile }: CheckValues): FindingChoice {
  const named = namedRules(rules);
  return {
    rules: named ? Object.fromEntries(RULES.map(({ name }) => [name, named.includes(name)])) : {},
    inTests: tests,
    inGenerated: generated,
    isUnweighed: profile !== undefined,
  };
}

/** Of `--rules`; undefined without it. */
function namedRules(text: string | undefined): readonly string[] | undefined {
  const named = text?.split(',').filter((name) => name !== '');
  const unknown = named?.find((name) => !ruleNamed(name));
  if (unknown !== undefined) {
    throw noSuchRule(unknown);
  }
  return named;
}

export function noSuchRule(name: string): Error {
  return new Error(`there is no rule "${name}"; see gomem check --explain`);
}

/** Of `--prove-time`; undefined without `--prove`. */
export function proofBudgetOf({ prove, fix, ...values }: CheckValues): number | undefined {
  if (!prove) {
    return undefined;
  }
  if (fix) {
    throw new Error('--prove runs fixes beside your files; use it without --fix');
  }
  const seconds = Number(values['prove-time']);
  if (!(seconds > 0)) {
    throw new Error(`--prove-time ${values['prove-time']}: it is no number of seconds`);
  }
  return seconds * 1_000;
}

/** Of `--fail-on`; throws what is wrong with it. */
export function failureTestOf(values: CheckValues): FailureTest | undefined {
  const test = values['fail-on'] === undefined ? undefined : parseFailOn(values['fail-on']);
  if (test && 'problem' in test) {
    throw new Error(`--fail-on: ${test.problem}`);
  }
  if (test?.needsProfile === true && values.profile === undefined) {
    throw new Error('--fail-on: share needs --profile');
  }
  return test;
}
