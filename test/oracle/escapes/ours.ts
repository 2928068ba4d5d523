/** Our static tier, as the comparison with the compiler asks it: nothing of the compiler is read. */
import { readFileSync } from 'node:fs';
import type { CallProfile } from '../../../server/src/engine/ir/callProfile.ts';
import { callProfileIn } from '../../../server/src/host/callProfiles.ts';
import { unpackProfile } from '../../../server/src/host/profileFile.ts';
import { type BuildFlags, DEFAULT_BUILD_FLAGS } from '../../../server/src/engine/build/flags.ts';
import { readGoFlags } from '../../../server/src/engine/build/goFlags.ts';
import { buildCompilerFlags } from '../../../server/src/workspace/buildCompilerFlags.ts';
import {
  declarationLogs,
  type DeclarationLog,
} from '../../../server/src/workspace/declarationLogs.ts';
import { WorldEscapes } from '../../../server/src/workspace/worldEscapes.ts';
import type { ListedProgram } from '../../support/listedProgram.ts';

/** The verdicts on all packages of a program that were asked for. */
export function ourVerdicts(
  program: ListedProgram,
  flags: BuildFlags = DEFAULT_BUILD_FLAGS,
): DeclarationLog[] {
  const wanted = new Set(program.roots);
  const escapes = new WorldEscapes({
    sizes: program.sizes,
    compilerFlags: buildCompilerFlags(readGoFlags('', flags), profileOf(flags)),
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

/** Of a build with `-pgo=FILE`. */
function profileOf({ pgo }: BuildFlags): CallProfile | undefined {
  return pgo === undefined ? undefined : callProfileIn(unpackProfile(readFileSync(pgo)));
}
