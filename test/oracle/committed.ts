import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Agreement } from './agreement.ts';

const FILE = join(dirname(fileURLToPath(import.meta.url)), 'agreement.json');

/** The figures that are committed, by the subject's name. They may only rise. */
export function readCommitted(): Record<string, Agreement> {
  return JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Agreement>;
}

export function writeCommitted(figures: Record<string, Agreement>): void {
  writeFileSync(FILE, `${JSON.stringify(figures, undefined, 2)}\n`);
}

/** True when a figure is below what is committed; a subject that is not has to be without flaw. */
export function isWorse(measured: Agreement, committed: Agreement | undefined): boolean {
  return (
    measured.missing > (committed?.missing ?? 0) || measured.invented > (committed?.invented ?? 0)
  );
}
