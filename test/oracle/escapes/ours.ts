/** Our static tier, as the comparison with the compiler asks it: nothing of the compiler is read. */
import {
  declarationLogs,
  type DeclarationLog,
} from '../../../server/src/workspace/declarationLogs.ts';
import { WorldEscapes } from '../../../server/src/workspace/worldEscapes.ts';
import type { ListedProgram } from '../../support/listedProgram.ts';

/** The verdicts on all packages of a program that were asked for. */
export function ourVerdicts(program: ListedProgram, inlines = true): DeclarationLog[] {
  const wanted = new Set(program.roots);
  const escapes = new WorldEscapes({
    sizes: program.sizes,
    inlines,
    fileAt: (path) => program.fileAt(path),
    isOwn: (importPath) => wanted.has(importPath),
    goVersion: () => undefined,
    knownLeaks: () => undefined,
  });
  return declarationLogs(
    escapes,
    program.roots.map((importPath) => program.package(importPath)),
  );
}
