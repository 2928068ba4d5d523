/** Go's own tests of its compilers that have to type-check, as packages of their own. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { FileList } from './typeInfo.ts';

/**
 * Packages of GOROOT/src/internal/types/testdata in which no error is expected: files, and folders
 * whose files are one package, as go/types/check_test.go (Go 1.26) takes them.
 */
export function typesTestdata(goroot: string): FileList[] {
  const root = join(goroot, 'src/internal/types/testdata');
  return readdirSync(root)
    .flatMap((folder) => entriesOf(join(root, folder)))
    .flatMap((path) => {
      const isFolder = statSync(path).isDirectory();
      const files = isFolder ? entriesOf(path) : [path];
      const texts = files.map((file) => readFileSync(file, 'utf8'));
      const flags = /^\/\/ *(-.*)/.exec(texts[0] ?? '')?.[1] ?? '';
      if (texts.some((text) => /(\/\/|\/\*) ERRORx? /.test(text)) || needsSettings(flags)) {
        return [];
      }
      return [fileList(root, path, files, flags)];
    });
}

/** Errors of names that go/types declares for these tests only. */
export function isOfPredeclaredTestFunction(error: string): boolean {
  return /: undefined: (assert|trace)$/.test(error);
}

/** What a file of GOROOT/test says that is to be done with it, where it has to compile as it is. */
const ACTION = /^\/\/ (?:run|compile|build)( .*)?$/;

/** Files of GOROOT/test that compile by themselves: see testdir_test.go (Go 1.26). */
export function compilerTests(goroot: string): FileList[] {
  const root = join(goroot, 'test');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.go') && !/\.dir[/\\]/.test(name))
    .sort()
    .flatMap((name) => {
      const path = join(root, name);
      const action = ACTION.exec(firstLineOf(readFileSync(path, 'utf8')));
      if (action === null || needsSettings(action[1] ?? '')) {
        return [];
      }
      const flags = action[1] ?? '';
      const more = flags.split(' ').filter((word) => word.endsWith('.go'));
      return [
        fileList(root, path, [path, ...more.map((file) => join(dirname(path), file))], flags),
      ];
    });
}

/** The first line that is neither empty nor a build constraint. */
function firstLineOf(text: string): string {
  return text.split('\n').find((line) => !/^\s*$|^\/\/go:build |^\/\/ \+build /.test(line)) ?? '';
}

/** Experiments, and the times before aliases were types of their own. */
function needsSettings(flags: string): boolean {
  return /goexperiment|-gotypesalias=0/.test(flags);
}

function fileList(root: string, path: string, files: readonly string[], flags: string): FileList {
  const [, goVersion] = /-lang=(\S+)/.exec(flags) ?? [];
  return {
    importPath: relative(root, path).split(sep).join('/'),
    directory: dirname(path),
    files: files.map((file) => relative(dirname(path), file)),
    ...(goVersion !== undefined && { goVersion }),
  };
}

function entriesOf(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}
