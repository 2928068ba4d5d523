/** One comparison of our verdicts with the compiler's, over all packages of a subject. */
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { ListedProgram } from '../../support/listedProgram.ts';
import { type OracleRow, runOracle, type Subject } from '../agreement.ts';
import { compareVerdicts, type Disagreement } from './compare.ts';
import type { EscapeFigures, SubjectFigures } from './figures.ts';
import { type DeclarationVerdicts, ourVerdicts } from './ours.ts';

export interface Run {
  readonly figures: SubjectFigures;
  readonly disagreements: readonly Disagreement[];
}

export function runComparison({ name, directory: folder, patterns }: Subject): Run {
  // Both name files as the folder is really called.
  const directory = realpathSync(folder);
  const program = new ListedProgram({ directory, patterns });
  const ours = byDirectory(ourVerdicts(program));
  const theirs = byDirectory<OracleRow>(runOracle({ name, directory, patterns }));
  const figures: Record<string, EscapeFigures> = {};
  const disagreements: Disagreement[] = [];
  for (const importPath of program.roots) {
    const { directory } = program.package(importPath);
    const compared = compareVerdicts(theirs.get(directory) ?? [], ours.get(directory) ?? []);
    figures[importPath] = compared.figures;
    disagreements.push(...compared.disagreements);
  }
  return { figures, disagreements };
}

export function byDirectory<Item extends OracleRow | DeclarationVerdicts>(
  items: readonly Item[],
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const directory = dirname(item.file);
    const group = groups.get(directory);
    if (group) {
      group.push(item);
    } else {
      groups.set(directory, [item]);
    }
  }
  return groups;
}
