/** The figures of `escapes.json`, by subject. They may only rise. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { Committed } from '../committed.ts';
import type { SubjectFigures } from './figures.ts';

const FILE = fileURLToPath(new URL('escapes.json', import.meta.url));

export function committedEscapes(): Record<string, SubjectFigures> {
  return new Committed<SubjectFigures>('escapes/escapes.json').read();
}

export async function commitEscapes(figures: Record<string, SubjectFigures>): Promise<void> {
  const settings = await resolveConfig(FILE);
  writeFileSync(FILE, await format(formatted(figures), { ...settings, parser: 'json' }));
}

/** With a line for each kind of a package. */
function formatted(figures: Record<string, SubjectFigures>): string {
  return JSON.stringify(figures, undefined, 1).replace(
    /\{\s*("equal": \d+),\s*("missing": \d+),\s*("invented": \d+)\s*\}/g,
    '{ $1, $2, $3 }',
  );
}
