/** Paths and versions of modules: golang.org/x/mod/module (Go 1.26). */
import { isVersion, majorOf } from './semver.ts';

/** A module at a version; main modules and directories have an empty one. */
export interface ModuleVersion {
  readonly path: string;
  readonly version: string;
}

export function moduleKey({ path, version }: ModuleVersion): string {
  return version === '' ? path : `${path}@${version}`;
}

/**
 * A path or version as it is in the module cache, where letters of either case must not fall
 * together: `!a` for `A`.
 */
export function escapeModulePath(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`);
}

export function unescapeModulePath(path: string): string {
  return path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Below the module cache: where the files of a module are. */
export function cacheDirectory({ path, version }: ModuleVersion): string {
  return `${escapeModulePath(path)}@${escapeModulePath(version)}`;
}

/** Below the module cache: the go.mod of a module, which may be there without its files. */
export function cachedModFile({ path, version }: ModuleVersion): string {
  return `cache/download/${escapeModulePath(path)}/@v/${escapeModulePath(version)}.mod`;
}

/** The end of a module path that says the major version: `/v2`, `.v3`; undefined if it is wrong. */
function pathMajor(path: string): string | undefined {
  if (path.startsWith('gopkg.in/')) {
    return /\.v(?:0|[1-9]\d*)(?=(?:-unstable)?$)/.exec(path)?.[0];
  }
  const end = /\/v([\d.]+)$/.exec(path)?.[1];
  if (end === undefined) {
    return '';
  }
  return /^(?:[2-9]|[1-9]\d+)$/.test(end) ? `/v${end}` : undefined;
}

/** Why a module of this path cannot have this version; undefined where it can. */
export function versionMismatch(path: string, version: string): string | undefined {
  const major = pathMajor(path);
  if (major === undefined) {
    return `invalid module path: ${path}`;
  }
  if (version === '' || !isVersion(version)) {
    return undefined;
  }
  const actual = majorOf(version);
  if (major === '') {
    const fits = actual === 'v0' || actual === 'v1' || version.endsWith('+incompatible');
    return fits ? undefined : `version "${version}" invalid: should be v0 or v1, not ${actual}`;
  }
  const wanted = major.slice(1);
  // An old bug made such pseudo-versions, and they are still required.
  const isOldPseudoVersion = major === '.v1' && version.startsWith('v0.0.0-');
  return actual === wanted || isOldPseudoVersion
    ? undefined
    : `version "${version}" invalid: should be ${wanted}, not ${actual}`;
}

const PATH_ELEMENT = /^[\w.~+-]+$/;

/** Whether an import may name it: `module.CheckImportPath`, but for names that Windows reserves. */
export function isImportPath(path: string): boolean {
  return (
    !path.startsWith('-') &&
    path
      .split('/')
      .every(
        (element) => PATH_ELEMENT.test(element) && !element.endsWith('.') && !/^\.+$/.test(element),
      )
  );
}

/** Whether the path is one of the standard library's, as far as its text tells. */
export function looksStandard(path: string): boolean {
  const slash = path.indexOf('/');
  return !(slash < 0 ? path : path.slice(0, slash)).includes('.');
}

/** `a/b/c`, `a/b`, `a`. */
export function* prefixesOf(path: string): Generator<string> {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    yield path.slice(0, end);
  }
}

/** A replacement that is a directory: `modfile.IsDirectoryPath`. */
export function isDirectoryPath(path: string): boolean {
  return /^(?:\.{1,2}(?:$|[\\/])|[\\/]|[A-Za-z]:)/.test(path);
}
