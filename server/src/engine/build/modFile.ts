/** go.mod: golang.org/x/mod/modfile/rule.go (Go 1.26). */
import type { ModuleVersion } from './modulePath.ts';
import {
  once,
  readGodebug,
  readGoVersion,
  readModuleVersion,
  readPath,
  readReplacement,
  readStatements,
  readToolchain,
  readVersionInterval,
  unknownDirective,
  type GodebugSetting,
  type Replacement,
  type VersionInterval,
} from './modStatements.ts';
import type { TextProblem } from './modText.ts';

export interface ModFile {
  /** Undefined where there is no `module` line that can be read. */
  readonly module: string | undefined;
  /** As it is written: `1.21`, `1.26.1`. */
  readonly go: string | undefined;
  readonly toolchain: string | undefined;
  readonly require: readonly Requirement[];
  readonly replace: readonly Replacement[];
  readonly exclude: readonly ModuleVersion[];
  readonly retract: readonly VersionInterval[];
  /** Import paths. */
  readonly tool: readonly string[];
  /** Directories that patterns pass by. */
  readonly ignore: readonly string[];
  readonly godebug: readonly GodebugSetting[];
  readonly problems: readonly TextProblem[];
}

export interface Requirement extends ModuleVersion {
  readonly isIndirect: boolean;
}

export interface ModFileOptions {
  /**
   * Of a dependency only `module`, `go`, `require`, `retract` and `ignore` count; what else it says
   * may be of a later Go.
   */
  readonly isDependency?: boolean;
}

const BLOCKS = new Set([
  'module',
  'godebug',
  'require',
  'exclude',
  'replace',
  'retract',
  'tool',
  'ignore',
]);

const OF_DEPENDENCIES = new Set(['module', 'go', 'require', 'retract', 'ignore']);

/** All that is right counts, whatever else is wrong. */
export function parseModFile(text: string, options: ModFileOptions = {}): ModFile {
  const isDependency = options.isDependency ?? false;
  let module: string | undefined;
  let go: string | undefined;
  let toolchain: string | undefined;
  const require: Requirement[] = [];
  const replace: Replacement[] = [];
  const exclude: ModuleVersion[] = [];
  const retract: VersionInterval[] = [];
  const tool: string[] = [];
  const ignore: string[] = [];
  const godebug: GodebugSetting[] = [];
  const problems = readStatements(text, BLOCKS, (statement) => {
    const { verb, arguments: tokens, comment } = statement;
    if (isDependency && !OF_DEPENDENCIES.has(verb)) {
      return;
    }
    switch (verb) {
      case 'module':
        module = once(module, statement, () => readPath(tokens, 'usage: module module/path'));
        break;
      case 'go':
        go = once(go, statement, () => readGoVersion(tokens, isDependency));
        break;
      case 'toolchain':
        toolchain = once(toolchain, statement, () => readToolchain(tokens));
        break;
      case 'require':
        require.push({
          ...readModuleVersion(tokens, 'usage: require module/path v1.2.3'),
          isIndirect: /^indirect(?:;|$)/.test(comment),
        });
        break;
      case 'exclude':
        exclude.push(readModuleVersion(tokens, 'usage: exclude module/path v1.2.3'));
        break;
      case 'replace':
        replace.push(readReplacement(tokens));
        break;
      case 'retract':
        retract.push(readVersionInterval(tokens));
        break;
      case 'tool':
        tool.push(readPath(tokens, 'tool directive expects exactly one argument'));
        break;
      case 'ignore':
        ignore.push(readPath(tokens, 'ignore directive expects exactly one argument'));
        break;
      case 'godebug':
        godebug.push(readGodebug(tokens));
        break;
      default:
        unknownDirective(statement);
    }
  });
  return {
    module,
    go,
    toolchain,
    require,
    replace,
    exclude,
    retract,
    tool,
    ignore,
    godebug,
    problems,
  };
}
