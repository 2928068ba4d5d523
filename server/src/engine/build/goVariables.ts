/** Settings of the go command, and where they come from: cmd/go/internal/cfg (Go 1.26). */
import type { GoFileSystem } from './fileSystem.ts';
import { cleanPath, fromNative, isAbsolutePath, joinPath } from './paths.ts';

/** The machine and the process. */
export interface HostEnvironment {
  /** In upper case on Windows, where case does not count. Paths are as the system writes them. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Of the machine, in Go's words. */
  readonly goos: string;
  readonly goarch: string;
  /** A go.mod right in there is no module's: it is left over from somebody's experiment. */
  readonly temporaryDirectory?: string;
}

/**
 * The variables that the go command obeys: the environment, what `go env -w` has written, and the
 * toolchain's own defaults, in this order. Empty ones count as not set.
 */
export class GoVariables {
  readonly host: HostEnvironment;
  readonly #user: ReadonlyMap<string, string>;
  readonly #toolchain: ReadonlyMap<string, string>;

  private constructor(
    host: HostEnvironment,
    user: ReadonlyMap<string, string>,
    toolchain: ReadonlyMap<string, string>,
  ) {
    this.host = host;
    this.#user = user;
    this.#toolchain = toolchain;
  }

  static read(files: GoFileSystem, host: HostEnvironment): GoVariables {
    const path = userFile(host);
    return new GoVariables(host, readEnvFile(path && files.readFile(path)), new Map());
  }

  /** With the defaults in a toolchain's `go.env`. */
  withToolchain(files: GoFileSystem, goroot: string): GoVariables {
    const defaults = readEnvFile(files.readFile(`${goroot}/go.env`));
    return new GoVariables(this.host, this.#user, defaults);
  }

  /** Empty where nothing sets it. */
  get(name: string): string {
    return (
      (this.host.variables[name] ?? '') ||
      (this.#user.get(name) ?? '') ||
      (this.#toolchain.get(name) ?? '')
    );
  }

  /** As `get`, of a variable that is a path; empty if it is no absolute one. */
  path(name: string): string {
    return this.#absolute(this.get(name));
  }

  /** Of a variable that is a list of paths, such as PATH. Relative ones are left out. */
  paths(name: string): string[] {
    return this.get(name)
      .split(this.isWindows ? ';' : ':')
      .map((path) => this.#absolute(path))
      .filter((path) => path !== '');
  }

  get isWindows(): boolean {
    return this.host.goos === 'windows';
  }

  /** Where modules, and what GOPATH mode builds, are by default; empty where there is no home. */
  get goPath(): string {
    const [first = ''] = this.paths('GOPATH');
    const home = homeOf(this.host);
    return first || (home === '' ? '' : joinPath(home, 'go'));
  }

  get moduleCache(): string {
    const { goPath } = this;
    return this.path('GOMODCACHE') || (goPath === '' ? '' : joinPath(goPath, 'pkg/mod'));
  }

  #absolute(path: string): string {
    const ours = fromNative(path, this.isWindows);
    return isAbsolutePath(ours) ? cleanPath(ours) : '';
  }
}

function homeOf({ variables, goos }: HostEnvironment): string {
  const home = variables[goos === 'windows' ? 'USERPROFILE' : 'HOME'] ?? '';
  return fromNative(home, goos === 'windows');
}

/** The file that `go env -w` writes: `cfg.EnvFile` and `os.UserConfigDir`. */
function userFile(host: HostEnvironment): string | undefined {
  const { variables, goos } = host;
  const named = variables.GOENV ?? '';
  if (named !== '') {
    return named === 'off' ? undefined : fromNative(named, goos === 'windows');
  }
  const folder = configFolder(host);
  return folder === '' ? undefined : joinPath(folder, 'go/env');
}

function configFolder(host: HostEnvironment): string {
  const { variables, goos } = host;
  const home = homeOf(host);
  switch (goos) {
    case 'windows':
      return fromNative(variables.APPDATA ?? '', true);
    case 'darwin':
    case 'ios':
      return home === '' ? '' : joinPath(home, 'Library/Application Support');
    default: {
      const folder = variables.XDG_CONFIG_HOME ?? '';
      return folder !== '' ? folder : home === '' ? '' : joinPath(home, '.config');
    }
  }
}

function readEnvFile(text = ''): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^([A-Z][^=\n]*)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\r$/, ''),
    ]),
  );
}
