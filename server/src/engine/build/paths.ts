/** Paths as `GoFileSystem` has them: `/` between names, `C:/` and `//server/share/` for roots. */

const ROOT = /^(?:\/\/[^/]+\/[^/]+\/?|[A-Za-z]:\/|\/)/;

export function isAbsolutePath(path: string): boolean {
  return ROOT.test(path);
}

/** A path of the system as one of ours. Elsewhere than on Windows a backslash is a letter. */
export function fromNative(path: string, isWindows: boolean): string {
  return isWindows ? path.replaceAll('\\', '/') : path;
}

/** `path` seen from `directory`, with `.` and `..` taken out. */
export function joinPath(directory: string, path: string): string {
  return cleanPath(isAbsolutePath(path) ? path : below(directory, path));
}

export function cleanPath(path: string): string {
  const root = ROOT.exec(path)?.[0] ?? '';
  const names: string[] = [];
  for (const name of path.slice(root.length).split('/')) {
    if (name === '..') {
      names.pop();
    } else if (name !== '' && name !== '.') {
      names.push(name);
    }
  }
  const start = root === '' || root.endsWith('/') ? root : `${root}/`;
  return names.length === 0 && start.length > 3 ? start.slice(0, -1) : start + names.join('/');
}

/** The directory that holds it; a root is its own. */
export function parentOf(path: string): string {
  const root = ROOT.exec(path)?.[0] ?? '';
  const slash = path.lastIndexOf('/');
  return slash < root.length ? (root === '' ? path : cleanPath(root)) : path.slice(0, slash);
}

/** A file or directory of a directory whose path is clean. */
export function below(directory: string, name: string): string {
  if (name === '') {
    return directory;
  }
  return directory.endsWith('/') ? directory + name : `${directory}/${name}`;
}

/** The path of `path` from `directory` on: empty for itself, undefined if it is elsewhere. */
export function relativeTo(directory: string, path: string): string | undefined {
  if (path === directory) {
    return '';
  }
  const start = directory.endsWith('/') ? directory : `${directory}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}

/** Whether an import or module path is `prefix` or below it. */
export function hasPathPrefix(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

/** The directory and all above it, the nearest first. */
export function* upwards(directory: string): Generator<string> {
  for (let folder = directory; ; folder = parentOf(folder)) {
    yield folder;
    if (parentOf(folder) === folder) {
      return;
    }
  }
}
