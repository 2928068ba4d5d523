import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { PackageFigures } from './counts.ts';

/** Figures that are committed in a file beside this one, by subject. */
export class CommittedCounts<Kind extends string> {
  readonly #file: string;

  constructor(name: string) {
    this.#file = join(import.meta.dirname, name);
  }

  read(): Record<string, PackageFigures<Kind>> {
    return JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, PackageFigures<Kind>>;
  }

  async write(figures: Record<string, PackageFigures<Kind>>): Promise<void> {
    const settings = await resolveConfig(this.#file);
    const text = await format(formatted(figures), { ...settings, parser: 'json' });
    writeFileSync(this.#file, text);
  }
}

/** With a line for each kind of a package. */
function formatted(figures: object): string {
  return JSON.stringify(figures, undefined, 1).replace(
    /\{\s*("equal": \d+),\s*("missing": \d+),\s*("invented": \d+)\s*\}/g,
    '{ $1, $2, $3 }',
  );
}
