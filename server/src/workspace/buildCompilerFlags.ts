import type { GoFlags } from '../engine/build/goFlags.ts';
import { quotedWords } from '../engine/build/quotedWords.ts';
import type { CallProfile } from '../engine/ir/callProfile.ts';
import {
  type BuildCompilerFlags,
  compilerFlags,
  type Sanitizer,
} from '../engine/ir/compilerFlags.ts';

const SANITIZERS: readonly Sanitizer[] = ['race', 'msan', 'asan'];

/** What the go command gives the compiler. */
export function buildCompilerFlags(
  flags: Pick<GoFlags, 'race' | 'msan' | 'asan' | 'gcflags'>,
  profile?: CallProfile,
): BuildCompilerFlags {
  const sanitizer = SANITIZERS.find((each) => flags[each]);
  const { named, imported } = flags.gcflags;
  return {
    own: compilerFlags(quotedWords(named), sanitizer, profile),
    imported: compilerFlags(quotedWords(imported), sanitizer, profile),
  };
}
