/** One comparison of our verdicts with the compiler's, over all packages of a subject. */
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Figures } from '../../../server/src/engine/comparison/counts.ts';
import {
  compareVerdicts,
  type Disagreement,
  type JudgesRow,
  type KindOfVerdict,
} from '../../../server/src/engine/comparison/verdicts.ts';
import { ListedProgram } from '../../support/listedProgram.ts';
import { buildFlagsOf, type OracleRow, runOracle, type Subject } from '../agreement.ts';
import type { SubjectFigures } from './figures.ts';
import { ourVerdicts } from './ours.ts';

export interface Run {
  readonly figures: SubjectFigures;
  readonly disagreements: readonly Disagreement[];
}

export function runComparison(subject: Subject): Run {
  // Both name files as the folder is really called.
  const directory = realpathSync(subject.directory);
  const flags = buildFlagsOf(subject);
  const program = new ListedProgram({ directory, patterns: subject.patterns, flags });
  const ours = byDirectory(ourVerdicts(program, flags));
  const theirs = byDirectory(runOracle({ ...subject, directory }));
  const figures: Record<string, Figures<KindOfVerdict>> = {};
  const disagreements: Disagreement[] = [];
  for (const importPath of program.roots) {
    const { directory } = program.package(importPath);
    const judges = (theirs.get(directory) ?? []).map(judgesRow);
    const compared = compareVerdicts(judges, ours.get(directory) ?? []);
    figures[importPath] = compared.figures;
    disagreements.push(...compared.disagreements);
  }
  return { figures, disagreements };
}

function judgesRow(row: OracleRow): JudgesRow {
  const { file, line, col: column, kind, what, verdict, detail } = row;
  return {
    place: { file, line, column },
    kind,
    what,
    verdict,
    detail,
    isInlined: row.inlined,
    isMixed: row.mixed,
    isCompilersOwn: row.compilerOnly,
  };
}

export function byDirectory<Item extends { readonly file: string }>(
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
