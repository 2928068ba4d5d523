/** What our static tier says of Go's own tests, expectation by expectation. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { knownLeaksFrom } from '../../../server/src/host/knownLeaks.ts';
import {
  compilerFlags,
  DEFAULT_COMPILER_FLAGS,
} from '../../../server/src/engine/ir/compilerFlags.ts';
import { declarationLogs } from '../../../server/src/workspace/declarationLogs.ts';
import { WorldEscapes } from '../../../server/src/workspace/worldEscapes.ts';
import { goVariable } from '../../support/goListing.ts';
import { ListedProgram } from '../../support/listedProgram.ts';
import { goroot } from '../agreement.ts';
import { type Expectation, expectationsIn, judge, type Message } from './expectations.ts';
import type { GoTest } from './goTests.ts';
import { messagesOf } from './messages.ts';

export interface FileResult {
  readonly test: GoTest;
  readonly file: string;
  readonly met: readonly Expectation[];
  readonly missing: readonly Expectation[];
  readonly unexpected: readonly Message[];
  /** Of passes that are none of ours: the backend, bounds checks. */
  readonly others: readonly Expectation[];
}

/** The standard library's tags are those that ship with the extension: `-l` is said of the tests alone. */
const LEAKS = knownLeaksFrom(resolve(import.meta.dirname, '../../../server/data/leaks.br'));

export class GoTestRunner {
  readonly #program: ListedProgram;
  readonly #goVersion = goVariable('GOVERSION');

  constructor(tests: readonly GoTest[]) {
    const directory = join(goroot(), 'src');
    this.#program = new ListedProgram(
      { directory, patterns: ['std'] },
      tests.flatMap(({ packages }) => packages),
    );
  }

  run(test: GoTest): FileResult[] {
    const { flags } = test;
    const packages = test.packages.map(({ ImportPath }) => this.#program.package(ImportPath));
    const own = new Set(packages.map(({ importPath }) => importPath));
    const escapes = new WorldEscapes({
      sizes: this.#program.sizes,
      compilerFlags: {
        own: compilerFlags(flags, undefined),
        imported: DEFAULT_COMPILER_FLAGS,
      },
      fileAt: (path) => this.#program.fileAt(path),
      isOwn: (importPath) => own.has(importPath),
      goVersion: () => this.#goVersion,
      knownLeaks: () => LEAKS(this.#goVersion),
    });
    const logs = declarationLogs(escapes, packages);
    return packages.flatMap(({ files }) =>
      files.map(({ path }) => {
        const all = expectationsIn(readFileSync(path, 'utf8'));
        const others = all.filter(isOfOtherPasses);
        const messages = logs
          .filter(({ file }) => file === path)
          .flatMap((log) => messagesOf(log, flags));
        const wanted = all.filter((each) => !isOfOtherPasses(each));
        return { test, file: path, others, ...judge(wanted, messages) };
      }),
    );
  }
}

function isOfOtherPasses({ regexp: { pattern }, isOfWrappers }: Expectation): boolean {
  return isOfWrappers || /live at|stack object|bounds check/.test(pattern);
}
