import type { Rule } from './rule.ts';
import { sprintfStrconv } from './sprintfStrconv.ts';

/** All rules there are, by their names. */
export const RULES: readonly Rule[] = [sprintfStrconv];

export function ruleNamed(name: string): Rule | undefined {
  return RULES.find((rule) => rule.name === name);
}
