import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Troubles } from '../engine/compilerlog/troubles.ts';
import { shareOf } from '../engine/measured/measured.ts';
import type { MeasuredAllocations } from '../engine/measured/measuredLines.ts';
import { projectFlags } from '../engine/project/projectFlags.ts';
import { RULES, ruleNamed } from '../engine/rules/registry.ts';
import { GoCommand } from '../toolchain/goCommand.ts';
import { type ChangedText, keptFormatted } from '../toolchain/gofmt.ts';
import { givenFlags, projectsFor } from './buildOptions.ts';
import { baselineText, newFindings } from './checkBaseline.ts';
import { checkedFiles, type CheckedFile } from './checkedFiles.ts';
import { findingsInFiles, type PlacedFinding, togetherInFunctions } from './checkFindings.ts';
import { applyFixes, changesOf } from './checkFix.ts';
import {
  CHECK_HELP,
  choiceOf,
  failureTestOf,
  noSuchRule,
  parseCheck,
  proofBudgetOf,
  type CheckValues,
} from './checkOptions.ts';
import { provenFindings } from './checkProve.ts';
import { sarifLog } from './checkSarif.ts';
import { findingJson, findingText } from './checkText.ts';
import { tierNamed } from './collected.ts';
import { EXIT, type CommandContext } from './command.ts';
import { measuredFor, measuredOf } from './commandProfile.ts';
import { tellMissing } from './tellTroubles.ts';

/**
 * A change may bring forth another finding in its package, and fixes at one place wait for each other: packages in which
 * nothing was changed are not asked again.
 */
const MAXIMUM_ROUNDS = 5;

/** `gomem check`: the fields of its JSON are a contract for scripts (docs/architecture.md). */
export async function runCheck(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseCheck(args);
  if (values.help) {
    context.writeOut(CHECK_HELP);
    return EXIT.done;
  }
  if (values.explain) {
    return explain(positionals, context);
  }
  const tier = tierNamed(values.tier);
  const choice = choiceOf(values);
  const failure = failureTestOf(values);
  const budgetMs = proofBudgetOf(values);
  const projects = projectsFor(values, context);
  if (!(await projects.isUsable())) {
    return EXIT.unusable;
  }
  const request = {
    paths: positionals.length === 0 ? ['.'] : positionals,
    tier,
    go: values.go,
    tests: values.tests,
    given: givenFlags(values),
  };
  const flagsOf = async (directory: string) =>
    projectFlags(request.given, (await projects.of(directory))?.project.build);
  const format = async (texts: readonly ChangedText[]) =>
    // The static tier starts no process.
    tier === 'static'
      ? texts.map(({ after }) => after)
      : keptFormatted(
          new GoCommand(values.go, context.environment),
          { directory: context.cwd, flags: await flagsOf(context.cwd) },
          texts,
        );
  const troubles = new Troubles();
  let { paths } = request;
  let missing: readonly string[] = [];
  let settled: readonly PlacedFinding[] = [];
  for (let round = 1; ; round++) {
    const checked = await checkedFiles({ ...request, paths }, projects, context);
    troubles.addAll(checked.troubles);
    missing = round === 1 ? checked.missing : missing;
    const measured = await measuredFor('check', checked, values, context);
    const current = byShare(findingsInFiles(checked.files, choice), measured);
    const all = settled.length === 0 ? current : inOrder([...settled, ...current]);
    const fresh = notInBaseline(all, values.baseline, context);
    // A profile has bytes of its own for each place.
    const found = measured ? fresh : togetherInFunctions(fresh);
    const isDiff = values.diff;
    const fixed = values.fix
      ? await applyFixes(found, { isDiff, all: values.rules !== undefined, format }, context)
      : new Set<PlacedFinding>();
    if (fixed.size > 0 && !isDiff && round < MAXIMUM_ROUNDS) {
      if (values.profile === undefined) {
        const changed = new Set([...fixed].map(({ file }) => dirname(file.path)));
        const isChanged = ({ path }: CheckedFile) => changed.has(dirname(path));
        settled = all.filter(({ file }) => !isChanged(file));
        paths = checked.files.filter(isChanged).map(({ path }) => path);
      }
      continue;
    }
    const unfixed = found.filter((each) => !fixed.has(each));
    const left =
      budgetMs === undefined
        ? unfixed
        : await provenFindings(unfixed, { go: values.go, budgetMs, flagsOf }, context);
    if (values['write-baseline'] !== undefined) {
      writeFileSync(resolve(context.cwd, values['write-baseline']), baselineText(all));
    }
    report(left, measured, values, context);
    if (!tellMissing('check', { missing, troubles }, context)) {
      return EXIT.unusable;
    }
    const isFailure = failure?.isFailure ?? (() => values.baseline !== undefined);
    return left.some(({ finding, measured: own }) =>
      [finding, ...(finding.others ?? [])].some((each) =>
        isFailure({ finding: each, share: own && measured && shareOf(own, measured.total) }),
      ),
    )
      ? EXIT.findings
      : EXIT.done;
  }
}

/** As they stand in files and texts, whichever round found them. */
function inOrder(findings: readonly PlacedFinding[]): readonly PlacedFinding[] {
  return [...findings].sort((a, b) =>
    a.file.path === b.file.path ? a.start - b.start : a.file.path < b.file.path ? -1 : 1,
  );
}

/** With what was measured beside them, most bytes first; in the order of the text without a profile. */
function byShare(
  findings: readonly PlacedFinding[],
  measured: MeasuredAllocations | undefined,
): readonly PlacedFinding[] {
  return measured
    ? findings
        .map((finding) => ({ ...finding, measured: measuredOf(finding, measured) }))
        .sort((a, b) => (b.measured?.bytes ?? 0) - (a.measured?.bytes ?? 0))
    : findings;
}

function notInBaseline(
  findings: readonly PlacedFinding[],
  baseline: string | undefined,
  { cwd }: CommandContext,
): readonly PlacedFinding[] {
  if (baseline === undefined) {
    return findings;
  }
  const found = newFindings(findings, readFileSync(resolve(cwd, baseline), 'utf8'));
  if ('problem' in found) {
    throw new Error(`${baseline}: ${found.problem}`);
  }
  return found;
}

function report(
  findings: readonly PlacedFinding[],
  measured: MeasuredAllocations | undefined,
  { sarif, json, fix, diff }: CheckValues,
  context: CommandContext,
): void {
  const { cwd, ruleDocs } = context;
  if (sarif) {
    const log = sarifLog(findings, { cwd, docs: ruleDocs, changesOf, measured });
    context.writeOut(`${JSON.stringify(log, undefined, 2)}\n`);
  } else if (!(fix && diff)) {
    for (const each of findings) {
      context.writeOut(
        json
          ? `${JSON.stringify(findingJson(each, cwd, measured))}\n`
          : `${findingText(each, cwd, measured)}\n`,
      );
    }
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
