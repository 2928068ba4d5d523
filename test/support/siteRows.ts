import assert from 'node:assert/strict';
import { runIn } from './ruleFixtures.ts';

/** A site as `gomem sites --json` has it. */
export interface SiteRow {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly causes: readonly string[];
  readonly allocations: readonly {
    readonly kind: string;
    readonly objects: number;
    readonly bytes: number | null;
  }[];
  readonly callee: string | null;
  readonly measured: { readonly bytes: number; readonly objects: number } | null;
  readonly isEstimated: boolean;
  readonly rule: string | null;
  readonly fix: { readonly title: string } | null;
}

export async function sitesIn(folder: string, args: readonly string[]): Promise<SiteRow[]> {
  const { output, errors } = await runIn(folder, ['sites', '--json', ...args]);
  assert.equal(errors, '');
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SiteRow);
}
