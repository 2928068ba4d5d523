import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sample, seededRandom } from '../support/random.ts';
import { goroot } from './agreement.ts';
import { compareWith, goFilesIn, OF_THE_COMPILER, OF_THE_FILE, reportsOf } from './parser.ts';

/** `LONG=1` reads all of the distribution: `LONG=1 node --import tsx --test test/oracle/parser.test.ts`. */
const IS_LONG = process.env.LONG === '1';
const SAMPLE_SEED = 20_260_301;
const MAXIMUM_SHOWN = 20;

/** Where the files are, and how many of them are read each time. */
const SUBJECTS = [
  { name: 'the standard library', folder: 'src', skips: /^cmd\/|testdata/, count: 150 },
  { name: 'the commands', folder: 'src/cmd', skips: /testdata/, count: 50 },
  { name: "the type checker's tests", folder: 'src/internal/types/testdata', count: 60 },
  { name: "the compiler's tests", folder: 'test', count: 200 },
] as const;

describe('our syntax is that of go/parser', () => {
  for (const { name, folder, count, ...others } of SUBJECTS) {
    it(name, () => {
      const root = join(goroot(), folder);
      const skips = 'skips' in others ? others.skips : /^$/;
      const all = goFilesIn(root).filter((file) => !skips.test(file.slice(root.length + 1)));
      const files = IS_LONG ? all : sample(all, count, seededRandom(SAMPLE_SEED));
      const faults: string[] = [];
      let countNodes = 0;
      let countBroken = 0;
      for (const report of reportsOf(files)) {
        const ours = compareWith(report);
        countNodes += ours.countNodes;
        countBroken += report.errors.length > 0 ? 1 : 0;
        const theirs = report.errors.filter((error) => !OF_THE_FILE.test(error));
        if (theirs.length > 0 && ours.errors.length === 0) {
          faults.push(`${report.file}: no error, theirs is ${theirs[0] ?? ''}`);
        }
        if (
          report.errors.length === 0 &&
          !ours.errors.some((error) => OF_THE_COMPILER.test(error))
        ) {
          const fault = ours.errors[0] ?? ours.difference;
          if (fault !== undefined) {
            faults.push(`${report.file}: ${fault}`);
          }
        }
      }
      console.log(`${name}: ${countNodes} nodes in ${files.length} files, ${countBroken} broken`);
      assert.ok(countNodes > 0, 'there is nothing to compare');
      assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
    });
  }
});
