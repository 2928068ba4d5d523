/** Findings of two rules in the same code, as one finding: what one of them says is part of the other. */
import { areApart, areIndependent, movedFix } from './movedFix.ts';
import { ruleNamed } from './registry.ts';
import type { Finding, Fix } from './rule.ts';
import { isWithin } from './spans.ts';
import { jointFix } from './together.ts';

/** Of a declaration's findings, whose text it is: those that are parts of another one are said with it (Rule.partOf). */
export function withParts(findings: readonly Finding[], text: string): Finding[] {
  const wholes = new Map<Finding, Finding>();
  const parts = new Set<Finding>();
  for (const part of findings) {
    const names = ruleNamed(part.rule)?.partOf ?? [];
    const first = findings.find((each) => names.includes(each.rule) && isWithin(each, part));
    const whole = first && withPart(wholes.get(first) ?? first, part, text);
    if (first && whole) {
      wholes.set(first, whole);
      parts.add(part);
    }
  }
  return findings
    .filter((finding) => !parts.has(finding))
    .map((finding) => wholes.get(finding) ?? finding);
}

/** The finding, and those that are said with it, each as it would be found alone. */
export function wholeAndParts(finding: Finding): readonly Finding[] {
  return [finding, ...(finding.parts ?? [])];
}

/** Undefined where the part has a fix that cannot be made with that of the whole: then both are there to be chosen. */
function withPart(whole: Finding, part: Finding, text: string): Finding | undefined {
  const fix = part.fix ? fixOfBoth(whole.fix, part.fix, text) : whole.fix;
  if (part.fix && !fix) {
    return undefined;
  }
  const { evidence, parts = [] } = whole;
  return {
    ...whole,
    evidence: {
      ...evidence,
      text: `${evidence.text}; ${part.evidence.text}`,
      allocations: [...evidence.allocations, ...part.evidence.allocations],
    },
    fix,
    parts: [...parts, part],
  };
}

function fixOfBoth(whole: Fix | undefined, part: Fix, text: string): Fix | undefined {
  if (!whole) {
    return undefined;
  }
  const both = [movedFix(whole, 0, text), movedFix(part, 0, text)] as const;
  return areApart(...both) && areIndependent(...both) ? jointFix(whole, both) : undefined;
}
