/** go.work: golang.org/x/mod/modfile/work.go (Go 1.26). */
import {
  once,
  readGodebug,
  readGoVersion,
  readPath,
  readReplacement,
  readStatements,
  readToolchain,
  unknownDirective,
  type GodebugSetting,
  type Replacement,
} from './modStatements.ts';
import type { TextProblem } from './modText.ts';

export interface WorkFile {
  readonly go: string | undefined;
  readonly toolchain: string | undefined;
  /** Directories of modules, as they are written. */
  readonly use: readonly string[];
  readonly replace: readonly Replacement[];
  readonly godebug: readonly GodebugSetting[];
  readonly problems: readonly TextProblem[];
}

const BLOCKS = new Set(['godebug', 'use', 'replace']);

/** All that is right counts, whatever else is wrong. */
export function parseWorkFile(text: string): WorkFile {
  let go: string | undefined;
  let toolchain: string | undefined;
  const use: string[] = [];
  const replace: Replacement[] = [];
  const godebug: GodebugSetting[] = [];
  const problems = readStatements(text, BLOCKS, (statement) => {
    const { verb, arguments: tokens } = statement;
    switch (verb) {
      case 'go':
        go = once(go, statement, () => readGoVersion(tokens, false));
        break;
      case 'toolchain':
        toolchain = once(toolchain, statement, () => readToolchain(tokens));
        break;
      case 'use':
        use.push(readPath(tokens, 'usage: use local/dir'));
        break;
      case 'replace':
        replace.push(readReplacement(tokens));
        break;
      case 'godebug':
        godebug.push(readGodebug(tokens));
        break;
      default:
        unknownDirective(statement);
    }
  });
  return { go, toolchain, use, replace, godebug, problems };
}
