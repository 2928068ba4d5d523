import { posix, win32 } from 'node:path';
import { unquote } from '../engine/build/unquote.ts';

/**
 * The script that `go build -n` prints: the very commands that the go command would run for the
 * user's own flags, tags, profile and toolchain. Reading it is how we compile as the user builds
 * without knowing how the go command decides.
 * Format: cmd/go/internal/work (Shell.fmtCmd, Builder.build), Go 1.22 to 1.26.
 */
export interface BuildScript {
  readonly commands: readonly ScriptCommand[];
  /** Files that the script would write (importcfg, embedcfg, empty headers), by their name in it. */
  readonly files: ReadonlyMap<string, string>;
}

export interface ScriptCommand {
  readonly cwd: string;
  readonly argv: readonly string[];
}

const HERE_DOCUMENT = /^cat >(\S+) << 'EOF'/;
const ECHO = /^echo (?:-n|'(.*)') > (\S+)/;

export function parseBuildScript(text: string, cwd: string): BuildScript {
  const commands: ScriptCommand[] = [];
  const files = new Map<string, string>();
  const lines = text.split('\n');
  let directory = cwd;
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').replace(/\r$/, '');
    const document = HERE_DOCUMENT.exec(line);
    if (document) {
      const body: string[] = [];
      for (at++; at < lines.length; at++) {
        const text = lines[at] ?? '';
        // A file that does not end in a newline has the mark right behind its last character.
        if (text.endsWith('EOF')) {
          body.push(text.slice(0, -'EOF'.length));
          break;
        }
        body.push(text);
      }
      files.set(document[1] ?? '', body.join('\n'));
      continue;
    }
    const echo = ECHO.exec(line);
    if (echo) {
      files.set(echo[2] ?? '', echo[1] === undefined ? '' : `${echo[1]}\n`);
    } else if (line.startsWith('cd ')) {
      // Printed as it is, blanks and all.
      directory = resolvePath(cwd, line.slice('cd '.length));
    } else if (line !== '' && !line.startsWith('#')) {
      const argv = splitCommand(line).map((word) => undotted(word, directory));
      commands.push({ cwd: directory, argv });
    }
  }
  return { commands, files };
}

/**
 * The go command prints `.` for its folder wherever a word begins with that folder's name, and so
 * `.c/x.go` for `/a/bc/x.go` in `/a/b`.
 */
function undotted(word: string, directory: string): string {
  return /^\.(?!\.?(?:[/\\]|$))/.test(word) ? directory + word.slice(1) : word;
}

/** True for a command that runs the named program of the toolchain. */
export function runsTool(command: ScriptCommand, tool: string): boolean {
  return command.argv.some((word) => {
    const name = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    return name === tool || name === `${tool}.exe`;
  });
}

/**
 * Splits a printed command: words are parted by blanks, and a word that needs it stands in Go
 * string syntax (`joinUnambiguously` in cmd/go/internal/work/shell.go).
 */
export function splitCommand(line: string): string[] {
  const words: string[] = [];
  const end = line.endsWith(' # internal') ? line.length - ' # internal'.length : line.length;
  for (let at = 0; at < end;) {
    if (line[at] === ' ') {
      at++;
    } else if (line[at] === '"') {
      let close = at + 1;
      while (close < end && line[close] !== '"') {
        close += line[close] === '\\' ? 2 : 1;
      }
      words.push(unquote(line.slice(at, close + 1)) ?? line.slice(at + 1, close));
      at = close + 1;
    } else {
      const next = line.indexOf(' ', at);
      const stop = next < 0 ? end : Math.min(next, end);
      words.push(line.slice(at, stop));
      at = stop;
    }
  }
  return words;
}

/** Resolves a path as the script's own platform would: the script, not we, says which that is. */
function resolvePath(from: string, path: string): string {
  return /^[A-Za-z]:[\\/]/.test(from) ? win32.resolve(from, path) : posix.resolve(from, path);
}
