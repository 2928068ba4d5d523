import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseFailOn } from '../engine/rules/failOn.ts';
import { RULES, ruleNamed } from '../engine/rules/registry.ts';
import type { FindingChoice } from '../workspace/findings.ts';
import { BUILD_OPTIONS, givenFlags, projectsFor } from './buildOptions.ts';
import { baselineText, newFindings } from './checkBaseline.ts';
import { checkedFiles } from './checkedFiles.ts';
import { findingsInFiles, type PlacedFinding } from './checkFindings.ts';
import { applyFixes, changesOf } from './checkFix.ts';
import { sarifLog } from './checkSarif.ts';
import { findingJson, findingText } from './checkText.ts';
import { tierNamed } from './collected.ts';
import { EXIT, type CommandContext } from './command.ts';
import { tellTroubles } from './tellTroubles.ts';

export const CHECK_HELP = `Usage: gomem check [flags] [PATH…]
       gomem check --explain RULE

Says what allocates and need not, with what stands behind it: the escape verdict, how often it happens,
and what a fix is worth. PATH is as in gomem escapes.

Flags:
  --tier TIER       whose verdicts: "compiler" (the default) or "static", as in gomem escapes
  --tags T          build tags, separated by commas
  --race            as built with -race
  --pgo F           profile for profile-guided optimization, or "auto" or "off"
  --rules R         only these rules, separated by commas, whether they are on by default or not
  --tests           _test.go files as well
  --generated       files that programs write as well
  --json            JSON Lines: one object a finding
  --sarif           SARIF 2.1.0
  --fix             applies the fixes of rules that change nothing but what is allocated; those of
                    rules that --rules names all the same
  --diff            with --fix: prints what it would change
  --baseline FILE   only what is not in FILE; then any finding is a failure, unless --fail-on is given
  --write-baseline FILE  writes what there is to FILE
  --fail-on TEST    which findings are a failure, such as "per-iteration>0 || bytes>=1024 && per-call>0";
                    there are findings, per-call, per-iteration, bytes and misuse
  --explain RULE    the page of a rule; without a name, all rules
  --go COMMAND      the go command to use; the default is the one on the PATH
  --project FILE    the project file; the default is the nearest gomem.json of each package
  --no-project      no project file
  --help            this text

A comment "//gomem:ignore RULE reason" keeps a finding from being shown: at the end of its line, on the
line above it, or in the comment above its function.

Exit status: 0 done; 1 findings that are a failure; 2 as gomem escapes.
`;

/** A change may bring forth another finding, and fixes at one place wait for each other. */
const MAXIMUM_ROUNDS = 5;

/** `gomem check`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runCheck(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseArgs({
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
      baseline: { type: 'string' },
      'write-baseline': { type: 'string' },
      'fail-on': { type: 'string' },
      explain: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    context.writeOut(CHECK_HELP);
    return EXIT.done;
  }
  if (values.explain) {
    return explain(positionals, context);
  }
  const tier = tierNamed(values.tier);
  const named = values.rules?.split(',').filter((name) => name !== '');
  const unknown = named?.find((name) => !ruleNamed(name));
  if (unknown !== undefined) {
    throw noSuchRule(unknown);
  }
  const failure = values['fail-on'] === undefined ? undefined : parseFailOn(values['fail-on']);
  if (failure && typeof failure !== 'function') {
    throw new Error(`--fail-on: ${failure.problem}`);
  }
  const projects = projectsFor(values, context);
  if (!(await projects.isUsable())) {
    return EXIT.unusable;
  }
  const given = givenFlags(values);
  const request = {
    paths: positionals.length === 0 ? ['.'] : positionals,
    tier,
    go: values.go,
    tests: values.tests,
    given,
  };
  const choice: FindingChoice = {
    rules: named ? Object.fromEntries(RULES.map(({ name }) => [name, named.includes(name)])) : {},
    inTests: values.tests,
    inGenerated: values.generated,
  };
  const parser = await context.loadParser();
  for (let round = 1; ; round++) {
    const checked = await checkedFiles(request, projects, context);
    const all = findingsInFiles(checked.files, parser, choice);
    const baseline = values.baseline;
    const found = baseline === undefined ? all : newFindings(all, read(baseline, context));
    if ('problem' in found) {
      throw new Error(`${String(baseline)}: ${found.problem}`);
    }
    const isDiff = values.diff;
    const fixed = values.fix
      ? applyFixes(found, { isDiff, all: named !== undefined }, context)
      : new Set<PlacedFinding>();
    if (fixed.size > 0 && !isDiff && round < MAXIMUM_ROUNDS) {
      continue;
    }
    const left = found.filter((each) => !fixed.has(each));
    if (values['write-baseline'] !== undefined) {
      writeFileSync(resolve(context.cwd, values['write-baseline']), baselineText(all));
    }
    if (values.sarif) {
      const log = sarifLog(left, context.cwd, context.ruleDocs, changesOf);
      context.writeOut(`${JSON.stringify(log, undefined, 2)}\n`);
    } else if (!(values.fix && isDiff)) {
      for (const each of left) {
        context.writeOut(
          values.json
            ? `${JSON.stringify(findingJson(each, context.cwd))}\n`
            : `${findingText(each, context.cwd)}\n`,
        );
      }
    }
    for (const path of checked.missing) {
      context.writeError(`gomem check: no such file or directory: ${path}\n`);
    }
    const isWhole = tellTroubles('check', checked.troubles, context);
    if (!isWhole || checked.missing.length > 0) {
      return EXIT.unusable;
    }
    const isFailure = failure ?? (() => baseline !== undefined);
    return left.some(({ finding }) => isFailure(finding)) ? EXIT.findings : EXIT.done;
  }
}

function explain(names: readonly string[], { ruleDocs, ...context }: CommandContext): number {
  if (names.length === 0) {
    for (const { name, summary, isOnByDefault } of RULES) {
      context.writeOut(
        `${name.padEnd(24)} ${summary}${isOnByDefault ? '' : ' (off by default)'}\n`,
      );
    }
  }
  for (const name of names) {
    const text = ruleNamed(name) && ruleDocs?.textOf(name);
    if (text === undefined) {
      throw noSuchRule(name);
    }
    context.writeOut(text);
  }
  return EXIT.done;
}

function noSuchRule(name: string): Error {
  return new Error(`there is no rule "${name}"; see gomem check --explain`);
}

function read(file: string, { cwd }: CommandContext): string {
  return readFileSync(resolve(cwd, file), 'utf8');
}
