/** Where Go is, found out without running it. */
import { isDirectory, isFile, type GoFileSystem } from './fileSystem.ts';
import type { GoVariables } from './goVariables.ts';
import { compareGoVersions, isLanguageVersion, minorOf, versionOfToolchain } from './goVersion.ts';
import { findModFile, findWorkFile } from './mainFiles.ts';
import { parseModFile } from './modFile.ts';
import { cacheDirectory } from './modulePath.ts';
import { below, fromNative, isAbsolutePath, joinPath, parentOf } from './paths.ts';
import { SUMMARY_ROOT } from './standardSummary.ts';

export interface GoInstallation {
  readonly goroot: string;
  /** `1.26.1`; of a toolchain that is no release, the version that it will be: `1.27`. */
  readonly version: string;
}

export interface MissingInstallation {
  readonly missingBecause: string;
}

/**
 * The toolchain that the go command is of. `goCommand` is its name or path: a path decides unless
 * GOROOT is set, a name is looked for in PATH.
 */
export function findInstallation(
  files: GoFileSystem,
  variables: GoVariables,
  goCommand: string,
): GoInstallation | MissingInstallation {
  const goroot = variables.path('GOROOT');
  if (goroot !== '') {
    return (
      installationAt(files, goroot) ?? { missingBecause: `GOROOT is no Go installation: ${goroot}` }
    );
  }
  const executable = findExecutable(files, variables, goCommand);
  if (executable === undefined) {
    return { missingBecause: `no Go toolchain was found as "${goCommand}"` };
  }
  for (const path of [executable, files.realPath(executable)]) {
    // The command is in bin, or in bin/GOOS_GOARCH if it was built elsewhere.
    const folder = path === undefined ? undefined : parentOf(parentOf(path));
    for (const candidate of folder === undefined ? [] : [folder, parentOf(folder)]) {
      const found = isDirectory(files, below(candidate, 'pkg/tool'))
        ? installationAt(files, candidate)
        : undefined;
      if (found) {
        return found;
      }
    }
  }
  return { missingBecause: `"${executable}" is not part of a Go installation` };
}

/** The installation in a directory; undefined where there is none. */
function installationAt(files: GoFileSystem, goroot: string): GoInstallation | undefined {
  const [first = ''] = (files.readFile(below(goroot, 'VERSION')) ?? '').split('\n');
  const release = versionOfToolchain(first.trim());
  if (release !== undefined) {
    return { goroot, version: release };
  }
  const source = files.readFile(below(goroot, 'src/internal/goversion/goversion.go')) ?? '';
  const minor = /^const Version = (\d+)$/m.exec(source)?.[1];
  return minor === undefined ? undefined : { goroot, version: `1.${minor}` };
}

/** An executable file by its path, or by its name from PATH. */
export function findExecutable(
  files: GoFileSystem,
  variables: GoVariables,
  command: string,
): string | undefined {
  const path = fromNative(command, variables.isWindows);
  const folders = path.includes('/') ? [''] : variables.paths('PATH');
  const names = variables.isWindows && !/\.\w+$/.test(path) ? [`${path}.exe`] : [path];
  return folders
    .flatMap((folder) => names.map((name) => (folder === '' ? name : below(folder, name))))
    .find((each) => isAbsolutePath(each) && isFile(files, each));
}

/**
 * For a machine without Go: the summary of the version that go.work or go.mod ask for, or else of the
 * newest one; undefined where there are no summaries.
 */
export function summarizedInstallation(
  files: GoFileSystem,
  variables: GoVariables,
  directory: string,
): GoInstallation | undefined {
  const installations = (files.readDirectory(SUMMARY_ROOT) ?? [])
    .map(({ name }) => ({ goroot: below(SUMMARY_ROOT, name), version: name }))
    .sort((a, b) => compareGoVersions(b.version, a.version));
  const { go, toolchain } = wantedBy(files, variables, SUMMARY_ROOT, directory);
  const suggested = versionOfToolchain(toolchain) ?? go;
  const wanted = compareGoVersions(suggested, go) > 0 ? suggested : go;
  return (
    installations.find(({ version }) => minorOf(version) === minorOf(wanted)) ?? installations[0]
  );
}

export interface ToolchainChoice {
  readonly installation: GoInstallation;
  /** Set where another toolchain is asked for that is not on this machine. */
  readonly problem: string | undefined;
}

/**
 * The toolchain that the installed one hands a directory over to, because of GOTOOLCHAIN or of
 * what go.work or go.mod say: cmd/go/internal/toolchain/select.go (Go 1.26). Only those in the
 * module cache are found.
 */
export function chooseToolchain(
  files: GoFileSystem,
  variables: GoVariables,
  installed: GoInstallation,
  directory: string,
): ToolchainChoice {
  const name = chosenName(files, variables, installed, directory);
  if (name === undefined || name === `go${installed.version}`) {
    return { installation: installed, problem: undefined };
  }
  const { goos, goarch } = variables.host;
  const folder = cacheDirectory({
    path: 'golang.org/toolchain',
    version: `v0.0.1-${name}.${goos}-${goarch}`,
  });
  const { moduleCache } = variables;
  const found =
    moduleCache === '' ? undefined : installationAt(files, joinPath(moduleCache, folder));
  return found
    ? { installation: found, problem: undefined }
    : { installation: installed, problem: `the toolchain ${name} is not in the module cache` };
}

/** Undefined where the installed one stays. */
function chosenName(
  files: GoFileSystem,
  variables: GoVariables,
  installed: GoInstallation,
  directory: string,
): string | undefined {
  const [setting = '', suffix] = variables.get('GOTOOLCHAIN').split('+', 2);
  const isSwitching = setting === 'auto' || setting === 'path';
  let name = isSwitching || setting === 'local' ? undefined : setting;
  let version = installed.version;
  if (name !== undefined) {
    version = versionOfToolchain(name) ?? version;
  }
  if (isSwitching || suffix === 'auto' || suffix === 'path') {
    const wanted = wantedBy(files, variables, installed.goroot, directory);
    if (wanted.toolchain === 'default') {
      return name;
    }
    const suggested = versionOfToolchain(wanted.toolchain);
    if (suggested !== undefined && compareGoVersions(suggested, version) > 0) {
      name = wanted.toolchain;
      version = suggested;
    }
    if (compareGoVersions(wanted.go, version) > 0) {
      // From Go 1.21 on the first release of a language version has a patch number.
      const isLanguage = isLanguageVersion(wanted.go) && minorOf(wanted.go) >= 21;
      name = `go${wanted.go}${isLanguage ? '.0' : ''}`;
    }
  }
  return name === '' ? undefined : name;
}

function wantedBy(
  files: GoFileSystem,
  variables: GoVariables,
  goroot: string,
  directory: string,
): { readonly go: string; readonly toolchain: string } {
  const work = findWorkFile(files, variables, directory, goroot);
  const path =
    work !== undefined && isFile(files, work)
      ? work
      : findModFile(files, variables.host, directory);
  // Both kinds of files have these lines in the same form.
  const { go, toolchain } = parseModFile((path && files.readFile(path)) ?? '');
  return { go: go ?? '', toolchain: toolchain ?? '' };
}
