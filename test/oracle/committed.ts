import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Agreement } from './agreement.ts';
import type { Density } from './density.ts';

/** Figures that are committed, by the subject's name. They may only get better. */
export class Committed<Figures> {
  readonly #file: string;

  constructor(name: string) {
    this.#file = join(dirname(fileURLToPath(import.meta.url)), name);
  }

  read(): Record<string, Figures> {
    return JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, Figures>;
  }

  write(figures: Record<string, Figures>): void {
    writeFileSync(this.#file, `${JSON.stringify(figures, undefined, 2)}\n`);
  }
}

export const AGREEMENT = new Committed<Agreement>('agreement.json');

export const DENSITY = new Committed<Density>('density.json');

/** True when a figure is below what is committed; a subject that is not has to be without flaw. */
export function isWorse(measured: Agreement, committed: Agreement | undefined): boolean {
  return (
    measured.missing > (committed?.missing ?? 0) || measured.invented > (committed?.invented ?? 0)
  );
}

/** More than that and the hints are switched off in the first minute. */
const MAXIMUM_SHARE = 0.03;

/**
 * True when more lines have a hint than before, or something that allocates has none with everything
 * on; a subject that is not committed has to be quiet.
 */
export function isLouder(measured: Density, committed: Density | undefined): boolean {
  const share = committed ? committed.hinted / committed.lines : MAXIMUM_SHARE;
  return measured.withoutHint > 0 || measured.hinted / measured.lines > share;
}
