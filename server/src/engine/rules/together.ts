/** Findings of one function that are one decision, as one finding. */
import type { TextChange } from '../refactor/unkeyedLiterals.ts';
import { areApart, areIndependent, type MovedFix, movedFix } from './movedFix.ts';
import { ruleNamed } from './registry.ts';
import type { Finding, Fix } from './rule.ts';

/**
 * Of all findings of a declaration, whose text it is, those that their rule has for the same and that are as frequent
 * become one, where their fixes go together. In the order of the text.
 */
export function together(findings: readonly Finding[], text: string): readonly Finding[] {
  const groups: Group[] = [];
  for (const finding of findings) {
    const key = keyOf(finding);
    const fix = finding.fix && movedFix(finding.fix, 0, text);
    const group = groups.find(
      (each) => key !== undefined && each.key === key && goesWith(each, fix),
    );
    if (group) {
      group.findings.push(finding);
      group.fixes.push(...(fix ? [fix] : []));
    } else {
      groups.push({ key, findings: [finding], fixes: fix ? [fix] : [] });
    }
  }
  return groups.flatMap(joined);
}

interface Group {
  readonly key: string | undefined;
  readonly findings: Finding[];
  readonly fixes: MovedFix[];
}

function keyOf(finding: Finding): string | undefined {
  const { rule, evidence } = finding;
  const cause = ruleNamed(rule)?.causeOf?.(finding);
  return cause === undefined
    ? undefined
    : JSON.stringify([rule, evidence.frequency, finding.fix !== undefined, cause]);
}

function goesWith({ fixes }: Group, fix: MovedFix | undefined): boolean {
  return fixes.every(
    (each) =>
      fix === undefined ||
      (areIndependent(fix, each) &&
        areApart(withoutInsertions(fix), each) &&
        areApart(fix, withoutInsertions(each)) &&
        (!declaresNameOf(fix, each) || areSame(insertionsOf(fix), insertionsOf(each)))),
  );
}

/** Whether two fixes make the same name of the package. */
function declaresNameOf({ fix }: MovedFix, other: MovedFix): boolean {
  return fix.packageNames?.some((name) => other.fix.packageNames?.includes(name)) ?? false;
}

function insertionsOf({ changes }: MovedFix): readonly TextChange[] {
  return changes.filter(isInsertion);
}

function areSame(one: readonly TextChange[], other: readonly TextChange[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What fixes of one rule insert at one place stands there in the order of the text. */
function withoutInsertions(fix: MovedFix): MovedFix {
  return { ...fix, changes: fix.changes.filter((change) => !isInsertion(change)) };
}

function joined({ findings: [first, ...others], fixes }: Group): readonly Finding[] {
  if (!first || others.length === 0) {
    return first ? [first] : [];
  }
  return [{ ...first, fix: first.fix && jointFix(first.fix, fixes), others }];
}

/** What fixes of one declaration that go together change, as one that has this title. */
export function jointFix({ title }: Fix, fixes: readonly MovedFix[]): Fix {
  const all = fixes.map(({ fix }) => fix);
  return {
    title,
    changes: jointChanges(
      fixes.flatMap((each, at) =>
        // The same declaration once, for all that name it.
        fixes.slice(0, at).some((former) => declaresNameOf(each, former))
          ? withoutInsertions(each).changes
          : each.changes,
      ),
    ),
    imports: [...new Set(all.flatMap(({ imports }) => imports))],
    names: all.flatMap(({ names = [] }) => names),
    packageNames: [...new Set(all.flatMap(({ packageNames = [] }) => packageNames))],
  };
}

/** In rising order, with what is inserted at one place as one insertion. */
function jointChanges(changes: readonly TextChange[]): TextChange[] {
  const all: TextChange[] = [];
  for (const change of changes.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last?.start === change.start && isInsertion(last) && isInsertion(change)) {
      all[all.length - 1] = { ...change, text: last.text + change.text };
    } else {
      all.push(change);
    }
  }
  return all;
}

function isInsertion({ start, end }: TextChange): boolean {
  return start === end;
}
