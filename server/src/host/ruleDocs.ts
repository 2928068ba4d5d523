import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages of rules, docs/rules/<rule>.md. */
export interface RuleDocs {
  /** Absolute path; undefined where there is none. */
  pathOf(rule: string): string | undefined;
  textOf(rule: string): string | undefined;
}

export function ruleDocsIn(folder: string): RuleDocs {
  const pathOf = (rule: string): string | undefined => {
    const path = join(folder, `${rule}.md`);
    return existsSync(path) ? path : undefined;
  };
  return {
    pathOf,
    textOf: (rule) => {
      const path = pathOf(rule);
      return path === undefined ? undefined : readFileSync(path, 'utf8');
    },
  };
}
