import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sliceFile } from '../../server/src/engine/syntax/slicer.ts';
import { sample, seededRandom } from '../support/random.ts';
import { goroot } from './agreement.ts';
import { compareWith, goFilesIn, OF_THE_COMPILER, OF_THE_FILE, reportsOf } from './parser.ts';
import { damageFile, damageFunction, keptNodes, treeFaults } from './parserDamage.ts';

/** `LONG=1` damages more files; `SEED` does it elsewhere. */
const IS_LONG = process.env.LONG === '1';
const SEED = Number(process.env.SEED ?? 1);
const COUNT_FILES = IS_LONG ? 2000 : 60;
const DAMAGES_PER_FILE = 4;
const MAXIMUM_SHOWN = 10;
/** Of what a damage does not touch. */
const LEAST_KEPT_PERCENT = 97;

describe('our syntax of damaged Go', () => {
  const random = seededRandom(SEED);
  let texts: readonly string[];
  let folder: string;

  before(() => {
    const files = [...goFilesIn(join(goroot(), 'src')), ...goFilesIn(join(goroot(), 'test'))];
    texts = sample(files, COUNT_FILES, random).map((file) => readFileSync(file, 'utf8'));
    folder = mkdtempSync(join(tmpdir(), 'go-damaged-'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it('is a whole tree', () => {
    const faults = texts.flatMap((text) =>
      Array.from({ length: DAMAGES_PER_FILE }, () => treeFaults(damageFile(text, random))).flat(),
    );
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  it('has an error where go/parser has one, and none where it has none', () => {
    const files: string[] = [];
    for (const text of texts) {
      for (let left = DAMAGES_PER_FILE; left > 0; left--) {
        const file = join(folder, `${files.length}.go`);
        writeFileSync(file, damageFile(text, random));
        files.push(file);
      }
    }
    const faults: string[] = [];
    let countBroken = 0;
    for (const report of reportsOf(files)) {
      const { errors, difference } = compareWith(report);
      const isBroken = report.errors.length > 0;
      countBroken += isBroken ? 1 : 0;
      if (errors.some((error) => OF_THE_COMPILER.test(error))) {
        continue;
      }
      if (
        !report.errors.some((error) => OF_THE_FILE.test(error)) &&
        isBroken !== errors.length > 0
      ) {
        faults.push(`ours ${errors[0] ?? 'none'}, theirs ${report.errors[0] ?? 'none'}`);
      } else if (difference !== undefined) {
        faults.push(difference);
      }
    }
    console.log(`${countBroken} of ${files.length} damaged files are broken`);
    assert.deepEqual(faults.slice(0, MAXIMUM_SHOWN), []);
  });

  it('keeps what is whole around the damage', () => {
    let countNodes = 0;
    let countKept = 0;
    for (const text of texts) {
      const slices = sliceFile(text);
      for (const declaration of slices.declarations.filter(({ keyword }) => keyword === 'func')) {
        const original = slices.textOf(declaration);
        const damaged = damageFunction(original, random);
        if (damaged !== undefined) {
          const kept = keptNodes(original, damaged);
          countNodes += kept.countNodes;
          countKept += kept.countKept;
        }
      }
    }
    const percent = (100 * countKept) / countNodes;
    console.log(`${percent.toFixed(2)} % of ${countNodes} nodes around damages are kept`);
    assert.ok(percent >= LEAST_KEPT_PERCENT);
  });
});
