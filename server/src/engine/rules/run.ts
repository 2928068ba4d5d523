/** All rules on one declaration. */
import type { Frequency } from '../frequency/frequency.ts';
import { isAboutTypes } from './excludedTypes.ts';
import { isOnlyForErrors } from './forErrors.ts';
import { RULES, ruleNamed } from './registry.ts';
import { isBehind } from './behind.ts';
import { isBesidePrinting } from './besidePrinting.ts';
import { isCalledByDebuggers, isForDebuggers, isWhileDebugging } from './forDebugging.ts';
import type { Evidence, Finding, Fix, Found, Rule, Severity } from './rule.ts';
import { isWithin } from './spans.ts';
import { smallShares } from './smallShares.ts';
import { Subject, type SubjectSource } from './subject.ts';
import { Suppressions } from './suppressions.ts';
import { withParts } from './parts.ts';
import type { Span } from '../syntax/ast.ts';
import { wordsOf } from '../syntax/words.ts';

/** On or off; or as the rule has it, but not of values of these types (excludedTypes.ts). */
export type RuleSetting = boolean | { readonly excludeTypes: readonly string[] };

/** By the rules' names; a rule is as it has it where nothing is said. */
export type RuleSettings = Readonly<Partial<Record<string, RuleSetting>>>;

export interface RuleChoice {
  readonly rules: RuleSettings;
  /**
   * Whether what is there for people to read, or saves little of what its function allocates, is looked at as all else is: a
   * profile, or a ranking, says what it takes.
   */
  readonly isUnweighed?: boolean;
}

export interface RuleInput extends SubjectSource {
  /** The text of the comment above the declaration. */
  readonly doc: string;
}

/** What happens seldom is left alone, whatever rule would speak of it. */
const OFTEN: ReadonlySet<Frequency> = new Set<Frequency>(['iteration', 'call', 'growth']);

/** In the order of the text. */
export function findingsIn(input: RuleInput, choice: RuleChoice): Finding[] {
  const rules = RULES.filter((rule) => isChosen(rule, choice, input.goMinor));
  if (rules.length === 0) {
    return [];
  }
  const subject = new Subject(input);
  const suppressions = new Suppressions(input.text, input.doc);
  const findings: Finding[] = [];
  for (const rule of rules) {
    const setting = choice.rules[rule.name];
    const excluded = new Set(typeof setting === 'object' ? setting.excludeTypes : []);
    const isQuiet = setting !== true && choice.isUnweighed !== true;
    for (const found of rule.find(subject)) {
      const directive = found && suppressions.about(rule.name, found.start);
      const isLeftAlone =
        found &&
        ((isQuiet && isForPeople(subject, found)) ||
          (excluded.size > 0 && isAboutTypes(subject, found, excluded)));
      if (found && isWanted(subject, found) && !isLeftAlone && !directive?.hasReason) {
        const finding = {
          ...found,
          rule: rule.name,
          severity: severityOf(found.evidence),
          fix: found.fix && meansWhatItSays(found.fix, subject) ? found.fix : undefined,
        };
        findings.push(directive ? askingForReason(finding, subject) : finding);
      }
    }
  }
  const said = findings.filter((finding) => !isSaidBetter(finding, findings));
  return withParts(weighed(subject, said, choice), input.text).sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
}

/** Those that save something to speak of, and those that were asked for by their rules' names. */
function weighed(
  subject: Subject,
  findings: readonly Finding[],
  { rules, isUnweighed }: RuleChoice,
): readonly Finding[] {
  if (isUnweighed === true) {
    return findings;
  }
  const shares = smallShares(subject, findings);
  return findings.flatMap((finding) => {
    const share = shares.get(finding);
    if (share === undefined) {
      return [finding];
    }
    const { evidence } = finding;
    return rules[finding.rule] === true
      ? [{ ...finding, evidence: { ...evidence, text: `${evidence.text}; ${share}` } }]
      : [];
  });
}

function isSaidBetter(finding: Finding, all: readonly Finding[]): boolean {
  const better = ruleNamed(finding.rule)?.yieldsTo ?? [];
  return better.some((name) => all.some((each) => each.rule === name && isWithin(each, finding)));
}

/** Fixes say `len`, `make` and `append`, and a function may have variables of those names. */
function meansWhatItSays({ changes }: Fix, subject: Subject): boolean {
  return !changes.some(({ text }) => wordsOf(text).some((word) => subject.isShadowed(word)));
}

/** A comment that says to ignore it, and not why. */
function askingForReason(finding: Finding, { localize }: Subject): Finding {
  const wanted = localize('//gomem:ignore counts with a reason only');
  const { evidence } = finding;
  return { ...finding, evidence: { ...evidence, text: `${evidence.text}; ${wanted}` } };
}

function isChosen(rule: Rule, { rules }: RuleChoice, goMinor: number): boolean {
  const { sinceMinor = 0, untilMinor = Infinity } = rule;
  const setting = rules[rule.name];
  const isOn = typeof setting === 'boolean' ? setting : rule.isOnByDefault;
  return isOn && sinceMinor <= goMinor && goMinor <= untilMinor;
}

/** A cache that is filled on a miss holds what it is filled with. */
function isWanted(subject: Subject, found: Found): boolean {
  const { kind, frequency } = found.evidence;
  if (isNeverRun(subject, found)) {
    return false;
  }
  return countsObjects(found.evidence)
    ? OFTEN.has(frequency) &&
        !isOnlyForErrors(subject, found) &&
        !subject.runsSeldom &&
        (frequency === 'iteration' || isInLiteral(subject, found) || !subject.runsOnce)
    : kind === 'misuse' || OFTEN.has(frequency) || frequency === 'miss';
}

/** Behind a constant that is false, as one of a build tag is in most builds. */
function isNeverRun(subject: Subject, span: Span): boolean {
  return isBehind(subject, span, (condition) => {
    const value = subject.source.types.valueOf(condition);
    return value?.kind === 'bool' && !value.value;
  });
}

/** Who makes a function literal does not run it, nor says how often others do. */
function isInLiteral(subject: Subject, found: Found): boolean {
  return subject.all('function').some((literal) => isWithin(found, literal));
}

function countsObjects({ kind }: Evidence): boolean {
  return kind === 'verdict' || kind === 'callee';
}

/** For debugging, or to be printed. What is wrong is wrong everywhere. */
function isForPeople(subject: Subject, found: Found): boolean {
  return (
    countsObjects(found.evidence) &&
    (isForDebuggers(subject.source.syntax) ||
      isWhileDebugging(subject, found) ||
      isBesidePrinting(subject, found) ||
      isCalledByDebuggers(subject.source))
  );
}

function severityOf({ kind, frequency }: Evidence): Severity {
  if (kind === 'misuse') {
    return 'warning';
  }
  return kind !== 'copy' && (kind === 'retention' || frequency === 'iteration')
    ? 'information'
    : 'hint';
}
