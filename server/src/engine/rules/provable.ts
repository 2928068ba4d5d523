import type { Finding } from './rule.ts';

/**
 * Whether allocs/op tell what a finding's fix is worth. Other fixes promise no fewer of them: they mend what
 * is wrong, whatever it allocates, or what only holds memory.
 */
export function isProvable({ fix, gain, evidence }: Finding): boolean {
  return fix !== undefined && gain !== undefined && evidence.kind !== 'misuse';
}
