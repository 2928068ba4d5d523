/** The figures of `types.json`. They may only rise. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { Committed } from '../committed.ts';
import { formatFigures, type SubjectFigures } from './figures.ts';

const FILE = fileURLToPath(new URL('types.json', import.meta.url));

export function committedTypes(): Record<string, SubjectFigures> {
  return new Committed<SubjectFigures>('types/types.json').read();
}

export async function commitTypes(figures: Record<string, SubjectFigures>): Promise<void> {
  const settings = await resolveConfig(FILE);
  writeFileSync(FILE, await format(formatFigures(figures), { ...settings, parser: 'json' }));
}
