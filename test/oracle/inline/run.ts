/** One comparison of our inliner with the compiler's, over all packages of a subject. */
import { realpathSync } from 'node:fs';
import type { Figures } from '../../../server/src/engine/comparison/counts.ts';
import { ListedProgram } from '../../support/listedProgram.ts';
import { buildFlagsOf, type Subject } from '../agreement.ts';
import type { PackageFigures } from '../counts.ts';
import { ourVerdicts } from '../escapes/ours.ts';
import { byDirectory } from '../escapes/run.ts';
import { compareInlining, type KindOfInlining } from './compare.ts';
import { compilersInlining } from './theirs.ts';

export interface InlineRun {
  readonly figures: PackageFigures<KindOfInlining>;
  readonly differences: readonly string[];
}

export function runInlining(subject: Subject): InlineRun {
  const { patterns } = subject;
  const directory = realpathSync(subject.directory);
  const flags = buildFlagsOf(subject);
  const program = new ListedProgram({ directory, patterns, flags });
  const theirs = compilersInlining({ ...subject, directory });
  // Initializers that are laid out without running anything have no calls left in them, and which
  // instances of a generic function there are is another question.
  const declarations = ourVerdicts(program, flags).filter(
    ({ isFunction, genericAt }) => isFunction && genericAt === undefined,
  );
  const ours = byDirectory(declarations);
  const figures: Record<string, Figures<KindOfInlining>> = {};
  const differences: string[] = [];
  for (const importPath of program.roots) {
    const { directory } = program.package(importPath);
    const compared = compareInlining(theirs, ours.get(directory) ?? []);
    figures[importPath] = compared.figures;
    differences.push(...compared.differences);
  }
  return { figures, differences };
}
