/**
 * The Go team's own tests of what the compiler says at `-m`, where they lie: files of GOROOT/test that
 * begin with `// errorcheck … -m …`, as cmd/internal/testdir/testdir_test.go (Go 1.26) takes them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListedPackage } from '../../../server/src/engine/build/goList.ts';
import { evaluate } from '../../../server/src/engine/build/constraint.ts';
import { readFileHeader } from '../../../server/src/engine/build/fileHeader.ts';
import { goVariable } from '../../support/goListing.ts';
import { goroot } from '../agreement.ts';

export interface GoTest {
  /** Of the file that says what is to be done, relative to the folder. */
  readonly name: string;
  /** What the compiler is called with. */
  readonly flags: readonly string[];
  /** In the order in which they are compiled; import paths are of ours. */
  readonly packages: readonly ListedPackage[];
}

/** Where the tests are; GOTESTDIR names another folder. Undefined where there is none. */
export function goTestsFolder(): string | undefined {
  const folder = process.env.GOTESTDIR ?? join(goroot(), 'test');
  return existsSync(folder) ? folder : undefined;
}

const ACTION = /^\/\/ (errorcheck\w*) (.*)$/m;

export function goTestsIn(folder: string): GoTest[] {
  const hasTag = tagsHere();
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.go') && !/\.dir[/\\]/.test(name))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const header = text.slice(0, text.search(/^package /m));
      const [, action = '', words = ''] = ACTION.exec(header) ?? [];
      const flags = words.split(' ').filter((word) => word !== '' && word !== '-0');
      const { constraint } = readFileHeader(text, true) ?? {};
      const isBuilt = constraint === undefined || evaluate(constraint, hasTag);
      if (!isBuilt || !flags.some((flag) => /^-m(?:=\d)?$/.test(flag))) {
        return [];
      }
      const packages = action.endsWith('dir')
        ? folderPackages(folder, name.replace(/\.go$/, '.dir'))
        : [packageOf(folder, name)];
      return [{ name, flags, packages }];
    });
}

/** What shouldTest of testdir_test.go takes for given. */
function tagsHere(): (tag: string) => boolean {
  const tags = new Set(['gc', goVariable('GOOS'), goVariable('GOARCH')]);
  const experiments = new Set(goVariable('GOEXPERIMENT').split(','));
  const [, minor = '0'] = /^go1\.(\d+)/.exec(goVariable('GOVERSION')) ?? [];
  return (tag) => {
    const [, experiment] = /^goexperiment\.(.*)/.exec(tag) ?? [];
    const [, release] = /^go1\.(\d+)$/.exec(tag) ?? [];
    return experiment !== undefined
      ? experiments.has(experiment)
      : release !== undefined
        ? Number(release) <= Number(minor)
        : tags.has(tag);
  };
}

function packageOf(folder: string, file: string): ListedPackage {
  const path = join(folder, file);
  return {
    ImportPath: `test/${file.replace(/\.go$/, '')}`,
    Name: packageNameIn(path),
    Dir: folder,
    GoFiles: [file],
  };
}

/** The files of a folder are packages by their names, which import each other as `./a` or `test/a`. */
function folderPackages(folder: string, name: string): ListedPackage[] {
  const directory = join(folder, name);
  const files = readdirSync(directory)
    .filter((file) => file.endsWith('.go'))
    .sort();
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const packageName = packageNameIn(join(directory, file));
    byName.set(packageName, [...(byName.get(packageName) ?? []), file]);
  }
  const paths = [...byName.values()].map(([first = '']) => first.replace(/\.go$/, ''));
  const ImportMap = Object.fromEntries(
    paths.flatMap((path) => [
      [`./${path}`, `test/${name}/${path}`],
      [`test/${path}`, `test/${name}/${path}`],
    ]),
  );
  return [...byName].map(([Name, GoFiles], index) => ({
    ImportPath: `test/${name}/${paths[index] ?? ''}`,
    Name,
    Dir: directory,
    GoFiles,
    ImportMap,
  }));
}

function packageNameIn(path: string): string {
  return readFileHeader(readFileSync(path, 'utf8'), true)?.packageName ?? '';
}
